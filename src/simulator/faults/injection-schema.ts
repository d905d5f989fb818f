import * as z from 'zod/mini'
import { described } from '../described'
import type { FaultName } from './faults'
import type { Injection } from './injection'

const wholeNumber = z.int().check(z.minimum(0))
const milliseconds = z.number().check(z.minimum(0))
const retryAfter = z.optional(
  described(z.union([z.number(), z.string()]), 'The header Retry-After: seconds, a date, or any text.'),
)
const element = z.optional(
  described(wholeNumber, 'The only element of the batch that fails, counted from 0. Defaults to all of them.'),
)
const status = described(z.int().check(z.minimum(200), z.maximum(999)), 'The HTTP status.')
const responseError = {
  responseCode: described(z.string().check(z.minLength(1)), "EWS's response code, such as ErrorItemNotFound."),
  message: z.optional(described(z.string(), 'The text of the error. Defaults to the response code.')),
  values: z.optional(described(z.record(z.string(), z.string()), 'The named values of MessageXml.')),
}

const scope = {
  operation: z.optional(described(z.string(), 'The operation that fails, such as CreateItem. Defaults to any.')),
  times: z.optional(
    described(z.union([z.int().check(z.minimum(1)), z.literal('always')]), 'For how many requests. Defaults to 1.'),
  ),
  unauthenticated: z.optional(
    described(z.boolean(), 'Concerns requests that are not signed in instead. Defaults to false.'),
  ),
}

const fault = <Name extends FaultName, Parameters extends z.core.$ZodLooseShape>(name: Name, parameters: Parameters) =>
  z.strictObject({ fault: z.literal(name), ...scope, ...parameters })

/** The faults in JSON. `FaultParameters` explains them. */
const faultSchemas = {
  serverBusy: fault('serverBusy', {
    backOffMs: z.optional(
      described(z.union([z.number(), z.string()]), 'BackOffMilliseconds, which the client is told.'),
    ),
    shape: z.optional(
      described(
        z.enum(['fault', 'wrappedFault', 'message', 'wrappedMessage']),
        'The form of the error. Defaults to fault.',
      ),
    ),
    element,
  }),
  exceededConnectionCount: fault('exceededConnectionCount', {}),
  soapFault: fault('soapFault', responseError),
  elementError: fault('elementError', { ...responseError, element }),
  serviceUnavailable: fault('serviceUnavailable', { retryAfter }),
  tooManyRequests: fault('tooManyRequests', { retryAfter }),
  insufficientStorage: fault('insufficientStorage', { retryAfter }),
  httpStatus: fault('httpStatus', {
    status,
    retryAfter,
    headers: z.optional(described(z.record(z.string(), z.string()), 'Further headers.')),
    body: z.optional(described(z.string(), 'The body. Defaults to an empty one.')),
  }),
  htmlPage: fault('htmlPage', {}),
  redirect: fault('redirect', {}),
  errorPageRedirect: fault('errorPageRedirect', {}),
  aspNetError: fault('aspNetError', {}),
  emptyError: fault('emptyError', {}),
  truncate: fault('truncate', {}),
  truncateConnection: fault('truncateConnection', {}),
  dropBeforeCommit: fault('dropBeforeCommit', {}),
  dropAfterCommit: fault('dropAfterCommit', {}),
  hang: fault('hang', {}),
  delayBeforeCommit: fault('delayBeforeCommit', {
    until: described(milliseconds, 'How long the request waits, in milliseconds.'),
  }),
  delayAfterCommit: fault('delayAfterCommit', {
    until: described(milliseconds, 'How long the answer waits, in milliseconds.'),
  }),
  oneBehind: fault('oneBehind', {}),
  unsolicitedContinue: fault('unsolicitedContinue', {}),
  trickle: fault('trickle', {
    pauseMs: z.optional(described(milliseconds, 'The pause after each byte. Defaults to 1000.')),
  }),
  repeatMessages: fault('repeatMessages', {
    count: described(wholeNumber.check(z.maximum(1_000_000)), 'The number of response messages in the answer.'),
    empty: z.optional(
      described(z.boolean(), 'Repeats an empty error message instead of the first. Defaults to false.'),
    ),
  }),
  longText: fault('longText', {
    characters: described(wholeNumber.check(z.maximum(50_000_000)), 'The length of each text.'),
  }),
  reflectAuthorization: fault('reflectAuthorization', {
    where: z.optional(
      described(z.enum(['location', 'reason', 'body']), "Where the request's Authorization shows. Defaults to body."),
    ),
  }),
  xml: fault('xml', {
    body: described(z.string(), 'The answer.'),
    status: z.optional(status),
  }),
} as const satisfies { readonly [Name in FaultName]: z.ZodMiniType<{ fault: Name }> }

const { serverBusy, ...others } = faultSchemas

/** An injection in JSON, where `times` can be `always`, and `until` is a number of milliseconds. */
export const injectionSchema = z.discriminatedUnion('fault', [serverBusy, ...Object.values(others)], {
  error: ({ code }) =>
    code === 'invalid_union' ? `must be one of ${Object.keys(faultSchemas).join(', ')}` : undefined,
})

/** An injection in JSON. */
export type InjectionJson = z.output<typeof injectionSchema>

/** Converts an injection from JSON. */
export const injectionOf = ({ times, ...injection }: InjectionJson): Injection => ({
  ...injection,
  times: times === 'always' ? Number.POSITIVE_INFINITY : times,
})

/** Converts a number of requests to JSON. */
export const timesJson = (times: number | undefined): number | 'always' | undefined =>
  times === Number.POSITIVE_INFINITY ? 'always' : times
