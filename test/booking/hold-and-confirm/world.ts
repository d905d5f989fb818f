import type { CalendarItem } from 'ews-booking'
import { adoptionOf } from '../../../src/booking/adoption'
import type { AppointmentChanges } from '../../../src/booking/appointment/appointment'
import { digestsOf } from '../../../src/booking/appointment/details'
import { changeOf } from '../../../src/booking/booking-change'
import { newServerRecord, type ServerRecord } from '../../../src/booking/calendar/server-record'
import type { Status } from '../../../src/booking/calendar/status'
import type { Window } from '../../../src/booking/calendar/window'
import { cancelBooking } from '../../../src/booking/cancellation'
import {
  type BookingMark,
  type BookingState,
  bookingMark,
  bookingProperties,
} from '../../../src/booking/hold-and-confirm/booking-property'
import { type BookingClient, CalendarItems } from '../../../src/booking/hold-and-confirm/calendar-items'
import { CallDeadline } from '../../../src/booking/hold-and-confirm/call-deadline'
import { HoldAndConfirm } from '../../../src/booking/hold-and-confirm/hold-and-confirm'
import type { BookedItem } from '../../../src/booking/hold-and-confirm/purpose'
import type { Notify } from '../../../src/booking/rooms'
import type { WatchClient } from '../../../src/booking/watch/watch'
import {
  DEFAULT_CALENDAR,
  MAILBOX,
  type Mishap,
  type ServerVariant,
  type Steps,
  VirtualExchange,
  VirtualRuntime,
} from './virtual-exchange'

const DEADLINE_MS = 200_000

/** Two calendars, each of which blocks the other. */
export const CALENDARS = [DEFAULT_CALENDAR, 'second'] as const

const UTC = { windowsId: 'UTC', startOfDay: (date: string) => new Date(`${date}T00:00:00Z`) }

export const at = (hour: number) => new Date(Date.UTC(2026, 11, 1, hour))

export type Outcome<Result = BookedItem> =
  | { readonly booked: Result }
  | { readonly error: unknown }
  | { readonly died: true }

export const isConfirmed = (item: CalendarItem) => bookingMark(item)?.state === 'confirmed'
export const windowOf = ({ start = at(0), end = at(0) }: CalendarItem): Window => ({ start, end })

/** The mishaps of one process's requests: in order, or by operation and number, such as `UpdateItem 1`. */
export type Mishaps = readonly Mishap[] | Readonly<Record<string, Mishap>>

export interface CallOptions {
  readonly mishaps?: Mishaps | undefined
  readonly deadlineMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly blocks?: (entry: { readonly status: Status }) => boolean
  /** The calendar to book in. Defaults to the only one. Of two, each blocks the other. */
  readonly calendar?: string | undefined
}

const isBusy = ({ status }: { readonly status: Status }) => status === 'busy'

/** The record of a server that has proved itself, for which no call verifies anything. */
export const PROVEN: ServerRecord = {
  conditionalUpdates: 'kept',
  statusUpdates: 'kept',
  timeUpdates: 'kept',
  expandedViews: 'kept',
  comparedViews: new Set(),
  seriesSearch: 'unknown',
  markedViews: 'unknown',
  textBodies: 'kept',
}

interface WorldOptions extends ServerVariant {
  /** The clients' records of the server. Each client has its own. By default the server has proved itself. */
  readonly record?: ServerRecord
  /** Whether each of two calendars names itself too among those that block it. */
  readonly namesItself?: boolean
}

const isList = (mishaps: Mishaps): mishaps is readonly Mishap[] => Array.isArray(mishaps)

function next(mishaps: Mishaps): (operation: string) => Mishap {
  if (isList(mishaps)) {
    const rest = mishaps.values()
    return () => rest.next().value ?? 'none'
  }
  const counts = new Map<string, number>()
  return (operation) => {
    const count = (counts.get(operation) ?? 0) + 1
    counts.set(operation, count)
    return mishaps[`${operation} ${count}`] ?? mishaps[`${operation} *`] ?? 'none'
  }
}

/** Takes steps in their order. */
export class InOrder implements Steps {
  readonly #steps: (() => void)[] = []

  schedule<Value>(task: Promise<Value>): Promise<Value> {
    return new Promise((resolve) => this.#steps.push(() => resolve(task)))
  }

  count(): number {
    return this.#steps.length
  }

  async waitOne(): Promise<void> {
    this.#steps.shift()?.()
  }
}

/** One calendar, and the processes that book in it. */
export class World {
  readonly runtime: VirtualRuntime
  readonly exchange: VirtualExchange
  /** The operations of all requests so far, in order. */
  readonly requests: string[] = []
  readonly #steps: Steps
  readonly #record: ServerRecord
  readonly #namesItself: boolean

  constructor(
    steps: Steps = new InOrder(),
    seed = 1,
    { record = PROVEN, namesItself = false, ...variant }: WorldOptions = {},
  ) {
    this.#steps = steps
    this.#record = record
    this.#namesItself = namesItself
    this.runtime = new VirtualRuntime(seed)
    this.exchange = new VirtualExchange(steps, this.runtime, variant)
  }

  /** A world whose server has to prove itself to each client. */
  static unproven(steps?: Steps, seed?: number, variant: Omit<WorldOptions, 'record'> = {}): World {
    return new World(steps, seed, { ...variant, record: newServerRecord() })
  }

  items(mishaps: Mishaps = [], calendar?: string): CalendarItems {
    return new CalendarItems(this.#client(mishaps), { mailbox: MAILBOX, calendar }, { ...this.#record })
  }

  #client(mishaps: Mishaps): BookingClient {
    const mishap = next(mishaps)
    return this.exchange.client((operation) => {
      this.requests.push(operation)
      return mishap(operation)
    })
  }

  /** The client of a process that watches. */
  watchClient(mishap: (operation: string) => Mishap): WatchClient {
    return this.exchange.watchClient(mishap)
  }

  /** Of two calendars, each names the other. */
  protocol(mishaps: Mishaps = [], calendar?: string): HoldAndConfirm {
    if (calendar === undefined) return new HoldAndConfirm(this.items(mishaps), this.runtime)
    const client = this.#client(mishaps)
    const record = { ...this.#record }
    const itemsOf = (id: string) => new CalendarItems(client, { mailbox: MAILBOX, calendar: id }, record)
    const others = CALENDARS.filter((id) => id !== calendar || this.#namesItself)
    return new HoldAndConfirm(itemsOf(calendar), this.runtime, others.map(itemsOf))
  }

  book(key: string, window: Window, { mishaps, ...options }: CallOptions = {}): Promise<BookedItem> {
    return this.bookWith(this.protocol(mishaps, options.calendar), key, window, options)
  }

  /** Books in a process that has made other calls. */
  bookWith(protocol: HoldAndConfirm, key: string, window: Window, options: CallOptions = {}): Promise<BookedItem> {
    const { blocks = isBusy } = options
    return this.withDeadline(options, (deadline) =>
      protocol.book(
        {
          key,
          ...window,
          fingerprint: window.start.toISOString(),
          details: digestsOf({ title: 'x', times: { ...window, allDay: false } }),
          hold: { subject: 'x' },
          blocks,
          onConfirmation: [
            {
              setItemField: {
                fieldURI: { fieldURI: 'calendar:LegacyFreeBusyStatus' },
                calendarItem: { legacyFreeBusyStatus: 'Busy' },
              },
            },
          ],
          notification: 'SendToNone',
        },
        deadline,
      ),
    )
  }

  move(id: string, window: Window, options: CallOptions = {}): Promise<BookedItem> {
    return this.update(id, window, options)
  }

  update(
    id: string,
    changes: AppointmentChanges,
    {
      mishaps,
      key = 'm',
      notify = 'all',
      ...options
    }: CallOptions & { readonly key?: string; readonly notify?: Notify } = {},
  ): Promise<BookedItem> {
    const { blocks = isBusy } = options
    const client = this.exchange.watchClient(() => 'none')
    const context = { client, zone: UTC, blocks }
    const change = changeOf({ itemId: id, key }, changes, { notify, isUnguarded: false }, context)
    return this.withDeadline(options, (deadline) => this.protocol(mishaps, options.calendar).alter(change, deadline))
  }

  adopt(id: string, key: string, { mishaps, ...options }: CallOptions = {}): Promise<BookedItem> {
    const { blocks = isBusy } = options
    const adoption = adoptionOf(id, key, this.runtime.randomUUID(), { blocks })
    return this.withDeadline(options, (deadline) => this.protocol(mishaps, options.calendar).alter(adoption, deadline))
  }

  cancel(
    id: string,
    { mishaps, notify = 'all', ...options }: CallOptions & { readonly notify?: Notify } = {},
  ): Promise<void> {
    const items = this.items(mishaps)
    const cancellation = { notify, message: undefined }
    return this.withDeadline(options, (deadline) => cancelBooking({ itemId: id }, cancellation, items, deadline))
  }

  /** Somebody makes an appointment that shows as free, changes it twice, and deletes it, or is called away before. */
  async useOutlook(window: Window, { mishaps = [], calendar }: CallOptions): Promise<void> {
    const mishap = next(mishaps)
    let id = ''
    const later = { start: new Date(window.start.getTime() + 60_000), end: new Date(window.end.getTime() + 60_000) }
    const steps = [
      () => {
        const parentFolderId = { id: calendar ?? DEFAULT_CALENDAR }
        id = this.exchange.add({ ...window, legacyFreeBusyStatus: 'Free', parentFolderId })
      },
      () => this.exchange.edit(id, { location: 'here' }),
      () => this.exchange.edit(id, later),
      () => this.exchange.delete(id),
    ]
    for (const step of steps) {
      await this.runtime.sleep(20_000)
      if (mishap('Outlook') === 'crash before') return
      await this.#steps.schedule(Promise.resolve(), 'Outlook')
      step()
    }
  }

  /** Somebody copies an appointment in Outlook, and puts the copy elsewhere. */
  async copy(id: string, window: Window): Promise<void> {
    await this.runtime.sleep(5_000)
    await this.#steps.schedule(Promise.resolve(), 'Outlook')
    const item = this.exchange.items.find(({ itemId }) => itemId?.id === id)
    if (item !== undefined) this.exchange.add({ ...item, ...window })
  }

  /** The server forgets what it can forget. */
  async restart(): Promise<void> {
    await this.runtime.sleep(30_000)
    await this.#steps.schedule(Promise.resolve(), 'restart')
    this.exchange.restart()
  }

  /** Removes everything that is stale a minute from now. */
  removeStale({ mishaps, ...options }: CallOptions = {}): Promise<void> {
    return this.withDeadline(options, (deadline) =>
      this.protocol(mishaps, options.calendar).removeStale(
        { start: at(0), end: at(23) },
        () => new Date(this.runtime.now() + 61_000),
        deadline,
      ),
    )
  }

  async withDeadline<Result>(
    { deadlineMs = DEADLINE_MS, signal }: CallOptions,
    step: (deadline: CallDeadline) => Promise<Result>,
  ): Promise<Result> {
    const deadline = new CallDeadline(this.runtime, deadlineMs, signal)
    try {
      return await step(deadline)
    } finally {
      deadline.end()
    }
  }

  /** Adds an item as `book` makes it. */
  add(key: string, state: BookingState, window: Window, attempt = 'other'): string {
    const extendedProperty = bookingProperties({ key, attempt, state, fingerprint: window.start.toISOString() })
    const legacyFreeBusyStatus = state === 'confirmed' ? 'Busy' : 'Tentative'
    return this.exchange.add({ subject: 'x', ...window, legacyFreeBusyStatus, extendedProperty })
  }

  /** Changes our properties of an item, as another process does. */
  mark(id: string, mark: Partial<BookingMark>): void {
    this.exchange.edit(id, { extendedProperty: bookingProperties(mark) })
  }

  /** Runs until nothing can happen any more. A call without outcome has died. */
  async outcomes<Result>(calls: readonly Promise<Result>[]): Promise<Outcome<Result>[]> {
    const outcomes: Outcome<Result>[] = calls.map(() => ({ died: true }))
    calls.forEach((call, index) => {
      call.then(
        (booked) => {
          outcomes[index] = { booked }
        },
        (error: unknown) => {
          outcomes[index] = { error }
        },
      )
    })
    for (;;) {
      // All that can happen without a step or a timer happens first.
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#steps.count() > 0) await this.#steps.waitOne()
      else if (!this.runtime.advance()) return outcomes
    }
  }

  async outcome<Result>(call: Promise<Result>): Promise<Outcome<Result>> {
    const [outcome = { died: true }] = await this.outcomes([call])
    return outcome
  }

  get confirmed(): CalendarItem[] {
    return this.exchange.items.filter(isConfirmed)
  }

  /** All holds, including void ones. */
  get holds(): CalendarItem[] {
    return this.exchange.items.filter((item) => !isConfirmed(item) && bookingMark(item) !== undefined)
  }
}
