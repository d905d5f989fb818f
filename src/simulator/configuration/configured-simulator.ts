import { appointmentOf } from '../control/appointment-json'
import { type Control, startControl } from '../control/control'
import { injectionOf } from '../faults/injection-schema'
import { type Simulator, startSimulator } from '../simulator'
import { type Configuration, checkConfiguration } from './configuration'

/** The defaults of a configuration. */
const DEFAULTS = {
  mailboxes: ['dr.meier@example.com', 'room-1@example.com'],
  accounts: [{ username: 'EXAMPLE\\svc-booking', password: 's3cret', mayImpersonate: 'all' }],
} as const

/** A simulator that was started from a configuration. */
export interface ConfiguredSimulator extends AsyncDisposable {
  readonly exchange: Simulator
  /** The control API and its page. `undefined` if the configuration has none. */
  readonly control: Control | undefined
  /** Stops both. */
  close(): Promise<void>
}

/**
 * Starts a simulator from a configuration: the content of a file for `ews-booking simulator --config`. The default mailboxes are
 * dr.meier@example.com and room-1@example.com. The default account is EXAMPLE\svc-booking with the password s3cret, which can
 * impersonate all of them.
 *
 * @throws TypeError with the place in the configuration that is wrong
 */
export async function startConfigured(configuration: unknown): Promise<ConfiguredSimulator> {
  const { $schema, appointments, faults, clock, control: wanted, ...options } = checkConfiguration(configuration)
  const exchange = await startSimulator({ ...DEFAULTS, ...options })
  try {
    begin(exchange, { appointments, faults, clock })
    const control = wanted === false ? undefined : await startControl(exchange, wanted)
    const close = async () => void (await Promise.all([control?.close(), exchange.close()]))
    return { exchange, control, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await exchange.close()
    throw error
  }
}

type Beginning = Pick<Configuration, 'appointments' | 'faults' | 'clock'>

function begin(exchange: Simulator, { appointments = [], faults = [], clock = {} }: Beginning): void {
  if (clock.now !== undefined) exchange.clock.set(new Date(clock.now))
  if (clock.isFrozen === true) exchange.clock.freeze()
  for (const [index, { mailbox, ...appointment }] of appointments.entries()) {
    located(`appointments.${index}`, () => exchange.add(mailbox, appointmentOf(appointment)))
  }
  for (const [index, fault] of faults.entries()) located(`faults.${index}`, () => exchange.inject(injectionOf(fault)))
}

/** Prefixes an entry's error with its place in the configuration. */
function located(place: string, action: () => unknown): void {
  try {
    action()
  } catch (error) {
    throw new TypeError(`${place}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}
