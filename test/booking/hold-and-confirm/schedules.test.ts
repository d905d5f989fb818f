import { type CalendarItem, EwsError } from 'ews-booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BookingKeyReusedError, SlotTakenError } from '../../../src/booking/booking-error'
import { bookingMark } from '../../../src/booking/hold-and-confirm/booking-property'
import { CalendarItems } from '../../../src/booking/hold-and-confirm/calendar-items'
import { type BookedItem, HoldAndConfirm } from '../../../src/booking/hold-and-confirm/hold-and-confirm'
import { Patience } from '../../../src/booking/hold-and-confirm/patience'
import type { Window } from '../../../src/booking/window'
import { overlaps } from '../../../src/booking/window'
import { type Mishap, VirtualExchange, VirtualRuntime } from './virtual-exchange'

const DEADLINE_MS = 200_000
const at = (hour: number) => new Date(Date.UTC(2026, 11, 1, hour))

/** Three times, of which the second overlaps both others. */
const windows: readonly Window[] = [
  { start: at(9), end: at(11) },
  { start: at(10), end: at(12) },
  { start: at(11), end: at(13) },
]

/** What one process is to do: book for a key, or move the booking that is there. */
interface Task {
  readonly key: string
  readonly window: Window
  readonly moves: boolean
  readonly mishaps: readonly Mishap[]
}

const mishap = (often: number): fc.Arbitrary<Mishap> =>
  fc.oneof(
    { weight: often, arbitrary: fc.constant<Mishap>('none') },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Mishap>(
        'request lost',
        'answer lost',
        'carried out late',
        'crash before',
        'crash after',
        'freeze before',
        'freeze after',
      ),
    },
  )

const task = (often: number, moves: fc.Arbitrary<boolean>): fc.Arbitrary<Task> =>
  fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    window: fc.constantFrom(...windows),
    moves,
    mishaps: fc.array(mishap(often), { minLength: 40, maxLength: 40 }),
  })

type Outcome = { readonly booked: BookedItem } | { readonly error: unknown } | { readonly died: true }

const isConfirmed = (item: CalendarItem) => bookingMark(item)?.state === 'confirmed'
const windowOf = ({ start = at(0), end = at(0) }: CalendarItem): Window => ({ start, end })

/** The world of one schedule. */
class World {
  readonly runtime: VirtualRuntime
  readonly exchange: VirtualExchange
  readonly #scheduler: fc.Scheduler

  constructor(scheduler: fc.Scheduler, seed: number, options: { marksInViews?: boolean } = {}) {
    this.#scheduler = scheduler
    this.runtime = new VirtualRuntime(seed)
    this.exchange = new VirtualExchange(scheduler, this.runtime, options)
  }

  protocol(mishaps: readonly Mishap[] = []): HoldAndConfirm {
    const rest = mishaps.values()
    const client = this.exchange.client(() => rest.next().value ?? 'none')
    return new HoldAndConfirm(new CalendarItems(client, 'room-1@example.com'), this.runtime)
  }

  book(key: string, window: Window, mishaps?: readonly Mishap[]): Promise<BookedItem> {
    const fingerprint = `${window.start.toISOString()}`
    return this.#patiently((patience) =>
      this.protocol(mishaps).book(
        {
          key,
          ...window,
          fingerprint,
          hold: { subject: 'x' },
          blocks: ({ status }) => status === 'busy',
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
        patience,
      ),
    )
  }

  move(id: string, window: Window, mishaps?: readonly Mishap[]): Promise<BookedItem> {
    const set = (fieldURI: 'calendar:Start' | 'calendar:End', calendarItem: CalendarItem) => ({
      setItemField: { fieldURI: { fieldURI }, calendarItem },
    })
    return this.#patiently((patience) =>
      this.protocol(mishaps).move(
        {
          id,
          ...window,
          blocks: ({ status }) => status === 'busy',
          updates: [set('calendar:Start', { start: window.start }), set('calendar:End', { end: window.end })],
          notification: 'SendToNone',
        },
        patience,
      ),
    )
  }

  async #patiently<Result>(step: (patience: Patience) => Promise<Result>): Promise<Result> {
    const patience = new Patience(this.runtime, DEADLINE_MS, undefined)
    try {
      return await step(patience)
    } finally {
      patience.end()
    }
  }

  /** Runs until nothing can happen any more. Who has no outcome then has died. */
  async outcomes(calls: readonly Promise<BookedItem>[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = calls.map(() => ({ died: true }))
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
      if (this.#scheduler.count() > 0) await this.#scheduler.waitOne()
      else if (!this.runtime.advance()) return outcomes
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async outcome(call: Promise<BookedItem>): Promise<Outcome> {
    const [outcome = { died: true }] = await this.outcomes([call])
    return outcome
  }

  get confirmed(): CalendarItem[] {
    return this.exchange.items.filter(isConfirmed)
  }
}

/** What holds whatever has happened. */
function checkCalendar(world: World): void {
  const { confirmed } = world
  for (const [index, item] of confirmed.entries()) {
    const others = confirmed.slice(index + 1)
    expect(others.filter((other) => overlaps(windowOf(other), windowOf(item)))).toEqual([])
    expect(others.filter((other) => bookingMark(other)?.key === bookingMark(item)?.key)).toEqual([])
  }
}

function checkOutcome(world: World, { key, window }: Pick<Task, 'key' | 'window'>, outcome: Outcome): void {
  if ('booked' in outcome) {
    const item = world.exchange.items.find(({ itemId }) => itemId?.id === outcome.booked.id)
    expect(item && bookingMark(item)).toMatchObject({ key, state: 'confirmed' })
  } else if ('error' in outcome && outcome.error instanceof SlotTakenError) {
    const takers = world.exchange.history.filter((item) => bookingMark(item) === undefined || isConfirmed(item))
    expect(takers.some((item) => overlaps(windowOf(item), window))).toBe(true)
  } else if ('error' in outcome) {
    expect(outcome.error).toBeInstanceOf(EwsError)
  }
}

/** After all have ended one way or another: a last call for each key, without mishaps, and no hold is left. */
async function checkAftermath(world: World, tasks: readonly Task[]): Promise<void> {
  for (const { key, window, moves } of tasks.filter((each) => !each.moves)) {
    const outcome = await world.outcome(world.book(key, window))
    expect('booked' in outcome || ('error' in outcome && isAnswer(outcome.error)), JSON.stringify(outcome)).toBe(true)
    checkOutcome(world, { key, window }, outcome)
    expect(moves).toBe(false)
  }
  const patience = new Patience(world.runtime, DEADLINE_MS, undefined)
  const cleaned = world
    .protocol()
    .removeStale({ start: at(0), end: at(23) }, () => new Date(world.runtime.now() + 61_000), patience)
  await world.outcomes([cleaned.then(() => ({ id: '', changeKey: '', start: at(0), end: at(0) }))])
  patience.end()
  checkCalendar(world)
  expect(world.exchange.items.filter((item) => !isConfirmed(item) && bookingMark(item) !== undefined)).toEqual([])
}

const isAnswer = (error: unknown) => error instanceof SlotTakenError || error instanceof BookingKeyReusedError

const schedules = (
  often: number,
  processes: { minLength: number; maxLength: number },
  moves: fc.Arbitrary<boolean>,
  options: { marksInViews?: boolean } = {},
) =>
  fc.asyncProperty(
    fc.scheduler(),
    fc.nat(),
    fc.array(task(often, moves), processes),
    async (scheduler, seed, tasks) => {
      const world = new World(scheduler, seed, options)
      const booked = await world.outcome(world.book('m', { start: at(15), end: at(16) }))
      const moved = 'booked' in booked ? booked.booked.id : ''
      const outcomes = await world.outcomes(
        tasks.map((each) =>
          each.moves ? world.move(moved, each.window, each.mishaps) : world.book(each.key, each.window, each.mishaps),
        ),
      )
      checkCalendar(world)
      expect(world.confirmed.filter((item) => bookingMark(item)?.key === 'm')).toHaveLength(1)
      tasks.forEach((each, index) => {
        checkOutcome(world, each.moves ? { ...each, key: 'm' } : each, outcomes[index] ?? { died: true })
      })
      await checkAftermath(world, tasks)
    },
  )

const RUNS = Number(process.env.SCHEDULES ?? 2500)
const some = fc.boolean()

describe('pain 25: whatever the order of events, and whoever dies, freezes or is cut off', () => {
  it.each<[string, number, number, number, fc.Arbitrary<boolean>, object]>([
    ['two processes', 15, 2, 2, fc.constant(false), {}],
    ['three or four processes', 30, 3, 4, fc.constant(false), {}],
    ['processes that book and move', 20, 2, 4, some, {}],
    ['a server that leaves our properties out of its views', 20, 2, 3, some, { marksInViews: false }],
  ])(
    '%s: nothing is booked twice, nothing is lost, nobody is refused without cause, no hold stays',
    async (_case, often, minLength, maxLength, moves, options) => {
      await fc.assert(schedules(often, { minLength, maxLength }, moves, options), {
        numRuns: RUNS,
        ...(process.env.SEED ? { seed: Number(process.env.SEED), path: process.env.PATHX, endOnFailure: true } : {}),
      })
    },
    120_000,
  )
})
