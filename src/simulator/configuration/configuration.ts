import * as z from 'zod/mini'
import { checked, smtpAddress } from '../../validation'
import { appointmentSchema } from '../control/appointment-json'
import { instantText } from '../control/checked-body'
import { described } from '../described'
import { injectionSchema } from '../faults/injection-schema'
import { optionFields, throttlingFields } from '../options'

const port = z.int().check(z.minimum(0), z.maximum(65535))
const milliseconds = z.number().check(z.minimum(0))

const throttlingPolicy = z.extend(throttlingFields, { costMs: z.optional(milliseconds) })

/** The options of `startSimulator`, except for functions, which a file can't have. */
const options = z.omit(optionFields, { services: true, now: true, sleep: true })

/** A configuration file: the options of `startSimulator`, and the state that the simulator starts with. */
export const configurationSchema = z.extend(options, {
  $schema: z.optional(z.string()),
  mailboxes: z.optional(optionFields.shape.mailboxes),
  accounts: z.optional(optionFields.shape.accounts),
  latencyMs: z.optional(milliseconds),
  throttling: z.optional(z.union([z.boolean(), throttlingPolicy])),
  appointments: z.optional(
    described(
      z.array(z.extend(appointmentSchema, { mailbox: smtpAddress })),
      'The appointments at the start: the mailbox, subject, start and end of each, and further properties of EWS in camelCase.',
    ),
  ),
  faults: z.optional(described(z.array(injectionSchema), 'What goes wrong from the start.')),
  clock: z.optional(
    described(
      z.strictObject({ now: z.optional(instantText), isFrozen: z.optional(z.boolean()) }),
      "The server's time at the start, and whether it stands still. Defaults to the machine's clock.",
    ),
  ),
  control: z.optional(
    described(
      z.union([z.literal(false), z.strictObject({ port: z.optional(port) })]),
      'The port of the control API and its page, on loopback. Defaults to a free one. false has neither.',
    ),
  ),
})

/** A configuration that has been checked. */
export type Configuration = z.output<typeof configurationSchema>

/** @throws TypeError with the places that are wrong, but not their values, which may be passwords */
export const checkConfiguration = (configuration: unknown): Configuration =>
  checked(configurationSchema, configuration, (...issues) => {
    const problems = issues.map(({ path, message }) => `${path || 'the configuration'}: ${message}`)
    return new TypeError(problems.join('; '))
  })
