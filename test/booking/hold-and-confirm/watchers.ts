import * as fc from 'fast-check'
import { expect } from 'vitest'
import { changesOf } from '../../../src/booking/changes/changes'
import type { MailboxEvent } from '../../../src/booking/events/event'
import { bookingMark } from '../../../src/booking/hold-and-confirm/booking-property'
import { type WatchedChange, watchChanges } from '../../../src/booking/watch/watch'
import { Mirror, versionsOf } from '../changes/mirror'
import { BREAKDOWNS, DEFAULT_CALENDAR, MAILBOX, type Mishap } from './virtual-exchange'
import { at, isConfirmed, type World, windowOf } from './world'

const MINUTE_MS = 60_000

/** Bookings come into it, and leave it. */
const window = { start: at(8), end: at(14) }

/** A process that watches. */
interface Life {
  readonly minutes: number
  /** How many changes it hears of before it leaves its loop. */
  readonly most: number
  /** Whether it dies rather than leave its loop. */
  readonly dies: boolean
  readonly mishaps: readonly Mishap[]
}

/** Processes that watch one calendar, one after the other, with the cursor that the one before has stored. */
export type Lives = readonly Life[]

/** How a process dies is another matter. */
const MISHAPS = BREAKDOWNS.filter((mishap) => !mishap.startsWith('crash'))

const mishapsOf = (often: number): fc.Arbitrary<Mishap[]> =>
  fc.array(
    fc.oneof(
      { weight: often, arbitrary: fc.constant<Mishap>('none') },
      { weight: 1, arbitrary: fc.constantFrom(...MISHAPS) },
    ),
    { minLength: 20, maxLength: 20 },
  )

/** The last process watches until everybody else has ended, and long enough to make sure that nothing was missed. */
const LAST_MINUTES = 60

export const livesOf = (often: number): fc.Arbitrary<Lives> =>
  fc
    .tuple(
      fc.array(
        fc.record({
          minutes: fc.integer({ min: 1, max: 6 }),
          most: fc.integer({ min: 1, max: 5 }),
          dies: fc.boolean(),
          mishaps: mishapsOf(often),
        }),
        { maxLength: 2 },
      ),
      mishapsOf(often),
    )
    .map(([lives, mishaps]) => [
      ...lives,
      { minutes: LAST_MINUTES, most: Number.POSITIVE_INFINITY, dies: false, mishaps },
    ])

/** Follows one calendar, and fails if what it is told doesn't follow from what it was told before. */
export class Watcher {
  readonly #world: World
  readonly #calendar: string | undefined
  readonly #mirror = new Mirror(window)
  readonly #keys = new Map<string, string | undefined>()
  #cursor: string | undefined

  constructor(world: World, calendar: string | undefined) {
    this.#world = world
    this.#calendar = calendar
  }

  async run(lives: Lives): Promise<void> {
    for (const life of lives) await this.#live(life)
  }

  async #live({ minutes, most, dies, mishaps }: Life): Promise<void> {
    const controller = new AbortController()
    let isDead = false
    const rest = mishaps.values()
    const client = this.#world.watchClient(() => (isDead ? 'crash before' : (rest.next().value ?? 'none')))
    const loop = async () => {
      const options = { window, cursor: this.#cursor, signal: controller.signal }
      const changes = watchChanges(client, this.#address, options, this.#world.runtime)
      let heard = 0
      for await (const change of changes) {
        if (!isDead) this.#take(change)
        heard += 1
        if (heard === most) return
      }
    }
    const end = loop().catch((error: unknown) => {
      if (!controller.signal.aborted) throw error
    })
    await Promise.race([end, this.#world.runtime.sleep(minutes * MINUTE_MS)])
    if (dies) isDead = true
    else controller.abort()
    if (!dies) await end
  }

  get #address() {
    return { mailbox: MAILBOX, calendar: this.#calendar }
  }

  #take(change: WatchedChange): void {
    const { itemId } = change
    const versions = this.#world.exchange.history.filter((item) => item.itemId?.id === itemId)
    const marks = versions.map(bookingMark)
    expect(marks.some((mark) => mark === undefined || mark.state === 'confirmed')).toBe(true)
    if (change.type === 'deleted') expect(change.key).toBe(this.#keys.get(itemId))
    else expect(versions.map((item) => item.itemId?.changeKey)).toContain(change.event.changeKey)
    this.#keys.set(itemId, change.key)
    expect([undefined, ...marks.map((mark) => mark?.key)]).toContain(change.key)
    this.#mirror.apply(change)
    this.#cursor = change.cursor
  }

  /** Nothing was missed. */
  check(): void {
    expect(this.#mirror.events).toEqual(versionsOf(this.#present))
  }

  /** A call of `changes` goes on where the watching has ended. */
  async checkLater(): Promise<void> {
    const call = changesOf(
      this.#world.watchClient(() => 'none'),
      this.#address,
      this.#cursor,
      { window },
    )
    const outcome = await this.#world.outcome(call)
    for (const change of 'booked' in outcome ? outcome.booked.changes : []) this.#mirror.apply(change)
    this.check()
  }

  get #present(): MailboxEvent[] {
    return this.#world.exchange.items
      .filter((item) => (item.parentFolderId?.id ?? DEFAULT_CALENDAR) === (this.#calendar ?? DEFAULT_CALENDAR))
      .filter((item) => bookingMark(item) === undefined || isConfirmed(item))
      .map((item) => ({ ...windowOf(item), itemId: item.itemId?.id, changeKey: item.itemId?.changeKey }))
      .filter(({ start, end }) => start < window.end && end > window.start)
      .map((times) => ({ ...times, status: 'busy', allDay: false, private: false, type: 'single' }))
  }
}
