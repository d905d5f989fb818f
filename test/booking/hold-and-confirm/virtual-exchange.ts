import { type CalendarItem, EwsConnectionError, EwsResponseError, type ResponseCode } from 'ews-booking'
import type { Scheduler } from 'fast-check'
import type { BookingClient } from '../../../src/booking/hold-and-confirm/calendar-items'
import type { Runtime } from '../../../src/booking/hold-and-confirm/runtime'

/** What happens to a request, or to the process that makes it. */
export type Mishap =
  | 'none'
  | 'request lost'
  | 'answer lost'
  | 'carried out late'
  | 'crash before'
  | 'crash after'
  | 'freeze before'
  | 'freeze after'

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

const LOST = (operation: string, safe: boolean) =>
  new EwsConnectionError({ message: `${operation} failed: lost`, hint: '.', operation, retryable: safe })

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
  readonly #scheduler: Scheduler
  readonly #runtime: VirtualRuntime
  readonly #stored = new Map<string, Stored>()
  readonly #marksInViews: boolean
  #created = 0
  /** Every version of every item that there ever was. */
  readonly history: CalendarItem[] = []

  constructor(scheduler: Scheduler, runtime: VirtualRuntime, { marksInViews = true } = {}) {
    this.#scheduler = scheduler
    this.#runtime = runtime
    this.#marksInViews = marksInViews
  }

  get items(): CalendarItem[] {
    return [...this.#stored].map(([id, stored]) => this.#shown(id, stored))
  }

  add(item: CalendarItem): void {
    this.#create(item)
  }

  /** @param mishap what happens to each request, in turn */
  client(mishap: () => Mishap): BookingClient {
    const exchange = <Result>(
      operation: string,
      safe: boolean,
      signal: AbortSignal | undefined,
      effect: () => Result,
    ) => this.#exchange(operation, safe, signal, effect, mishap())
    return {
      findItem: ({ calendarView, restriction }, { signal } = {}) =>
        exchange('FindItem', true, signal, () => ({
          responseMessages: [
            {
              responseClass: 'Success',
              responseCode: 'NoError',
              rootFolder: {
                includesLastItemInRange: true,
                items:
                  calendarView === undefined
                    ? this.#withKey(restriction?.isEqualTo?.fieldURIOrConstant?.constant?.value ?? '')
                    : this.#inView(calendarView.startDate, calendarView.endDate),
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
            this.#stored.delete(itemId?.id ?? '')
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
    effect: () => Result,
    mishap: Mishap,
  ): Promise<Result> {
    if (mishap === 'crash before') return new Promise(() => undefined)
    if (mishap === 'freeze before') await this.#runtime.sleep(FREEZE_MS)
    await this.#scheduler.schedule(Promise.resolve(), operation)
    if (mishap === 'request lost') throw LOST(operation, safe)
    if (mishap === 'carried out late') {
      this.#runtime.sleep(FREEZE_MS / 5).then(effect)
      throw LOST(operation, safe)
    }
    signal?.throwIfAborted()
    const result = effect()
    await this.#scheduler.schedule(Promise.resolve(), `${operation} answered`)
    if (mishap === 'crash after') return new Promise(() => undefined)
    if (mishap === 'freeze after') await this.#runtime.sleep(FREEZE_MS)
    if (mishap === 'answer lost') throw LOST(operation, safe)
    signal?.throwIfAborted()
    return result
  }

  #shown(id: string, { item, version }: Stored): CalendarItem {
    return { ...item, itemId: { id, changeKey: `${version}` } }
  }

  #inView(start: Date, end: Date): CalendarItem[] {
    return this.items
      .filter((item) => item.start !== undefined && item.end !== undefined && item.start < end && item.end > start)
      .map((item) => (this.#marksInViews ? item : { ...item, extendedProperty: undefined }))
  }

  #withKey(key: string): CalendarItem[] {
    return this.items.filter(({ extendedProperty = [] }) =>
      extendedProperty.some(
        ({ extendedFieldURI, value }) => extendedFieldURI.propertyName === 'BookingKey' && value === key,
      ),
    )
  }

  #create(item: CalendarItem) {
    this.#created += 1
    // Ids are in no order, and differ in case alone.
    const id = this.#created % 2 === 0 ? `a${this.#created}` : `A${this.#created + 1}`
    const dateTimeCreated = new Date(Math.floor(this.#runtime.now() / 1000) * 1000)
    this.#stored.set(id, { item: { ...item, dateTimeCreated }, version: 1 })
    this.history.push(item)
    return { id, changeKey: '1' }
  }

  #update({ itemId, updates }: Parameters<BookingClient['updateItem']>[0]['itemChanges'][number]) {
    const id = itemId?.id ?? ''
    const stored = this.#stored.get(id)
    if (stored === undefined) return refusal('UpdateItem', 'ErrorItemNotFound')
    if (itemId?.changeKey !== `${stored.version}`) return refusal('UpdateItem', 'ErrorIrresolvableConflict')
    for (const { setItemField } of updates) stored.item = changed(stored.item, setItemField?.calendarItem ?? {})
    stored.version += 1
    this.history.push(stored.item)
    const items = [{ itemId: { id, changeKey: `${stored.version}` } }]
    return { responseClass: 'Success', responseCode: 'NoError', items } as const
  }
}

function changed(item: CalendarItem, { extendedProperty = [], ...fields }: CalendarItem): CalendarItem {
  const names = new Set(extendedProperty.map(({ extendedFieldURI }) => extendedFieldURI.propertyName))
  const kept = (item.extendedProperty ?? []).filter(({ extendedFieldURI }) => !names.has(extendedFieldURI.propertyName))
  return { ...item, ...fields, extendedProperty: [...kept, ...extendedProperty] }
}
