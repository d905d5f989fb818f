import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ConfiguredSimulator, type ReceivedRequest, StateError, startConfigured } from 'ews-booking/simulator'
import { onTerminal } from '../on-terminal'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import { readJsonFile } from './json-file'
import { introduction, type Running, requestLine } from './report'
import { readStateFile, writeStateFile } from './state-file'

const EXAMPLE = '{"mailboxes": ["dr.meier@example.com"]}'

/** The options as they were given. */
export interface SimulatorFlags {
  readonly config?: string
  readonly mailbox?: readonly string[]
  readonly http: boolean
  readonly auth?: readonly string[]
  readonly host?: string
  readonly port?: number
  readonly httpPort?: number
  readonly controlPort?: number
  readonly caFile?: string
  readonly state?: string
  readonly now?: string
  readonly freeze: boolean
  readonly watch: boolean
  readonly json: boolean
}

/** Runs a simulated Exchange until it is stopped. */
export async function simulator(this: Surroundings, flags: SimulatorFlags): Promise<void> {
  const file = flags.config === undefined ? {} : readJsonFile(flags.config, '--config', EXAMPLE)
  const state = flags.state === undefined ? undefined : readStateFile(flags.state)
  const running = await started(configurationOf(file, state, flags), flags)
  try {
    await serve(this, running, flags, !('accounts' in file))
  } finally {
    await running.close()
  }
  if (flags.state !== undefined) writeStateFile(flags.state, running.exchange.save())
}

/** Says how a client reaches the simulator, and waits until it is stopped. */
async function serve(
  { print, note, signal }: Surroundings,
  running: ConfiguredSimulator,
  { caFile, json, watch }: SimulatorFlags,
  isDefault: boolean,
): Promise<void> {
  const { exchange } = running
  const certificate = certificateFile(exchange.ca, caFile)
  try {
    const shown = shownOf(running, certificate.file)
    print(json ? JSON.stringify(shown) : introduction(shown, isDefault))
    if (watch) exchange.watch((request) => watched(request, note))
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    certificate.remove()
  }
}

const shownOf = ({ exchange, control }: ConfiguredSimulator, ca: string | undefined): Running => {
  const { url, httpUrl, accounts, mailboxes } = exchange
  return { url, httpUrl, ca, control: control?.url, accounts, mailboxes }
}

function watched(request: ReceivedRequest, note: Surroundings['note']): void {
  const line = requestLine(request)
  if (line !== undefined) note(onTerminal(line))
}

async function started(
  configuration: object,
  { config, state }: Pick<SimulatorFlags, 'config' | 'state'>,
): Promise<ConfiguredSimulator> {
  try {
    return await startConfigured(configuration)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const file = error instanceof StateError && state !== undefined ? state : config
    throw new UsageError(file === undefined ? error.message : `${file}: ${error.message}`)
  }
}

/**
 * Returns the configuration of the file, overridden by the options. A state already has the mailboxes, and what has become of the file's
 * appointments since the first run.
 */
function configurationOf(file: object, state: object | undefined, flags: SimulatorFlags): object {
  const given: { clock?: object; control?: unknown } = file
  const { mailbox, auth, host, port, httpPort, controlPort, now, http, freeze } = flags
  return {
    ...(state !== undefined && { mailboxes: [] }),
    ...file,
    ...(state !== undefined && { state, appointments: [] }),
    ...(mailbox !== undefined && { mailboxes: mailbox }),
    ...(auth !== undefined && { auth }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(httpPort !== undefined && { httpPort }),
    ...(http && { https: false }),
    ...(controlPort !== undefined && { control: { port: controlPort } }),
    ...((now !== undefined || freeze) && {
      clock: { ...given.clock, ...(now !== undefined && { now }), ...(freeze && { isFrozen: true }) },
    }),
  }
}

/**
 * Writes the CA certificate to a file. A temporary one is removed at the end.
 *
 * @throws UsageError if the file that is wanted can't be written
 */
function certificateFile(ca: string | undefined, wanted: string | undefined): { file?: string; remove(): void } {
  if (ca === undefined) return { remove: () => undefined }
  const file = wanted ?? join(mkdtempSync(join(tmpdir(), 'ews-booking-')), 'ca.pem')
  try {
    writeFileSync(file, ca)
  } catch (error) {
    throw new UsageError(`--ca-file: can't be written: ${error instanceof Error ? error.message : error}`)
  }
  const removeFolder = () => rmSync(dirname(file), { recursive: true, force: true })
  return { file, remove: wanted === undefined ? removeFolder : () => undefined }
}
