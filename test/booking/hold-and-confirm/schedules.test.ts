import { EwsError } from 'ews-booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BookingKeyReusedError, BookingOutcomeUnknownError, SlotTakenError } from '../../../src/booking/booking-error'
import { overlaps, type Window } from '../../../src/booking/calendar/window'
import { bookingMark } from '../../../src/booking/hold-and-confirm/booking-property'
import { bySuite } from '../../suite'
import { BREAKDOWNS, MEDDLING, type Mishap } from './virtual-exchange'
import { at, isConfirmed, type Outcome, World, windowOf } from './world'

/** Three times, of which the second overlaps both others. */
const windows: readonly Window[] = [
  { start: at(9), end: at(11) },
  { start: at(10), end: at(12) },
  { start: at(11), end: at(13) },
]

/** Where the booking is that is moved. */
const origin: Window = { start: at(15), end: at(16) }

/** What one process is to do: book for a key, or move or cancel the booking that is there, whose key is `m`. */
interface Task {
  readonly does: 'book' | 'move' | 'cancel'
  readonly key: string
  readonly window: Window
  readonly mishaps: readonly Mishap[]
}

const taskOf = ({ does, often, mishaps }: Scenario): fc.Arbitrary<Task> =>
  fc.constantFrom(...does).chain((what) =>
    fc.record({
      does: fc.constant(what),
      key: what === 'book' ? fc.constantFrom('a', 'b', 'c') : fc.constant('m'),
      window: fc.constantFrom(...windows, ...(what === 'move' ? [origin] : [])),
      mishaps: fc.array(
        fc.oneof(
          { weight: often, arbitrary: fc.constant<Mishap>('none') },
          { weight: 1, arbitrary: fc.constantFrom(...mishaps) },
        ),
        { minLength: 40, maxLength: 40 },
      ),
    }),
  )

const isTaken = (outcome: Outcome): boolean => 'error' in outcome && outcome.error instanceof SlotTakenError

/** Whether what was asked for may be there. */
const mayBeDone = (outcome: Outcome): boolean =>
  !('error' in outcome) || outcome.error instanceof BookingOutcomeUnknownError

/** What holds whatever has happened. */
function checkCalendar({ confirmed }: World): void {
  for (const [index, item] of confirmed.entries()) {
    const others = confirmed.slice(index + 1)
    expect(others.filter((other) => overlaps(windowOf(other), windowOf(item)))).toEqual([])
    expect(others.filter((other) => bookingMark(other)?.key === bookingMark(item)?.key)).toEqual([])
  }
}

function checkOutcome(world: World, { key, window }: Pick<Task, 'key' | 'window'>, outcome: Outcome): void {
  if ('booked' in outcome) {
    const { id, start, end } = outcome.booked
    expect({ start, end }).toEqual(window)
    const versions = world.exchange.history.filter(({ itemId }) => itemId?.id === id).filter(isConfirmed)
    expect(versions.some((item) => bookingMark(item)?.key === key && isSame(windowOf(item), window))).toBe(true)
  } else if (isTaken(outcome)) {
    const takers = world.exchange.history.filter((item) => bookingMark(item) === undefined || isConfirmed(item))
    expect(takers.some((item) => overlaps(windowOf(item), window))).toBe(true)
  } else if ('error' in outcome) {
    expect(outcome.error).toBeInstanceOf(EwsError)
  }
}

const isSame = (first: Window, second: Window): boolean =>
  first.start.getTime() === second.start.getTime() && first.end.getTime() === second.end.getTime()

/** What is there was asked for by a call that has told of it, or can't have; what was told is there. */
function checkAnswers(world: World, tasks: readonly Task[], outcomes: readonly Outcome[]): void {
  const done = (key: string, window: Window) =>
    tasks.some(
      (each, index) =>
        each.key === key &&
        each.does !== 'cancel' &&
        isSame(each.window, window) &&
        mayBeDone(outcomes[index] ?? { died: true }),
    )
  for (const item of world.confirmed) {
    const { key = '' } = bookingMark(item) ?? {}
    const isOrigin = key === 'm' && isSame(windowOf(item), origin)
    expect(isOrigin || done(key, windowOf(item)), `${key} is where nobody was told of it`).toBe(true)
  }
  tasks.forEach(({ does, key }, index) => {
    const outcome = outcomes[index] ?? { died: true }
    if (does === 'book' && 'booked' in outcome) expect(keysOf(world)).toContain(key)
    if (does === 'cancel' && 'booked' in outcome) expect(keysOf(world)).not.toContain('m')
  })
  if (!tasks.some(({ does }) => does === 'cancel')) expect(keysOf(world)).toContain('m')
}

const keysOf = ({ confirmed }: World) => confirmed.map((item) => bookingMark(item)?.key)

/** After all have ended one way or another: a last call for each key, without mishaps, and no hold is left. */
async function checkAftermath(world: World, tasks: readonly Task[]): Promise<void> {
  for (const { key, window } of tasks.filter(({ does }) => does === 'book')) {
    const outcome = await world.outcome(world.book(key, window))
    expect('booked' in outcome || ('error' in outcome && isAnswer(outcome.error)), JSON.stringify(outcome)).toBe(true)
    checkOutcome(world, { key, window }, outcome)
  }
  expect(await world.outcome(world.removeStale())).toHaveProperty('booked')
  checkCalendar(world)
  expect(world.holds).toEqual([])
}

const isAnswer = (error: unknown) => error instanceof SlotTakenError || error instanceof BookingKeyReusedError

interface Scenario {
  readonly does: readonly Task['does'][]
  readonly processes: readonly [number, number]
  readonly mishaps: readonly Mishap[]
  /** How many requests go well for one that doesn't. */
  readonly often: number
  readonly marksInViews?: boolean
}

const schedules = (scenario: Scenario) =>
  fc.asyncProperty(
    fc.scheduler(),
    fc.nat(),
    fc.array(taskOf(scenario), { minLength: scenario.processes[0], maxLength: scenario.processes[1] }),
    async (scheduler, seed, tasks) => {
      const { marksInViews = true } = scenario
      const world = new World(scheduler, seed, { marksInViews })
      const booked = await world.outcome(world.book('m', origin))
      const id = 'booked' in booked ? booked.booked.id : ''
      const run = async ({ does, key, window, mishaps }: Task) => {
        if (does === 'book') return world.book(key, window, { mishaps })
        if (does === 'move') return world.move(id, window, { mishaps })
        await world.cancel(id, { mishaps })
        return { id, changeKey: '', ...origin }
      }
      const outcomes = await world.outcomes(tasks.map(run))
      checkCalendar(world)
      checkAnswers(world, tasks, outcomes)
      tasks.forEach((each, index) => {
        if (each.does !== 'cancel') checkOutcome(world, each, outcomes[index] ?? { died: true })
      })
      await checkAftermath(world, tasks)
    },
  )

/** The runs for each scenario. `SCHEDULES` sets another number. */
const RUNS = Number(process.env.SCHEDULES ?? bySuite({ quick: 150, slow: 1700 }))

describe('pain 25: whatever the order of events, and whoever dies, freezes, is cut off or meddles', () => {
  it.each<[string, Scenario]>([
    ['two processes', { does: ['book'], processes: [2, 2], often: 15, mishaps: BREAKDOWNS }],
    ['three or four processes', { does: ['book'], processes: [3, 4], often: 30, mishaps: BREAKDOWNS }],
    ['processes that book and move', { does: ['book', 'move'], processes: [2, 4], often: 20, mishaps: BREAKDOWNS }],
    [
      'processes that book, move and cancel',
      { does: ['book', 'move', 'move', 'cancel'], processes: [2, 4], often: 15, mishaps: BREAKDOWNS },
    ],
    [
      'a server that leaves our properties out of its views',
      { does: ['book', 'move'], processes: [2, 3], often: 20, mishaps: BREAKDOWNS, marksInViews: false },
    ],
    [
      'people who meddle in Outlook, and views that lag behind',
      {
        does: ['book', 'book', 'move'],
        processes: [2, 4],
        often: 8,
        mishaps: [...BREAKDOWNS, ...MEDDLING, ...MEDDLING],
      },
    ],
  ])(
    '%s: nothing is booked twice, nothing is lost, nobody is refused without cause, no hold stays',
    async (_case, scenario) => {
      await fc.assert(schedules(scenario), { numRuns: RUNS })
    },
  )
})
