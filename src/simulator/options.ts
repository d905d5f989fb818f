import type { WorkingHours } from 'ews-booking'
import * as z from 'zod/mini'
import { callable, checked, isAccessToken, LONGEST_TIMER_MS, smtpAddress, text } from '../validation'
import type { Account } from './authentication/account'
import type { AuthenticationScheme } from './authentication/authentication'
import type { ExtendedProtection } from './authentication/extended-protection'
import { isWorkingHours } from './calendar/working-hours'
import type { Certificate } from './http/certificate'
import { addressOf, type NewMailbox } from './mailbox/mailbox'
import type { Service } from './services/service'

/** What a simulator is started with. */
export interface SimulatorOptions {
  /** Their SMTP addresses; or with the hours in which their owners work, which are eight to five, UTC, where left out. */
  readonly mailboxes: readonly NewMailbox[]
  readonly accounts: readonly Account[]
  /** What is offered to clients, in this order; NTLM and Basic where left out. Bearer takes the accounts' tokens. */
  readonly auth?: readonly AuthenticationScheme[] | undefined
  /** True, as where left out, makes a certificate; or bring your own, in PEM. */
  readonly https?: boolean | Certificate | undefined
  /**
   * Whether NTLM is bound to the TLS channel; `allow` where left out, as on the front end of Exchange. `require` wants HTTPS.
   * Basic and Bearer are never bound.
   */
  readonly extendedProtection?: ExtendedProtection | undefined
  /** NTLM signs in a request and not its connection, so that each one is challenged anew, as by IIS with this setting; false where left out. */
  readonly authPersistSingleRequest?: boolean | undefined
  /**
   * After how many milliseconds without a request a connection is closed; 120,000 where left out, the `connectionTimeout` of IIS.
   * As there, clients aren't told.
   */
  readonly idleTimeoutMs?: number | undefined
  /** Loopback where left out. */
  readonly host?: string | undefined
  /** A free one where left out. */
  readonly port?: number | undefined
  /** Compresses answers for clients that accept it, as a server does whose `GzipLevel` allows it; true where left out. */
  readonly gzip?: boolean | undefined
  /** Operations that the simulator doesn't bring along, or is to carry out in another way. */
  readonly services?: readonly Service[] | undefined
  /** The server's clock. */
  readonly now?: (() => Date) | undefined
}

const isService = (value: unknown): value is Service =>
  typeof value === 'object' && value !== null && 'operation' in value && 'carryOut' in value

const token = z.string().check(z.refine(isAccessToken))

const mailbox = z.strictObject({
  address: smtpAddress,
  workingHours: z.optional(z.custom<WorkingHours>(isWorkingHours, 'must be working hours as EWS has them')),
})

const namesNoneTwice = (list: readonly NewMailbox[]) =>
  new Set(list.map((each) => addressOf(each).toLowerCase())).size === list.length

const fields = z.strictObject({
  mailboxes: z
    .array(
      z.union([smtpAddress, mailbox], 'must be an address such as room-1@example.com, or one with its working hours'),
    )
    .check(z.refine(namesNoneTwice, 'must not name one twice')),
  accounts: z.array(
    z.strictObject({
      username: text,
      password: z.string(),
      token: z.optional(z.union([token, z.array(token)], 'must be a token that Authorization can carry, or several')),
      mayImpersonate: z.optional(z.union([z.literal('all'), z.array(smtpAddress)])),
      mailbox: z.optional(smtpAddress),
    }),
  ),
  auth: z._default(z.array(z.enum(['NTLM', 'Basic', 'Bearer'])).check(z.minLength(1)), ['NTLM', 'Basic']),
  https: z._default(z.union([z.boolean(), z.strictObject({ key: z.string(), cert: z.string() })]), true),
  extendedProtection: z._default(z.enum(['off', 'allow', 'require']), 'allow'),
  authPersistSingleRequest: z._default(z.boolean(), false),
  idleTimeoutMs: z._default(z.int().check(z.minimum(1), z.maximum(LONGEST_TIMER_MS)), 120_000),
  host: z._default(text, '127.0.0.1'),
  port: z._default(z.int().check(z.minimum(0), z.maximum(65535)), 0),
  gzip: z._default(z.boolean(), true),
  services: z._default(z.array(z.custom<Service>(isService, 'must be made by service()')), []),
  now: z._default(callable<() => Date>(), () => () => new Date()),
})

const schema = fields.check(
  z.refine(({ extendedProtection, https }) => extendedProtection !== 'require' || https !== false, {
    path: ['extendedProtection'],
    message: "can't be 'require' without https: there is no TLS channel that NTLM could be bound to",
  }),
)

/** Options with everything that was left out. */
export type CheckedOptions = z.output<typeof schema>

/** @throws TypeError naming the option that is wrong, and never quoting it: it may be a password */
export function checkOptions(options: SimulatorOptions): CheckedOptions {
  return checked(schema, options, (...issues) => {
    const problems = issues.map(({ path, message }) => `${path || 'options'}: ${message}`)
    return new TypeError(`The simulator can't be started: ${problems.join('; ')}`)
  })
}
