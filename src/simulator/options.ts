import { setTimeout } from 'node:timers/promises'
import * as z from 'zod/mini'
import { callable, checked, isAccessToken, LONGEST_TIMER_MS, smtpAddress, text } from '../validation'
import type { Account } from './authentication/account'
import type { AuthenticationScheme } from './authentication/authentication'
import type { ExtendedProtection } from './authentication/extended-protection'
import type { AutodiscoverOptions } from './autodiscover/autodiscover-directory'
import type { Certificate, KeyType } from './http/certificate'
import type { Sleep } from './http/http-answer'
import { kerberosSchema, type SimulatedKerberosOptions } from './kerberos/options'
import { addressOf, type NewMailbox } from './mailbox/described-mailbox'
import type { DistributionGroup } from './mailbox/directory'
import { mailboxSchema } from './mailbox/mailbox-schema'
import { type Deviation, deviationNames } from './services/deviation'
import type { Service } from './services/service'
import { isService, type TaughtService } from './services/taught-service'
import { isSimulatorState, type SimulatorState } from './state/simulator-state'
import type { ThrottlingPolicy } from './throttling/throttling-policy'

/** The options of `startSimulator`. */
export interface SimulatorOptions {
  /** The mailboxes: their SMTP addresses, or addresses with calendars, permissions, delegates and working hours. */
  readonly mailboxes: readonly NewMailbox[]
  /** Distribution groups and room lists. Defaults to none. */
  readonly distributionGroups?: readonly DistributionGroup[] | undefined
  readonly accounts: readonly Account[]
  /** The schemes offered to clients, in this order. Defaults to NTLM and Basic. Bearer takes the accounts' tokens. */
  readonly auth?: readonly AuthenticationScheme[] | undefined
  /**
   * Serves HTTPS with a new certificate for an elliptic curve key (`true` or `'ec'`) or an RSA key (`'rsa'`), or with a
   * certificate of your own in PEM. `false` serves HTTP. Defaults to `true`.
   */
  readonly https?: boolean | KeyType | Certificate | undefined
  /**
   * How NTLM and Negotiate are bound to the TLS channel. Defaults to `allow`, as on the front end of Exchange. `require` needs HTTPS. Basic and
   * Bearer are never bound.
   */
  readonly extendedProtection?: ExtendedProtection | undefined
  /** The Kerberos realm for `Negotiate`. */
  readonly kerberos?: SimulatedKerberosOptions | undefined
  /**
   * Negotiate signs in a connection instead of one request, and announces it (`Persistent-Auth`), as with this setting of IIS.
   * Defaults to false.
   */
  readonly authPersistNonNTLM?: boolean | undefined
  /**
   * NTLM signs in one request instead of its connection, so that each request is challenged, as with this setting of IIS.
   * Defaults to false.
   */
  readonly authPersistSingleRequest?: boolean | undefined
  /**
   * The number of milliseconds after which a connection without requests is closed. Defaults to 120,000, the
   * `connectionTimeout` of IIS. Like IIS, the simulator doesn't announce it to clients.
   */
  readonly idleTimeoutMs?: number | undefined
  /** The address to listen on. Defaults to loopback. */
  readonly host?: string | undefined
  /** The port to listen on. Defaults to a free one. */
  readonly port?: number | undefined
  /**
   * The port for plain HTTP beside HTTPS, for clients that can't be told to trust the certificate; 0 takes a free one. Needs HTTPS. Defaults to
   * none. Exchange has no such port unless an administrator opens it.
   */
  readonly httpPort?: number | undefined
  /**
   * The longest header section of a request, in bytes. Defaults to 16,384, the `MaxFieldLength` of http.sys. Longer ones are refused with 400,
   * as the tokens of Kerberos can be.
   */
  readonly maxHeaderBytes?: number | undefined
  /** Compresses answers for clients that accept it, like a server whose `GzipLevel` allows it. Defaults to true. */
  readonly gzip?: boolean | undefined
  /** How many of the latest requests `requests` keeps, 64 MiB of text at most. Defaults to 10,000. */
  readonly maxRemembered?: number | undefined
  /** The time that each request takes, in milliseconds, by `sleep`. Defaults to none. */
  readonly latencyMs?: number | ((operation: string) => number) | undefined
  /** Refuses requests beyond a budget. `true` has the values of Exchange. Defaults to none. */
  readonly throttling?: boolean | ThrottlingPolicy | undefined
  /** Ways in which this server differs from Exchange. Defaults to none. */
  readonly deviations?: readonly Deviation[] | undefined
  /** What Autodiscover says, at `/autodiscover/autodiscover.xml` and `.svc`. Defaults to the simulator's own address for each mailbox. */
  readonly autodiscover?: AutodiscoverOptions | undefined
  /**
   * When messages about meetings reach the mailboxes of the simulator: right after the answer to the request that sent them, or
   * when `deliver` is called. Exchange takes its time, so clients can't count on either. Defaults to `immediate`.
   */
  readonly delivery?: 'immediate' | 'onDemand' | undefined
  /**
   * What `save` returned: the mailboxes begin with what they held then, under the same ids. `mailboxes` may describe them anew, and
   * add others. Defaults to empty mailboxes.
   */
  readonly state?: SimulatorState | undefined
  /** Operations to add to the simulator, or to carry out differently. */
  readonly services?: readonly TaughtService[] | undefined
  /** The server's clock, by which throttling budgets recharge as well. Defaults to the machine's. */
  readonly now?: (() => Date) | undefined
  /**
   * Waits for a number of milliseconds: for latency, delays, and the heartbeats and ends of streams. It may reject once the signal aborts.
   * Defaults to the machine's timers.
   */
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined
}

const token = z.string().check(z.refine(isAccessToken))

const areDistinct = (list: readonly NewMailbox[]) =>
  new Set(list.map((each) => addressOf(each).toLowerCase())).size === list.length

const milliseconds = z.number().check(z.minimum(0))

/** @internal The fields of a throttling policy. */
export const throttlingFields = z.strictObject({
  maxConcurrency: z.optional(z.int().check(z.minimum(1))),
  maxHangingConnections: z.optional(z.int().check(z.minimum(1))),
  maxBurstMs: z.optional(milliseconds),
  rechargeMsPerHour: z.optional(z.number().check(z.positive())),
  cutoffMs: z.optional(milliseconds),
  costMs: z.optional(z.union([milliseconds, callable<(operation: string) => number>()])),
})

/** Doesn't keep the process running. */
const sleepByTimer: Sleep = (ms, signal) => setTimeout(ms, undefined, { ref: false, signal })

/** @internal The options, each with its check and its default. */
export const optionFields = z.strictObject({
  mailboxes: z
    .array(
      z.union(
        [smtpAddress, mailboxSchema],
        'must be an address such as room-1@example.com, or one with its calendars, permissions and working hours',
      ),
    )
    .check(z.refine(areDistinct, 'must not contain a mailbox twice')),
  distributionGroups: z._default(
    z.array(
      z.strictObject({
        address: smtpAddress,
        name: z.optional(text),
        members: z.array(smtpAddress),
        isRoomList: z.optional(z.boolean()),
      }),
    ),
    [],
  ),
  accounts: z.array(
    z.strictObject({
      username: text,
      password: z.string(),
      token: z.optional(z.union([token, z.array(token)], 'must be a token that Authorization can carry, or several')),
      mayImpersonate: z.optional(z.union([z.literal('all'), z.array(smtpAddress)])),
      mailbox: z.optional(smtpAddress),
    }),
  ),
  auth: z._default(z.array(z.enum(['Negotiate', 'NTLM', 'Basic', 'Bearer'])).check(z.minLength(1)), ['NTLM', 'Basic']),
  https: z._default(
    z.union([z.boolean(), z.enum(['ec', 'rsa']), z.strictObject({ key: z.string(), cert: z.string() })]),
    true,
  ),
  extendedProtection: z._default(z.enum(['off', 'allow', 'require']), 'allow'),
  kerberos: kerberosSchema,
  authPersistNonNTLM: z._default(z.boolean(), false),
  authPersistSingleRequest: z._default(z.boolean(), false),
  idleTimeoutMs: z._default(z.int().check(z.minimum(1), z.maximum(LONGEST_TIMER_MS)), 120_000),
  host: z._default(text, '127.0.0.1'),
  port: z._default(z.int().check(z.minimum(0), z.maximum(65535)), 0),
  httpPort: z.optional(z.int().check(z.minimum(0), z.maximum(65535))),
  maxHeaderBytes: z._default(z.int().check(z.positive()), 16 * 1024),
  gzip: z._default(z.boolean(), true),
  latencyMs: z._default(z.union([milliseconds, callable<(operation: string) => number>()]), 0),
  throttling: z._default(z.union([z.boolean(), throttlingFields]), false),
  deviations: z._default(z.array(z.enum(deviationNames)), []),
  autodiscover: z._default(
    z.strictObject({
      redirects: z.optional(z.record(smtpAddress, text)),
      ewsUrl: z.optional(z.url()),
      soap: z.optional(z.boolean()),
    }),
    {},
  ),
  maxRemembered: z._default(z.int().check(z.minimum(0)), 10_000),
  delivery: z._default(z.enum(['immediate', 'onDemand']), 'immediate'),
  state: z.optional(z.custom<SimulatorState>(isSimulatorState, 'must be what save() returned')),
  services: z._default(z.array(z.custom<Service>(isService, 'must be made by service()')), []),
  now: z._default(callable<() => Date>(), () => () => new Date()),
  sleep: z._default(callable<Sleep>(), () => sleepByTimer),
})

const schema = optionFields.check(
  z.refine(({ extendedProtection, https }) => extendedProtection !== 'require' || https !== false, {
    path: ['extendedProtection'],
    message: "can't be 'require' without https: there is no TLS channel to bind NTLM to",
  }),
  z.refine(({ httpPort, https }) => httpPort === undefined || https !== false, {
    path: ['httpPort'],
    message: "isn't needed without https: port is the one for plain HTTP then",
  }),
)

/** @internal Options with their defaults. */
export type CheckedOptions = z.output<typeof schema>

/**
 * @internal
 * @throws TypeError with the name of the option that is wrong, but not its value, which may be a password
 */
export function checkOptions(options: SimulatorOptions): CheckedOptions {
  return checked(schema, options, (...issues) => {
    const problems = issues.map(({ path, message }) => `${path || 'options'}: ${message}`)
    return new TypeError(`The simulator can't be started: ${problems.join('; ')}`)
  })
}
