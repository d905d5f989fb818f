import { EwsError } from 'ews-booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BookingKeyReusedError,
  BookingOutcomeUnknownError,
  SlotTakenError,
  UnreliableServerError,
} from '../../../src/booking/booking-error'
import { overlaps, type Window } from '../../../src/booking/calendar/window'
import { bookingMark } from '../../../src/booking/hold-and-confirm/booking-property'
import { bySuite } from '../../suite'
import { BREAKDOWNS, MEDDLING, type Mishap, type ServerVariant } from './virtual-exchange'
import { at, isConfirmed, type Outcome, World, windowOf } from './world'

const HALF_HOUR_MS = 30 * 60_000
const DAY_MS = 48 * HALF_HOUR_MS

/** Three times, of which the second overlaps both others. */
const windows: readonly Window[] = [
  { start: at(9), end: at(11) },
  { start: at(10), end: at(12) },
  { start: at(11), end: at(13) },
]

/** A weekly series. Its third occurrence overlaps the last of the three times. */
const series: readonly Window[] = [-14, -7, 0, 7].map((days) => ({
  start: new Date(at(12).getTime() + days * DAY_MS),
  end: new Date(at(12).getTime() + days * DAY_MS + HALF_HOUR_MS),
}))

/** The booking that is moved. */
const origin: Window = { start: at(15), end: at(16) }

/** The work of one process: it books for a key, or moves or cancels the existing booking, whose key is `m`. */
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

/** Whether the calendar may contain what the call asked for. */
const mayBeDone = (outcome: Outcome): boolean =>
  !('error' in outcome) || outcome.error instanceof BookingOutcomeUnknownError

/** Checks what must hold whatever has happened. */
function checkCalendar({ confirmed }: World, { hasSeries = false }: Scenario): void {
  for (const [index, item] of confirmed.entries()) {
    if (hasSeries) expect(series.filter((occurrence) => overlaps(occurrence, windowOf(item)))).toEqual([])
    const others = confirmed.slice(index + 1)
    expect(others.filter((other) => overlaps(windowOf(other), windowOf(item)))).toEqual([])
    expect(others.filter((other) => bookingMark(other)?.key === bookingMark(item)?.key)).toEqual([])
  }
}

function checkOutcome(
  world: World,
  { hasSeries = false }: Scenario,
  { key, window }: Pick<Task, 'key' | 'window'>,
  outcome: Outcome,
): void {
  if ('booked' in outcome) {
    const { id, start, end } = outcome.booked
    expect({ start, end }).toEqual(window)
    const versions = world.exchange.history.filter(({ itemId }) => itemId?.id === id).filter(isConfirmed)
    const asked = versions.filter((item) => bookingMark(item)?.key === key && isSame(windowOf(item), window))
    expect(asked.map(({ legacyFreeBusyStatus }) => legacyFreeBusyStatus)).toContain('Busy')
  } else if (isTaken(outcome)) {
    const blocking = world.exchange.history.filter((item) => bookingMark(item) === undefined || isConfirmed(item))
    const times = [...blocking.map(windowOf), ...(hasSeries ? series : [])]
    expect(times.some((time) => overlaps(time, window))).toBe(true)
  } else if ('error' in outcome) {
    expect(outcome.error).toBeInstanceOf(EwsError)
  }
}

const isSame = (first: Window, second: Window): boolean =>
  first.start.getTime() === second.start.getTime() && first.end.getTime() === second.end.getTime()

/** Every booking was asked for by a call that reported it or couldn't. Everything that was reported is there. */
function checkAnswers(world: World, tasks: readonly Task[], outcomes: readonly Outcome[], isBooked: boolean): void {
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
    expect(isOrigin || done(key, windowOf(item)), `${key} is where nobody reported it`).toBe(true)
  }
  tasks.forEach(({ does, key }, index) => {
    const outcome = outcomes[index] ?? { died: true }
    if (does === 'book' && 'booked' in outcome) expect(keysOf(world)).toContain(key)
    if (does === 'cancel' && 'booked' in outcome) expect(keysOf(world)).not.toContain('m')
  })
  if (isBooked && !tasks.some(({ does }) => does === 'cancel')) expect(keysOf(world)).toContain('m')
}

const keysOf = ({ confirmed }: World) => confirmed.map((item) => bookingMark(item)?.key)

/** After all calls have ended, a last one for each key succeeds or says why not, and no hold is left. */
async function checkAftermath(world: World, scenario: Scenario, tasks: readonly Task[]): Promise<void> {
  const { refusesOldChangeKeys = true } = scenario.variant ?? {}
  for (const { key, window } of tasks.filter(({ does }) => does === 'book')) {
    const outcome = await world.outcome(world.book(key, window))
    const isAnswered = 'booked' in outcome || ('error' in outcome && isAnswer(outcome.error, scenario))
    expect(isAnswered, JSON.stringify(outcome)).toBe(true)
    checkOutcome(world, scenario, { key, window }, outcome)
  }
  const removal = await world.outcome(world.removeStale())
  checkCalendar(world, scenario)
  if (refusesOldChangeKeys || 'booked' in removal) expect(world.holds).toEqual([])
  else expect(removal).toHaveProperty('error.code', UnreliableServerError.code)
}

const isAnswer = (error: unknown, { variant = {} }: Scenario) =>
  error instanceof SlotTakenError ||
  error instanceof BookingKeyReusedError ||
  (error instanceof UnreliableServerError && (variant.refusesOldChangeKeys === false || variant.setsStatus === 'never'))

interface Scenario {
  readonly does: readonly Task['does'][]
  readonly processes: readonly [number, number]
  readonly mishaps: readonly Mishap[]
  /** How many requests succeed for each one that doesn't. */
  readonly often: number
  /** How the server differs from Exchange. It then has to prove itself to every process. */
  readonly variant?: ServerVariant
  /** Whether the calendar has a weekly series. */
  readonly hasSeries?: boolean
}

const schedules = (scenario: Scenario) =>
  fc.asyncProperty(
    fc.scheduler(),
    fc.nat(),
    fc.array(taskOf(scenario), { minLength: scenario.processes[0], maxLength: scenario.processes[1] }),
    async (scheduler, seed, tasks) => {
      const { variant, hasSeries = false } = scenario
      const world = variant === undefined ? new World(scheduler, seed) : World.unproven(scheduler, seed, variant)
      if (hasSeries) world.exchange.addSeries(...series)
      const booked = await world.outcome(world.book('m', origin))
      const id = 'booked' in booked ? booked.booked.id : ''
      const run = async ({ does, key, window, mishaps }: Task) => {
        if (does === 'book') return world.book(key, window, { mishaps })
        if (does === 'move') return world.move(id, window, { mishaps })
        await world.cancel(id, { mishaps })
        return { id, changeKey: '', ...origin }
      }
      const outcomes = await world.outcomes(tasks.map(run))
      checkCalendar(world, scenario)
      checkAnswers(world, tasks, outcomes, 'booked' in booked)
      tasks.forEach((each, index) => {
        if (each.does !== 'cancel') checkOutcome(world, scenario, each, outcomes[index] ?? { died: true })
      })
      await checkAftermath(world, scenario, tasks)
    },
  )

/** The runs for each scenario. `SCHEDULES` sets another number. */
const RUNS = Number(process.env.SCHEDULES ?? bySuite({ quick: 150, slow: 1700 }))

describe('pain 25: whatever the order of events, and whoever dies, freezes, is cut off or interferes', () => {
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
      {
        does: ['book', 'move'],
        processes: [2, 3],
        often: 20,
        mishaps: BREAKDOWNS,
        variant: { marksInViews: false },
      },
    ],
    [
      'people who interfere in Outlook, and views that lag behind',
      {
        does: ['book', 'book', 'move'],
        processes: [2, 4],
        often: 8,
        mishaps: [...BREAKDOWNS, ...MEDDLING, ...MEDDLING],
      },
    ],
  ])('%s: no double booking, no loss, no refusal without cause, no hold left', async (_case, scenario) => {
    await fc.assert(schedules(scenario), { numRuns: RUNS })
  })
})

/** Deviations of servers other than Exchange that report success. */
const VARIANTS: readonly (readonly [string, ServerVariant])[] = [
  ['proves itself to each process', {}],
  ['ignores ChangeKey', { refusesOldChangeKeys: false }],
  ['sets the status by its MAPI property only', { setsStatus: 'by MAPI property' }],
  ['never sets the status', { setsStatus: 'never' }],
  ['does not expand views', { expandsViews: false }],
  ['leaves our properties out of its views', { marksInViews: false }],
  [
    'does all of that',
    { refusesOldChangeKeys: false, setsStatus: 'by MAPI property', expandsViews: false, marksInViews: false },
  ],
]

const VARIANT_RUNS = Number(process.env.SCHEDULES ?? bySuite({ quick: 40, slow: 1700 }))

/** Without conditional updates nothing notices that somebody has dragged a hold before it is confirmed: it is confirmed where it lies. */
const meddlingOn = ({ refusesOldChangeKeys = true }: ServerVariant) =>
  MEDDLING.filter((mishap) => refusesOldChangeKeys || mishap !== 'somebody moves')

describe.each(VARIANTS)('pains 39 and 40: on a server that %s', (_case, variant) => {
  const server = { variant, hasSeries: true, often: 20 } as const

  it.each<[string, Scenario]>([
    ['book', { ...server, does: ['book'], processes: [2, 4], mishaps: BREAKDOWNS }],
    ['book, move and cancel', { ...server, does: ['book', 'move', 'cancel'], processes: [2, 4], mishaps: BREAKDOWNS }],
    [
      'book and move while people interfere',
      {
        ...server,
        does: ['book', 'book', 'move'],
        processes: [2, 4],
        often: 8,
        mishaps: [...BREAKDOWNS, ...meddlingOn(variant)],
      },
    ],
  ])('processes that %s: no double booking, no loss, no false report', async (_name, scenario) => {
    await fc.assert(schedules(scenario), { numRuns: VARIANT_RUNS })
  })
})
