import {
  type CalendarItem,
  EwsConnectionError,
  EwsResponseError,
  EwsThrottledError,
  type ResponseCode,
} from 'ews-booking'
import type { Scheduler } from 'fast-check'
import { bookingMark } from '../../../src/booking/hold-and-confirm/booking-property'
import type { BookingClient } from '../../../src/booking/hold-and-confirm/calendar-items'
import type { Runtime } from '../../../src/booking/hold-and-confirm/runtime'

/** What happens to a request, or to the process that makes it. */
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

/** What somebody does in Outlook to the newest hold, just before a request is carried out; or FindItem shows what was there one or two changes ago. */
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

/** Says when each step is taken. */
export type Steps = Pick<Scheduler, 'schedule' | 'count' | 'waitOne'>

/** Longer than a hold lives. */
const FREEZE_MS = 75_000

/** Time that goes on when nothing else is to be done. */
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

  /** In an order that the seed decides. */
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

  /** @returns false where nobody waits for a later time */
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

/** One calendar, in which each request is one atomic step, as in Exchange; when, and whether anybody hears of it, is the scheduler's. */
export class VirtualExchange {
  readonly #scheduler: Steps
  readonly #runtime: VirtualRuntime
  readonly #stored = new Map<string, Stored>()
  readonly #marksInViews: boolean
  #created = 0
  /** Every version of every item that there ever was. */
  readonly history: CalendarItem[] = []
  /** What was there before each change. */
  readonly #before: CalendarItem[][] = []

  constructor(scheduler: Steps, runtime: VirtualRuntime, { marksInViews = true } = {}) {
    this.#scheduler = scheduler
    this.#runtime = runtime
    this.#marksInViews = marksInViews
  }

  get items(): CalendarItem[] {
    return [...this.#stored].map(([id, stored]) => this.#shown(id, stored))
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
      findItem: ({ calendarView, restriction }, { signal } = {}) =>
        exchange('FindItem', true, signal, (items) => ({
          responseMessages: [
            {
              responseClass: 'Success',
              responseCode: 'NoError',
              rootFolder: {
                includesLastItemInRange: true,
                items:
                  calendarView === undefined
                    ? withKey(items, restriction?.isEqualTo?.fieldURIOrConstant?.constant?.value ?? '')
                    : this.#inView(items, calendarView.startDate, calendarView.endDate),
              },
            },
          ],
        })),
      getItem: ({ itemIds }, { signal } = {}) =>
        exchange('GetItem', true, signal, () => ({
          responseMessages: itemIds.map(({ itemId }) => {
            const stored = this.#stored.get(itemId?.id ?? '')
            return stored === undefined
              ? refusal('GetItem', 'ErrorItemNotFound')
              : { responseClass: 'Success', responseCode: 'NoError', items: [this.#shown(itemId?.id ?? '', stored)] }
          }),
        })),
      createItem: ({ items }, { signal } = {}) =>
        exchange('CreateItem', false, signal, () => ({
          responseMessages: items.map(({ calendarItem }) => ({
            responseClass: 'Success',
            responseCode: 'NoError',
            items: [{ itemId: this.#create(calendarItem ?? {}) }],
          })),
        })),
      updateItem: ({ itemChanges, conflictResolution }, { signal } = {}) =>
        exchange('UpdateItem', false, signal, () => {
          if (conflictResolution !== 'NeverOverwrite') throw new TypeError('An unconditional change')
          return { responseMessages: itemChanges.map((change) => this.#update(change)) }
        }),
      deleteItem: ({ itemIds }, { signal } = {}) =>
        exchange('DeleteItem', false, signal, () => ({
          responseMessages: itemIds.map(({ itemId }) =>
            this.delete(itemId?.id ?? '')
              ? { responseClass: 'Success', responseCode: 'NoError' }
              : refusal('DeleteItem', 'ErrorItemNotFound'),
          ),
        })),
    }
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

  /** What somebody does to the newest hold; that of a booking which is being moved is left where it is. */
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

  #inView(items: readonly CalendarItem[], start: Date, end: Date): CalendarItem[] {
    return items
      .filter((item) => item.start !== undefined && item.end !== undefined && item.start < end && item.end > start)
      .sort((first, second) => Number(first.start) - Number(second.start))
      .map((item) => (this.#marksInViews ? item : { ...item, extendedProperty: undefined }))
  }

  #changing(): void {
    this.#before.push(this.items)
  }

  delete(id: string): boolean {
    this.#changing()
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
    this.history.push(this.#shown(id, stored))
  }

  #create(item: CalendarItem) {
    this.#created += 1
    // Ids are in no order, and differ in case alone.
    const id = this.#created % 2 === 0 ? `a${this.#created}` : `A${this.#created + 1}`
    const dateTimeCreated = new Date(Math.floor(this.#runtime.now() / 1000) * 1000)
    const stored = { item: { ...item, dateTimeCreated }, version: 1 }
    this.#changing()
    this.#stored.set(id, stored)
    this.history.push(this.#shown(id, stored))
    return { id, changeKey: '1' }
  }

  #update({ itemId, updates }: Parameters<BookingClient['updateItem']>[0]['itemChanges'][number]) {
    const id = itemId?.id ?? ''
    const stored = this.#stored.get(id)
    if (stored === undefined) return refusal('UpdateItem', 'ErrorItemNotFound')
    if (itemId?.changeKey !== `${stored.version}`) return refusal('UpdateItem', 'ErrorIrresolvableConflict')
    this.#change(id, stored, ...updates.map(({ setItemField }) => setItemField?.calendarItem ?? {}))
    const items = [{ itemId: { id, changeKey: `${stored.version}` } }]
    return { responseClass: 'Success', responseCode: 'NoError', items } as const
  }
}

function changed(item: CalendarItem, { extendedProperty = [], ...fields }: CalendarItem): CalendarItem {
  const names = new Set(extendedProperty.map(({ extendedFieldURI }) => extendedFieldURI.propertyName))
  const kept = (item.extendedProperty ?? []).filter(({ extendedFieldURI }) => !names.has(extendedFieldURI.propertyName))
  return { ...item, ...fields, extendedProperty: [...kept, ...extendedProperty] }
}

const withKey = (items: readonly CalendarItem[], key: string): CalendarItem[] =>
  items.filter((item) => bookingMark(item)?.key.toLowerCase() === key.toLowerCase())
