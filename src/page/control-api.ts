/** What the simulator is and has, as the control API says it. */
export interface Facts {
  readonly url: string
  readonly mailboxes: readonly string[]
  readonly accounts: readonly string[]
  readonly operations: readonly string[]
}

/** A request without its texts. */
export interface RequestSummary {
  readonly number: number
  readonly receivedAt: string
  readonly method: string
  readonly path: string
  readonly operation?: string
  readonly account?: string
  readonly authentication: string
  readonly connection: number
  readonly status: number
  readonly fault?: string
}

/** A request with everything that was sent and answered. */
export interface ReceivedRequest extends RequestSummary {
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly xml: string
  readonly responseXml?: string
}

/** A fault with its parameters. */
export interface Injection {
  readonly fault: string
  readonly operation?: string
  readonly times?: number | 'always'
  readonly [parameter: string]: unknown
}

/** A fault that is still due. */
export interface PendingFault {
  readonly number: number
  readonly left: number | 'always'
  readonly injection: Injection
}

/** What changes besides requests. */
export interface State {
  /** Grows with each change of a calendar. */
  readonly changes: number
  readonly connections: number
  /** Another state may bring others. */
  readonly mailboxes: readonly string[]
  readonly faults: readonly PendingFault[]
  readonly clock: { readonly now: string; readonly isFrozen: boolean }
}

interface Mailbox {
  readonly name?: string
  readonly emailAddress?: string
}

/** An appointment, as far as the page shows it. */
export interface CalendarItem {
  readonly itemId: { readonly id: string }
  readonly subject?: string
  readonly start: string
  readonly end: string
  readonly isAllDayEvent?: boolean
  readonly legacyFreeBusyStatus?: string
  readonly location?: string
  readonly sensitivity?: string
  readonly calendarItemType?: string
  readonly organizer?: { readonly mailbox: Mailbox }
  readonly requiredAttendees?: readonly { readonly mailbox: Mailbox; readonly responseType?: string }[]
  readonly body?: { readonly value?: string }
}

/** An appointment to add. */
export interface NewAppointment {
  readonly subject: string
  readonly start: string
  readonly end: string
  readonly status: string
}

/** The control API refused a request. The message says why. */
export class ControlFailure extends Error {
  override readonly name = 'ControlFailure'
}

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
  const response = await fetch(path, { method, ...sent })
  if (response.status === 204) return undefined as Answer
  const answer = await response.json()
  if (!response.ok) throw new ControlFailure(answer.error.message)
  return answer
}

const calendarPath = (mailbox: string) => `api/mailboxes/${encodeURIComponent(mailbox)}/calendar`

/** The control API of the simulator that serves the page. */
export const control = {
  facts: () => call<Facts>('GET', 'api'),
  request: (number: number) => call<ReceivedRequest>('GET', `api/requests/${number}`),
  calendar: (mailbox: string, start: string, end: string) =>
    call<{ items: readonly CalendarItem[] }>('GET', `${calendarPath(mailbox)}?${new URLSearchParams({ start, end })}`),
  add: (mailbox: string, appointment: NewAppointment) => call('POST', calendarPath(mailbox), appointment),
  inject: (injection: Injection) => call('POST', 'api/faults', injection),
  endFault: (number: number) => call('DELETE', `api/faults/${number}`),
  setClock: (setting: { now?: string; isFrozen?: boolean }) => call('PUT', 'api/clock', setting),
  advance: (ms: number) => call('POST', 'api/clock/advance', { ms }),
  resetClock: () => call('DELETE', 'api/clock'),
  forget: () => call('DELETE', 'api/requests'),
}
