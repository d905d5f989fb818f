import {
  type CalendarEvent,
  type CalendarItem,
  EwsConnectionError,
  EwsResponseError,
  EwsThrottledError,
  type FindItemRequest,
  type ResponseCode,
} from 'ews-booking'
import type { Scheduler } from 'fast-check'
import type { Window } from '../../../src/booking/calendar/window'
import { bookingMark } from '../../../src/booking/hold-and-confirm/booking-property'
import type { BookingClient, Notification, Updates } from '../../../src/booking/hold-and-confirm/calendar-items'
import type { Runtime } from '../../../src/booking/hold-and-confirm/runtime'
import type { WatchClient } from '../../../src/booking/watch/watch'
import { type Stream, VirtualChanges } from './virtual-changes'

/** A mishap of a request, or of the process that makes it. */
export const BREAKDOWNS = [
  'request lost',
  'answer lost',
  'carried out late',
  'refused as busy',
  'crash before',
  'crash after',
  'freeze before',
  'freeze after',
] as const

/** An action in Outlook on the newest hold just before a request is carried out, or the number of changes that FindItem lags behind. */
export const MEDDLING = [
  'somebody edits',
  'somebody moves',
  'somebody copies',
  'somebody deletes',
  'old view',
  'older view',
] as const

/** A function is called before the request is carried out. */
export type Mishap = 'none' | (typeof BREAKDOWNS)[number] | (typeof MEDDLING)[number] | (() => void)

/** Decides when each step is taken. */
export type Steps = Pick<Scheduler, 'schedule' | 'count' | 'waitOne'>

/** Longer than a hold lives. */
const FREEZE_MS = 75_000

/** A clock that advances when there is nothing else to do. */
export class VirtualRuntime implements Runtime {
  #now = Date.UTC(2026, 11, 1)
  #state: number
  readonly #timers = new Set<{ readonly at: number; readonly ring: () => void }>()

  constructor(seed: number) {
    this.#state = seed
  }

  now(): number {
    return this.#now
  }

  random(): number {
    return 0.5
  }

  /** The seed decides the order. */
  randomUUID(): string {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return `${this.#state}`.padStart(10, '0')
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const stop = () => {
        this.#timers.delete(timer)
        reject(signal?.reason)
      }
      const timer = {
        at: this.#now + milliseconds,
        ring: () => {
          signal?.removeEventListener('abort', stop)
          resolve()
        },
      }
      this.#timers.add(timer)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }

  /** @returns false if nobody waits for a later time */
  advance(): boolean {
    const [next] = [...this.#timers].sort((first, second) => first.at - second.at)
    if (next === undefined) return false
    this.#timers.delete(next)
    this.#now = Math.max(this.#now, next.at)
    next.ring()
    return true
  }
}

interface Stored {
  item: CalendarItem
  version: number
}

/** The id by which requests name the default calendar. */
export const DEFAULT_CALENDAR = 'default'

/** The calendar that a request names. */
const calendarOf = (folder: { readonly folderId?: { readonly id: string } | undefined } | undefined): string =>
  folder?.folderId?.id ?? DEFAULT_CALENDAR

const isIn =
  (calendar: string) =>
  ({ parentFolderId }: CalendarItem): boolean =>
    (parentFolderId?.id ?? DEFAULT_CALENDAR) === calendar

const NO_ERROR = { responseClass: 'Success', responseCode: 'NoError' } as const

const lost = (operation: string, safe: boolean) =>
  new EwsConnectionError({ message: `${operation} failed: lost`, hint: '.', operation, retryable: safe })

const busy = (operation: string) =>
  new EwsThrottledError({
    message: `${operation} failed: busy`,
    hint: '.',
    operation,
    retryable: true,
    backOffMs: 3000,
  })

function refusal(operation: string, responseCode: ResponseCode) {
  const error = new EwsResponseError({
    message: `${operation} failed: ${responseCode}`,
    hint: '.',
    operation,
    responseCode,
    messageText: '',
    messageXml: {},
  })
  return { responseClass: 'Error', responseCode, error } as const
}

/** How a server differs from Exchange although it reports success. */
export interface ServerVariant {
  /** Whether calendar views contain our extended properties. */
  readonly marksInViews?: boolean
  /** Whether an update that names an old ChangeKey is refused. */
  readonly refusesOldChangeKeys?: boolean
  /** Whether UpdateItem sets free/busy status and reminder: by their fields, only by their MAPI properties, or not at all. */
  readonly setsStatus?: 'by field' | 'by MAPI property' | 'never'
  /** Whether UpdateItem changes the times of an item. */
  readonly setsTimes?: boolean
  /** Whether calendar views contain the occurrences of a series, or only its master at the time of the first one. */
  readonly expandsViews?: boolean
}

/** A series, by the times of its occurrences. */
interface Series {
  readonly id: string
  readonly occurrences: readonly Window[]
}

/** The mailbox. All others are free. */
export const MAILBOX = 'dr.meier@example.com'

/** One mailbox in which each request is one atomic step. The scheduler decides when it is carried out, and whether it is answered. */
export class VirtualExchange {
  readonly #scheduler: Steps
  readonly #runtime: VirtualRuntime
  readonly #stored = new Map<string, Stored>()
  readonly #variant: Required<ServerVariant>
  readonly #series: Series[] = []
  #created = 0
  /** The subjects that updates have set whose guests were told. */
  readonly told: string[] = []
  /** Every version of every item so far. */
  readonly history: CalendarItem[] = []
  /** The items before each change. */
  readonly #before: CalendarItem[][] = []
  readonly #changes = new VirtualChanges()
  /** By the ids of appointments, the rooms that have heard that they take place there, and when. */
  readonly #rooms = new Map<string, ReadonlyMap<string, string>>()

  constructor(scheduler: Steps, runtime: VirtualRuntime, variant: ServerVariant = {}) {
    this.#scheduler = scheduler
    this.#runtime = runtime
    const exchange = {
      marksInViews: true,
      refusesOldChangeKeys: true,
      setsStatus: 'by field',
      setsTimes: true,
      expandsViews: true,
    } as const
    this.#variant = { ...exchange, ...variant }
  }

  get items(): CalendarItem[] {
    return [...this.#stored].map(([id, stored]) => this.#shown(id, stored))
  }

  /** Adds a busy series. */
  addSeries(...occurrences: readonly Window[]): void {
    this.#series.push({ id: `series ${this.#series.length}`, occurrences })
  }

  /** @returns its id */
  add(item: CalendarItem): string {
    return this.#create(item).id
  }

  /** @param mishap what happens to each request, in turn */
  client(mishap: (operation: string) => Mishap): BookingClient {
    const exchange = <Result>(
      operation: string,
      safe: boolean,
      signal: AbortSignal | undefined,
      effect: (items: readonly CalendarItem[]) => Result,
    ) => this.#exchange(operation, safe, signal, effect, mishap(operation))
    return {
      findItem: ({ calendarView, restriction, parentFolderIds: [folder] }, { signal } = {}) =>
        exchange('FindItem', true, signal, (items) => ({
          responseMessages: [
            {
              responseClass: 'Success',
              responseCode: 'NoError',
              rootFolder: {
                includesLastItemInRange: true,
                items:
                  calendarView === undefined
                    ? this.#matching(items.filter(isIn(calendarOf(folder))), restriction)
                    : this.#inView(items, calendarView.startDate, calendarView.endDate, calendarOf(folder)),
              },
            },
          ],
        })),
      getItem: ({ itemIds }, { signal } = {}) =>
        exchange('GetItem', true, signal, () => ({
          responseMessages: itemIds.map(({ itemId }) => {
            const item = this.#item(itemId?.id ?? '')
            return item === undefined
              ? refusal('GetItem', 'ErrorItemNotFound')
              : { responseClass: 'Success', responseCode: 'NoError', items: [item] }
          }),
        })),
      createItem: ({ items, savedItemFolderId }, { signal } = {}) =>
        exchange('CreateItem', false, signal, () => ({
          responseMessages: items.map(({ calendarItem }) => ({
            responseClass: 'Success',
            responseCode: 'NoError',
            items: [
              { itemId: this.#create({ ...calendarItem, parentFolderId: { id: calendarOf(savedItemFolderId) } }) },
            ],
          })),
        })),
      updateItem: ({ itemChanges, conflictResolution, ...request }, { signal } = {}) =>
        exchange('UpdateItem', false, signal, () => {
          if (conflictResolution !== 'NeverOverwrite') throw new TypeError('An unconditional change')
          const responseMessages = itemChanges.map((change) => this.#update(change))
          this.#tell(itemChanges, responseMessages, request.sendMeetingInvitationsOrCancellations)
          return { responseMessages }
        }),
      getUserAvailability: ({ mailboxDataArray }, { signal } = {}) =>
        exchange('GetUserAvailability', true, signal, (items) => ({
          freeBusyResponseArray: mailboxDataArray.map(({ email }) => ({
            responseMessage: { responseClass: 'Success', responseCode: 'NoError' },
            freeBusyView: {
              freeBusyViewType: ['FreeBusy'],
              calendarEventArray:
                email.address === MAILBOX ? this.#busyTimes(items.filter(isIn(DEFAULT_CALENDAR))) : [],
            },
          })),
        })),
      deleteItem: ({ itemIds, sendMeetingCancellations }, { signal } = {}) =>
        exchange('DeleteItem', false, signal, () => ({
          responseMessages: itemIds.map(({ itemId }) =>
            this.#cancel(itemId?.id ?? '', sendMeetingCancellations !== 'SendToNone')
              ? { responseClass: 'Success', responseCode: 'NoError' }
              : refusal('DeleteItem', 'ErrorItemNotFound'),
          ),
        })),
    }
  }

  /** The client of a process that watches calendars. */
  watchClient(mishap: (operation: string) => Mishap): WatchClient & BookingClient {
    const answered = <Result>(operation: string, signal: AbortSignal | undefined, effect: () => Result) =>
      this.#exchange(operation, true, signal, effect, mishap(operation))
    return {
      ...this.client(mishap),
      account: {},
      maxConnections: 2,
      syncFolderItems: ({ syncFolderId, syncState }, { signal } = {}) =>
        answered('SyncFolderItems', signal, () => {
          const found = this.#changes.since(calendarOf(syncFolderId), syncState)
          if (found === undefined) {
            return { responseMessages: [refusal('SyncFolderItems', 'ErrorInvalidSyncStateData')] }
          }
          const changes = Array.from({ length: found.count }, () => ({ delete: { itemId: { id: 'x' } } }))
          return { responseMessages: [{ ...NO_ERROR, syncState: found.state, includesLastItemInRange: true, changes }] }
        }),
      subscribe: ({ streamingSubscriptionRequest }, { signal } = {}) =>
        answered('Subscribe', signal, () => {
          const subscriptionId = this.#changes.subscribe(calendarOf(streamingSubscriptionRequest?.folderIds?.[0]))
          return { responseMessages: [{ ...NO_ERROR, subscriptionId }] }
        }),
      unsubscribe: ({ subscriptionId }, { signal } = {}) =>
        answered('Unsubscribe', signal, () => {
          this.#changes.unsubscribe(subscriptionId)
          return { responseMessages: [NO_ERROR] }
        }),
      getStreamingEvents: ({ subscriptionIds, connectionTimeout }, { signal = new AbortController().signal } = {}) =>
        this.#stream(subscriptionIds, connectionTimeout * 60_000, signal, mishap),
    }
  }

  async *#stream(ids: readonly string[], lifeMs: number, signal: AbortSignal, mishap: (operation: string) => Mishap) {
    const operation = 'GetStreamingEvents'
    const stream = await this.#exchange(operation, true, signal, () => this.#changes.open(ids), mishap(operation))
    try {
      const errorSubscriptionIds = ids.filter((id) => !this.#changes.isKnown(id))
      if (errorSubscriptionIds.length > 0) {
        yield { responseMessages: [{ ...refusal(operation, 'ErrorSubscriptionNotFound'), errorSubscriptionIds }] }
        return
      }
      yield { responseMessages: [{ ...NO_ERROR, connectionStatus: 'OK' as const }] }
      const closesAt = this.#runtime.now() + lifeMs
      while (await stream.bell.rest(this.#runtime, Math.max(closesAt - this.#runtime.now(), 0), signal)) {
        const notifications = await this.#notifications(stream, signal, mishap('Notification'))
        if (notifications.length > 0) yield { responseMessages: [{ ...NO_ERROR, notifications }] }
      }
      yield { responseMessages: [{ ...NO_ERROR, connectionStatus: 'Closed' as const }] }
    } finally {
      this.#changes.close(stream)
    }
  }

  /** What a stream tells next: the mishap may lose it, or cut the connection. */
  async #notifications(stream: Stream, signal: AbortSignal, mishap: Mishap) {
    const ids = [...stream.news]
    stream.news.clear()
    if (mishap === 'crash before') return new Promise<never>(() => undefined)
    if (mishap === 'freeze before' || mishap === 'freeze after') await this.#runtime.sleep(FREEZE_MS, signal)
    await this.#scheduler.schedule(Promise.resolve(), 'Notification')
    signal.throwIfAborted()
    if (stream.isCut || mishap === 'answer lost') throw lost('GetStreamingEvents', true)
    return mishap === 'request lost' ? [] : ids.map((subscriptionId) => ({ subscriptionId, events: [] }))
  }

  /** Forgets all subscriptions and states, and cuts all streams. */
  restart(): void {
    this.#changes.restart()
  }

  async #exchange<Result>(
    operation: string,
    safe: boolean,
    signal: AbortSignal | undefined,
    effect: (items: readonly CalendarItem[]) => Result,
    mishap: Mishap,
  ): Promise<Result> {
    if (mishap === 'crash before') return new Promise(() => undefined)
    if (mishap === 'freeze before') await this.#runtime.sleep(FREEZE_MS)
    await this.#scheduler.schedule(Promise.resolve(), operation)
    if (mishap === 'request lost') throw lost(operation, safe)
    if (mishap === 'refused as busy') throw busy(operation)
    if (mishap === 'carried out late') {
      this.#runtime.sleep(FREEZE_MS / 5).then(() => effect(this.items))
      throw lost(operation, safe)
    }
    signal?.throwIfAborted()
    this.#meddle(mishap)
    const result = effect(this.#shownAfter(mishap))
    await this.#scheduler.schedule(Promise.resolve(), `${operation} answered`)
    if (mishap === 'crash after') return new Promise(() => undefined)
    if (mishap === 'freeze after') await this.#runtime.sleep(FREEZE_MS)
    if (mishap === 'answer lost') throw lost(operation, safe)
    signal?.throwIfAborted()
    return result
  }

  #shownAfter(mishap: Mishap): readonly CalendarItem[] {
    if (mishap === 'old view') return this.#before.at(-1) ?? []
    return mishap === 'older view' ? (this.#before.at(-2) ?? []) : this.items
  }

  /** Does something to the newest hold. The hold of a move is neither moved nor deleted: that is the documented limit. */
  #meddle(mishap: Mishap): void {
    if (typeof mishap === 'function') mishap()
    const hold = this.items.findLast((item) => bookingMark(item)?.state === 'hold')
    const { itemId, start, end } = hold ?? {}
    if (hold === undefined || itemId === undefined || start === undefined || end === undefined) return
    const isMove = hold.subject === undefined
    const later = (time: Date) => new Date(time.getTime() + 30 * 60_000)
    if (mishap === 'somebody edits') this.edit(itemId.id, { location: 'here' })
    if (mishap === 'somebody copies') this.add({ ...hold, location: 'copy' })
    if (mishap === 'somebody moves' && !isMove) this.edit(itemId.id, { start: later(start), end: later(end) })
    if (mishap === 'somebody deletes' && !isMove) this.delete(itemId.id)
  }

  #shown(id: string, { item, version }: Stored): CalendarItem {
    return { ...item, itemId: { id, changeKey: `${version}` } }
  }

  #inView(items: readonly CalendarItem[], start: Date, end: Date, calendar: string): CalendarItem[] {
    const series = calendar === DEFAULT_CALENDAR ? this.#seriesInViews : []
    const single = items.filter(isIn(calendar)).map((item) => ({ ...item, calendarItemType: 'Single' as const }))
    return [...single, ...series]
      .filter((item) => item.start !== undefined && item.end !== undefined && item.start < end && item.end > start)
      .sort((first, second) => Number(first.start) - Number(second.start))
      .map((item) => (this.#variant.marksInViews ? item : { ...item, extendedProperty: undefined }))
  }

  get #seriesInViews(): CalendarItem[] {
    return this.#variant.expandsViews
      ? this.#series.flatMap(({ id, occurrences }) =>
          occurrences.map((times, index) => seriesItem(`${id} ${index}`, 'Occurrence', times)),
        )
      : this.#masters
  }

  /** An item, an occurrence of a series, or its master. */
  #item(id: string): CalendarItem | undefined {
    const stored = this.#stored.get(id)
    if (stored !== undefined) return this.#shown(id, stored)
    return [...this.#seriesInViews, ...this.#masters].find(({ itemId }) => itemId?.id === id)
  }

  get #masters(): CalendarItem[] {
    return this.#series.flatMap(({ id, occurrences: [first] }) =>
      first === undefined ? [] : [seriesItem(id, 'RecurringMaster', first)],
    )
  }

  /** Understands the searches for a key, and for a key or series. */
  #matching(items: readonly CalendarItem[], restriction: FindItemRequest['restriction']): CalendarItem[] {
    const [ofKey = restriction] = restriction?.or ?? []
    const key = ofKey?.isEqualTo?.fieldURIOrConstant?.constant?.value ?? ''
    return [...withKey(items, key), ...(restriction?.or === undefined ? [] : this.#masters)]
  }

  #busyTimes(items: readonly CalendarItem[]): CalendarEvent[] {
    const times = [...items, ...this.#series.flatMap(({ occurrences }) => occurrences)]
    return times.map(({ start = new Date(0), end = new Date(0), ...item }) => ({
      startTime: start,
      endTime: end,
      busyType: 'legacyFreeBusyStatus' in item ? (item.legacyFreeBusyStatus ?? 'NoData') : 'Busy',
    }))
  }

  #changing(): void {
    this.#before.push(this.items)
  }

  delete(id: string): boolean {
    this.#changing()
    const { item } = this.#stored.get(id) ?? {}
    if (item !== undefined) this.#changed(item)
    return this.#stored.delete(id)
  }

  edit(id: string, change: CalendarItem): void {
    const stored = this.#stored.get(id)
    if (stored !== undefined) this.#change(id, stored, change)
  }

  #change(id: string, stored: Stored, ...changes: readonly CalendarItem[]): void {
    this.#changing()
    stored.item = changes.reduce(changed, stored.item)
    stored.version += 1
    this.#changed(stored.item)
    this.history.push(this.#shown(id, stored))
  }

  #changed({ parentFolderId }: CalendarItem): void {
    this.#changes.record(parentFolderId?.id ?? DEFAULT_CALENDAR)
  }

  #create(item: CalendarItem) {
    this.#created += 1
    // Ids have no order and differ only in case.
    const id = this.#created % 2 === 0 ? `a${this.#created}` : `A${this.#created + 1}`
    const dateTimeCreated = new Date(Math.floor(this.#runtime.now() / 1000) * 1000)
    const stored = { item: { ...item, dateTimeCreated, uid: `uid ${this.#created}` }, version: 1 }
    this.#changing()
    this.#stored.set(id, stored)
    this.#changed(stored.item)
    this.history.push(this.#shown(id, stored))
    return { id, changeKey: '1' }
  }

  /** The part of a change that the server carries out. */
  #taken(change: CalendarItem): CalendarItem {
    const { legacyFreeBusyStatus, reminderIsSet, reminderMinutesBeforeStart, ...others } = change
    if (!this.#variant.setsTimes && (change.start ?? change.end) !== undefined) return {}
    if (this.#variant.setsStatus === 'by field') return change
    const status = change.extendedProperty?.find(
      ({ extendedFieldURI }) => extendedFieldURI.propertyId === STATUS_PROPERTY,
    )
    if (status === undefined) return others
    if (this.#variant.setsStatus === 'never') return {}
    return { legacyFreeBusyStatus: MAPI_STATUS[Number(status.value)] }
  }

  #tell(
    changes: ItemChanges,
    messages: readonly { readonly responseClass: string }[],
    notification: Notification,
  ): void {
    if (notification === 'SendToNone') return
    changes.forEach(({ itemId, updates }, index) => {
      if (messages[index]?.responseClass !== 'Success') return
      this.#tellRooms(itemId?.id ?? '', notification === 'SendToChangedAndSaveCopy')
      this.told.push(...updates.flatMap(({ setItemField }) => setItemField?.calendarItem.subject ?? []))
    })
  }

  /** Servers don't agree: if all are told, a removed room may not hear of it, and if only those whom it concerns, the others may not. */
  #tellRooms(id: string, concernsGuestsAlone: boolean): void {
    const known = this.#rooms.get(id) ?? new Map()
    const invited = this.#roomsOf(id)
    const stale = concernsGuestsAlone ? [...known].filter(([room]) => invited.has(room)) : known
    this.#rooms.set(id, new Map(concernsGuestsAlone ? [...invited, ...stale] : [...stale, ...invited]))
  }

  /** The rooms of an appointment, and its times. */
  #roomsOf(id: string): ReadonlyMap<string, string> {
    const { resources = [], start, end } = this.#stored.get(id)?.item ?? {}
    return new Map(resources.map(({ mailbox: { emailAddress = '' } }) => [emailAddress, `${start} to ${end}`]))
  }

  #cancel(id: string, isTold: boolean): boolean {
    if (isTold) this.#rooms.delete(id)
    return this.delete(id)
  }

  /** The rooms that keep a time for an appointment that isn't there at that time, or not in them. */
  get blockedRooms(): string[] {
    return [...this.#rooms].flatMap(([id, rooms]) =>
      [...rooms].flatMap(([room, times]) => (this.#roomsOf(id).get(room) === times ? [] : [room])),
    )
  }

  #update({ itemId, updates }: ItemChanges[number]) {
    const id = itemId?.id ?? ''
    const stored = this.#stored.get(id)
    if (stored === undefined) return refusal('UpdateItem', 'ErrorItemNotFound')
    const isOld = itemId?.changeKey !== `${stored.version}`
    if (isOld && this.#variant.refusesOldChangeKeys) return refusal('UpdateItem', 'ErrorIrresolvableConflict')
    this.#change(id, stored, ...updates.map((update) => this.#taken(changeBy(update))))
    const items = [{ itemId: { id, changeKey: `${stored.version}` } }]
    return { responseClass: 'Success', responseCode: 'NoError', items } as const
  }
}

type ItemChanges = Parameters<BookingClient['updateItem']>[0]['itemChanges']

/** A deleted field is undefined from then on. */
function changeBy({ setItemField, deleteItemField }: Updates[number]): CalendarItem {
  const [, name = ''] = deleteItemField?.fieldURI?.fieldURI.split(':') ?? []
  if (setItemField !== undefined) return setItemField.calendarItem
  return { [`${name.charAt(0).toLowerCase()}${name.slice(1)}`]: undefined }
}

const STATUS_PROPERTY = 0x8205
const MAPI_STATUS = ['Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere'] as const

const seriesItem = (id: string, calendarItemType: CalendarItem['calendarItemType'], { start, end }: Window) => ({
  itemId: { id, changeKey: '1' },
  calendarItemType,
  start,
  end,
  legacyFreeBusyStatus: 'Busy' as const,
})

function changed(item: CalendarItem, { extendedProperty = [], ...fields }: CalendarItem): CalendarItem {
  const names = new Set(extendedProperty.map(({ extendedFieldURI }) => extendedFieldURI.propertyName))
  const kept = (item.extendedProperty ?? []).filter(({ extendedFieldURI }) => !names.has(extendedFieldURI.propertyName))
  return { ...item, ...fields, extendedProperty: [...kept, ...extendedProperty] }
}

const withKey = (items: readonly CalendarItem[], key: string): CalendarItem[] =>
  items.filter((item) => bookingMark(item)?.key.toLowerCase() === key.toLowerCase())
