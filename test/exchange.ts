import { inspect } from 'node:util'
import { EwsClient, type EwsClientOptions, EwsError } from 'ews-booking'
import { type Simulator, type SimulatorOptions, startSimulator } from 'ews-booking/simulator'
import { onTestFinished } from 'vitest'

export const MAILBOX = 'dr.meier@example.com'
/** Nothing else in the tests looks like it, so finding it anywhere means a leak. */
export const PASSWORD = 'zw0lf-Böxkämpfer'
export const USERNAME = 'EXAMPLE\\svc-booking'

/** A simulator over plain HTTP on loopback, with a service account that may impersonate `MAILBOX`. It ends with the test. */
export async function exchange(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    mailboxes: [MAILBOX, 'room-1@example.com'],
    accounts: [{ username: USERNAME, password: PASSWORD, mayImpersonate: [MAILBOX] }],
    https: false,
    ...options,
  })
  onTestFinished(() => simulator.close())
  return simulator
}

/** A client of the service account that impersonates `MAILBOX` and repeats nothing unless told to. It ends with the test. */
export function clientOf(simulator: Pick<Simulator, 'url' | 'ca'>, options: Partial<EwsClientOptions> = {}): EwsClient {
  const client = new EwsClient({
    url: simulator.url,
    auth: { type: 'ntlm', username: USERNAME, password: PASSWORD },
    impersonate: { primarySmtpAddress: MAILBOX },
    tls: simulator.ca === undefined ? undefined : { ca: simulator.ca },
    retry: false,
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

/** 1 December 2026 at the given UTC time. */
export const at = (time: string): Date => new Date(`2026-12-01T${time}:00Z`)

export const day = { start: at('00:00'), end: new Date('2026-12-02T00:00:00Z') }

/** A minimal request. */
export const search = {
  traversal: 'Shallow',
  itemShape: { baseShape: 'IdOnly' },
  calendarView: { startDate: day.start, endDate: day.end },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
} as const

/** A request that must not be carried out twice. */
export const newItem = {
  sendMeetingInvitations: 'SendToNone',
  items: [{ calendarItem: { subject: 'Consultation', start: at('09:00'), end: at('10:00') } }],
} as const

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<EwsError> {
  const outcome: unknown = await promise.catch((error: unknown) => error)
  if (outcome instanceof EwsError) return outcome
  throw new Error(`Expected an EwsError, got ${inspect(outcome)}`)
}

/** Everything that a log could show of a value. */
export const everythingShownOf = (value: unknown): string =>
  [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    String(value),
    JSON.stringify(value),
    value instanceof Error ? value.stack : '',
  ].join('\n')
