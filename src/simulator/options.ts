import { z } from 'zod'
import type { WorkingHours } from '../operations/free-busy-view'
import type { Account } from './account'
import type { AuthenticationScheme } from './authentication'
import { isWorkingHours } from './availability/working-hours'
import { addressOf, type NewMailbox } from './calendar/mailbox'
import type { Certificate } from './http/certificate'
import type { Service } from './service'

/** What a simulator is started with. */
export interface SimulatorOptions {
  /** Their SMTP addresses; or with the hours in which their owners work, which are eight to five, UTC, where left out. */
  readonly mailboxes: readonly NewMailbox[]
  readonly accounts: readonly Account[]
  /** What is offered to clients, in this order; NTLM and Basic where left out. */
  readonly auth?: readonly AuthenticationScheme[] | undefined
  /** True, as where left out, makes a certificate; or bring your own, in PEM. */
  readonly https?: boolean | Certificate | undefined
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

const address = z.string().regex(/^[^@\s]+@[^@\s]+$/, 'must be an address such as room-1@example.com')

const isService = (value: unknown): value is Service =>
  typeof value === 'object' && value !== null && 'operation' in value && 'carryOut' in value

const mailbox = z.strictObject({
  address,
  workingHours: z.custom<WorkingHours>(isWorkingHours, 'must be working hours as EWS has them').optional(),
})

const schema = z.strictObject({
  mailboxes: z
    .array(z.union([address, mailbox], 'must be an address such as room-1@example.com, or one with its working hours'))
    .refine(
      (list) => new Set(list.map((each) => addressOf(each).toLowerCase())).size === list.length,
      'must not name one twice',
    ),
  accounts: z.array(
    z.strictObject({
      username: z.string().min(1),
      password: z.string(),
      mayImpersonate: z.union([z.literal('all'), z.array(address)]).optional(),
      mailbox: address.optional(),
    }),
  ),
  auth: z
    .array(z.enum(['NTLM', 'Basic']))
    .min(1)
    .default(['NTLM', 'Basic']),
  https: z.union([z.boolean(), z.strictObject({ key: z.string(), cert: z.string() })]).default(true),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65535).default(0),
  gzip: z.boolean().default(true),
  services: z.array(z.custom<Service>(isService, 'must be made by service()')).default([]),
  now: z
    .custom<() => Date>((value) => typeof value === 'function', 'must be a function')
    .default(() => () => new Date()),
})

/** Options with everything that was left out. */
export type CheckedOptions = z.output<typeof schema>

/** @throws TypeError naming the option that is wrong, and never quoting it: it may be a password */
export function checkOptions(options: SimulatorOptions): CheckedOptions {
  const result = schema.safeParse(options)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`)
  throw new TypeError(`The simulator can't be started: ${problems.join('; ')}`)
}
