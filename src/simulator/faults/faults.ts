import { emptyAnswer, type HttpAnswer, htmlAnswer, type Outcome, xmlAnswer } from '../http/http-answer'
import { faultAnswer } from '../soap/fault-answer'
import type { ElementErrors } from '../soap/response-message'
import { ServiceError, SoapFault } from '../soap/service-error'
import type { Fault, FaultyCall } from './fault'

/** A fault without parameters. */
type None = object

/** Parameters of the fault `serverBusy`. */
export interface ServerBusy {
  /** The `BackOffMilliseconds` that the client is told to wait; any text, to test clients with. Defaults to none. */
  readonly backOffMs?: number | string | undefined
  /**
   * The form of the error: a SOAP fault, a SOAP fault ErrorInternalServerError around it, or the same as response messages with
   * status 200. Defaults to `fault`.
   */
  readonly shape?: 'fault' | 'wrappedFault' | 'message' | 'wrappedMessage' | undefined
  /** For response messages, the index of the only element that fails. Defaults to all of them. */
  readonly element?: number | undefined
}

/** Parameters of the faults that answer with an HTTP status. */
export interface RetryAfter {
  /** The header `Retry-After`: seconds, a date, or any text to test clients with. */
  readonly retryAfter?: number | string | undefined
}

/** Parameters of the fault `httpStatus`. */
export interface HttpStatus extends RetryAfter {
  readonly status: number
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Defaults to an empty one. */
  readonly body?: string | undefined
}

/** Parameters of the faults that have a response code. */
export interface ResponseError {
  /** MS-OXWSCDATA, ResponseCodeType: `ErrorTooManyObjectsOpened`. */
  readonly responseCode: string
  /** Defaults to the response code. */
  readonly message?: string | undefined
  /** The named values of `MessageXml`. */
  readonly values?: Readonly<Record<string, string>> | undefined
}

/** Parameters of the fault `elementError`. */
export interface ElementError extends ResponseError {
  /** The index of the only element of the batch that fails, counted from 0. Defaults to all of them. */
  readonly element?: number | undefined
}

/** Parameters of the faults that delay a request. */
export interface Delay {
  /**
   * How long the request waits: a number of milliseconds by the option `sleep`, or until a promise of your own settles. A promise that
   * rejects ends the wait as well.
   */
  readonly until: number | Promise<unknown>
}

/** Parameters of the fault `trickle`. */
export interface Trickle {
  /** The pause after each byte, by the option `sleep`. Defaults to 1,000. */
  readonly pauseMs?: number | undefined
}

/** Parameters of the fault `repeatMessages`. */
export interface RepeatMessages {
  /** The number of response messages in the answer. */
  readonly count: number
  /** Repeats an empty error message instead of the first message of the answer. Defaults to false. */
  readonly empty?: boolean | undefined
}

/** Parameters of the fault `longText`. */
export interface LongText {
  /** The length of each text. */
  readonly characters: number
}

/** Parameters of the fault `reflectAuthorization`. */
export interface Reflection {
  /** Where the answer shows the request's `Authorization`. Defaults to `body`. */
  readonly where?: 'location' | 'reason' | 'body' | undefined
}

/** Parameters of the fault `xml`. */
export interface OwnXml {
  readonly body: string
  /** Defaults to 200. */
  readonly status?: number | undefined
}

/** The faults by their names, and the parameters of each. */
export interface FaultParameters {
  /** Over budget: ErrorServerBusy in one of its forms. Not carried out. */
  readonly serverBusy: ServerBusy
  /** Too many requests at once: the SOAP fault ErrorExceededConnectionCount. Not carried out. */
  readonly exceededConnectionCount: None
  /** Any SOAP fault. Not carried out. */
  readonly soapFault: ResponseError
  /** Any error for one element of a batch, or for all of them. The other elements are carried out. */
  readonly elementError: ElementError
  /** The queue of IIS is full: HTTP 503, with `Retry-After: 2` unless another one is given. Not carried out. */
  readonly serviceUnavailable: RetryAfter
  /** A gateway limits the rate: HTTP 429. Not carried out. */
  readonly tooManyRequests: RetryAfter
  /** HTTP 507. Not carried out. */
  readonly insufficientStorage: RetryAfter
  /** Any HTTP status. Not carried out. */
  readonly httpStatus: HttpStatus
  /** A gateway's login page, with status 200. Not carried out. */
  readonly htmlPage: None
  /** To the login page of OWA. Not carried out. */
  readonly redirect: None
  /** To the page that Exchange shows during an outage. Not carried out. */
  readonly errorPageRedirect: None
  /** The error page of ASP.NET, with status 500. Not carried out. */
  readonly aspNetError: None
  /** HTTP 500 without content. Not carried out. */
  readonly emptyError: None
  /** Carried out; half of the XML, in a complete HTTP response. */
  readonly truncate: None
  /** Carried out; the connection is closed in the middle of the response. */
  readonly truncateConnection: None
  /** Not carried out; the connection is closed. */
  readonly dropBeforeCommit: None
  /** Carried out; the connection is closed without an answer. */
  readonly dropAfterCommit: None
  /** Not carried out, and never answered. */
  readonly hang: None
  /** Carried out and answered after a delay. */
  readonly delayBeforeCommit: Delay
  /** Carried out at once, and answered after a delay. */
  readonly delayAfterCommit: Delay
  /**
   * Carried out; the answer is the one to the previous request on the connection, as from a server or a gateway that is one
   * answer behind. The first request of a connection gets its own.
   */
  readonly oneBehind: None
  /** Carried out; `100 Continue` comes before the answer, although the client didn't ask for it. */
  readonly unsolicitedContinue: None
  /** Carried out; the answer comes byte by byte, with a pause after each. */
  readonly trickle: Trickle
  /** Carried out; the answer has more response messages than elements were sent. */
  readonly repeatMessages: RepeatMessages
  /** A SOAP fault whose code and texts are very long. Not carried out. */
  readonly longText: LongText
  /** Answered with the request's own `Authorization`. Not carried out. */
  readonly reflectAuthorization: Reflection
  /** Answered with XML of your own. Not carried out. */
  readonly xml: OwnXml
}

/** The name of a fault. */
export type FaultName = keyof FaultParameters

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Outlook</title></head><body><form action="/owa/auth.owa"></form></body></html>'
const ASP_NET_ERROR =
  "<!DOCTYPE html><html><head><title>Runtime Error</title></head><body><h1>Server Error in '/EWS' Application.</h1></body></html>"
const BUSY = 'The server cannot service this request right now. Try again later.'
const TOO_MANY_CONNECTIONS =
  'You have exceeded the available concurrent connections for your account. Try again once your other requests have completed.'
const INTERNAL = 'An internal server error occurred. The operation failed.'
const TRICKLE_MS = 1000

const valuesOf = (values: Readonly<Record<string, string>>) => {
  const value = Object.entries(values).map(([name, text]) => ({ name, value: text }))
  return value.length === 0 ? undefined : { value }
}

const errorOf = ({ responseCode, message = responseCode, values = {} }: ResponseError) =>
  new ServiceError(responseCode, message, valuesOf(values))

const faultOf = ({ responseCode, message = responseCode, values = {} }: ResponseError) =>
  faultAnswer(new SoapFault(responseCode, message, valuesOf(values)))

const failing =
  (error: ServiceError, element: number | undefined): ElementErrors =>
  (index) =>
    element === undefined || element === index ? error : undefined

const statusAnswer = ({ status, retryAfter, headers = {}, body = '' }: HttpStatus): HttpAnswer => ({
  status,
  headers: { ...headers, ...(retryAfter === undefined ? {} : { 'Retry-After': `${retryAfter}` }) },
  body,
})

function serverBusy({ carryOut }: FaultyCall, { backOffMs, shape = 'fault', element }: ServerBusy): Outcome {
  const hint: Record<string, string> = backOffMs === undefined ? {} : { BackOffMilliseconds: `${backOffMs}` }
  const busy = { responseCode: 'ErrorServerBusy', message: BUSY, values: hint }
  const inner = { InnerErrorMessageText: BUSY, InnerErrorResponseCode: 'ErrorServerBusy', ...hint }
  const wrapped = { responseCode: 'ErrorInternalServerError', message: INTERNAL, values: inner }
  const outcomes = {
    fault: () => faultOf(busy),
    wrappedFault: () => faultOf(wrapped),
    message: () => carryOut(failing(errorOf(busy), element)),
    wrappedMessage: () => carryOut(failing(errorOf(wrapped), element)),
  }
  return outcomes[shape]()
}

/** Never rejects, even if the promise does: its owner handles the error, and the client needs an answer. */
const waitFor = (until: Delay['until'], { sleep }: FaultyCall): Promise<unknown> =>
  typeof until === 'number' ? sleep(until) : Promise.allSettled([until])

/** The first response message of an answer, and its name. */
const MESSAGE = /<m:(\w+ResponseMessage|FreeBusyResponse)[ >][\s\S]*?<\/m:\1>/

function repeatMessages({ carryOut }: FaultyCall, { count, empty = false }: RepeatMessages): Outcome {
  const answer = carryOut()
  const body = answer.body.replace(MESSAGE, (message, name) =>
    (empty ? `<m:${name} ResponseClass="Error"/>` : message).repeat(count),
  )
  return { ...answer, body }
}

function longText(_call: FaultyCall, { characters }: LongText): Outcome {
  const text = 'x'.repeat(characters)
  return faultOf({ responseCode: `Error${text}`, message: text, values: { InnerErrorMessageText: text } })
}

/** Answers that show the request's `Authorization`. Status lines and headers can't contain line breaks. */
const reflections: Readonly<Record<NonNullable<Reflection['where']>, (authorization: string) => HttpAnswer>> = {
  location: (authorization) => emptyAnswer(302, { Location: `/owa/?auth=${encodeURI(authorization)}` }),
  reason: (authorization) => ({ ...emptyAnswer(400), reason: `Bad ${authorization}` }),
  body: (authorization) => htmlAnswer(400, `<html><body><pre>Authorization: ${authorization}</pre></body></html>`),
}

/** What each fault does. */
export const faults: { readonly [Name in FaultName]: Fault<FaultParameters[Name]> } = {
  serverBusy,
  exceededConnectionCount: () =>
    faultOf({ responseCode: 'ErrorExceededConnectionCount', message: TOO_MANY_CONNECTIONS }),
  soapFault: (_call, parameters) => faultOf(parameters),
  elementError: ({ carryOut }, parameters) => carryOut(failing(errorOf(parameters), parameters.element)),
  serviceUnavailable: (_call, { retryAfter = 2 }) => statusAnswer({ status: 503, retryAfter }),
  tooManyRequests: (_call, { retryAfter }) => statusAnswer({ status: 429, retryAfter }),
  insufficientStorage: (_call, { retryAfter }) => statusAnswer({ status: 507, retryAfter }),
  httpStatus: (_call, parameters) => statusAnswer(parameters),
  htmlPage: () => htmlAnswer(200, LOGIN_PAGE),
  redirect: () => emptyAnswer(302, { Location: '/owa/auth/logon.aspx' }),
  errorPageRedirect: () => emptyAnswer(302, { Location: '/EWS/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx' }),
  aspNetError: () => htmlAnswer(500, ASP_NET_ERROR),
  emptyError: () => emptyAnswer(500),
  truncate: ({ carryOut }) => {
    const answer = carryOut()
    return { ...answer, body: answer.body.slice(0, answer.body.length / 2) }
  },
  truncateConnection: ({ carryOut }) => ({ ...carryOut(), delivery: 'cut' }),
  dropBeforeCommit: () => 'drop',
  dropAfterCommit: ({ carryOut }) => {
    carryOut()
    return 'drop'
  },
  hang: () => 'hang',
  delayBeforeCommit: async (call, { until }) => {
    await waitFor(until, call)
    return call.carryOut()
  },
  delayAfterCommit: async (call, { until }) => {
    const answer = call.carryOut()
    await waitFor(until, call)
    return answer
  },
  oneBehind: ({ carryOut, previous }) => {
    const answer = carryOut()
    return previous ?? answer
  },
  unsolicitedContinue: ({ carryOut }) => ({ ...carryOut(), continueFirst: true }),
  trickle: ({ carryOut }, { pauseMs = TRICKLE_MS }) => ({ ...carryOut(), delivery: { pauseMs } }),
  repeatMessages,
  longText,
  reflectAuthorization: ({ authorization }, { where = 'body' }) => reflections[where](authorization),
  xml: (_call, { body, status = 200 }) => xmlAnswer(status, body),
}
