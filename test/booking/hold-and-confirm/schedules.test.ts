import { type CalendarItem, EwsError } from 'ews-booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contain, digestsOf } from '../../../src/booking/appointment/details'
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
import { type Lives, livesOf, Watcher } from './watchers'
import { at, CALENDARS, isConfirmed, type Outcome, World, windowOf } from './world'

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

/** The times of appointments of somebody else, which show as free. They overlap, so at most one of them may become a booking. */
const foreign: readonly Window[] = windows.slice(0, 2)

const FOREIGN = 'Somebody else'

const ROOM = 'room-1@example.com'

/**
 * The work of one process: it books for a key, or changes, moves or cancels the existing booking, whose key is `m`, or its room, or makes a
 * booking of an appointment. Somebody in Outlook makes an appointment, which shows as free, moves it and deletes it, and the server restarts.
 */
interface Task {
  readonly does:
    | 'book'
    | 'move'
    | 'move quietly'
    | 'cancel'
    | 'cancel quietly'
    | 'update'
    | 'invite'
    | 'uninvite'
    | 'adopt'
    | 'copy'
    | 'use Outlook'
    | 'restart'
  readonly key: string
  readonly window: Window
  /** Whether an update moves the booking too. */
  readonly moves: boolean
  /** One of two, if there are two. */
  readonly calendar: string | undefined
  readonly mishaps: readonly Mishap[]
}

/** Keys are those of one calendar. */
const KEYS = [
  ['a', 'b', 'c'],
  ['x', 'y', 'z'],
] as const

const isCancel = (does: Task['does']) => does === 'cancel' || does === 'cancel quietly'

/** Changes the rooms of the booking. */
const isOfRooms = (does: Task['does']) => does === 'invite' || does === 'uninvite'

const isOfBooking = (does: Task['does']) =>
  does === 'move' || does === 'move quietly' || does === 'update' || isOfRooms(does) || isCancel(does)

/** Whether a task is to have an appointment in the end. */
const isForAppointment = ({ does }: Task) =>
  !isCancel(does) && !isOfRooms(does) && does !== 'copy' && does !== 'use Outlook' && does !== 'restart'

const taskOf = ({ does, often, mishaps, calendars = 1 }: Scenario): fc.Arbitrary<Task> =>
  fc.tuple(fc.constantFrom(...does), fc.integer({ min: 0, max: calendars - 1 })).chain(([what, other]) =>
    fc.record({
      does: fc.constant(what),
      key: isOfBooking(what) ? fc.constant('m') : fc.constantFrom(...(KEYS[what === 'book' ? other : 0] ?? [])),
      window: fc.constantFrom(...(what === 'adopt' ? foreign : windows), ...(isOfBooking(what) ? [origin] : [])),
      moves: fc.boolean(),
      calendar: fc.constant(calendars === 1 ? undefined : CALENDARS[what === 'book' ? other : 0]),
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
  { does, key, window, moves }: Pick<Task, 'does' | 'key' | 'window' | 'moves'>,
  outcome: Outcome,
  title?: string,
): void {
  if ('booked' in outcome) {
    const { id, start, end } = outcome.booked
    if (does !== 'update' || moves) expect({ start, end }).toEqual(window)
    const versions = world.exchange.history.filter(({ itemId }) => itemId?.id === id).filter(isConfirmed)
    const asked = versions
      .filter((item) => bookingMark(item)?.key === key)
      .filter((item) => (does === 'update' && !moves) || isSame(windowOf(item), window))
    // An appointment that was adopted keeps its status. `book` with its key and times gives it, too.
    const isAdopted = asked.some(({ subject }) => subject === FOREIGN)
    expect(asked.map(({ legacyFreeBusyStatus }) => legacyFreeBusyStatus)).toContain(isAdopted ? 'Free' : 'Busy')
    if (does === 'update') expect(asked.map(({ subject }) => subject)).toContain(title)
  } else if (isTaken(outcome)) {
    // Keys are those of one calendar, so a booking with the call's own key is the answer to it, or another error.
    const isOwn = (item: CalendarItem) => does === 'book' && bookingMark(item)?.key === key
    const blocking = world.exchange.history.filter(
      (item) => bookingMark(item) === undefined || (isConfirmed(item) && !isOwn(item)),
    )
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
        isForAppointment(each) &&
        (each.does !== 'update' || each.moves) &&
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
    if ((does === 'book' || does === 'adopt') && 'booked' in outcome) expect(keysOf(world)).toContain(key)
    if (isCancel(does) && 'booked' in outcome) expect(keysOf(world)).not.toContain('m')
  })
  if (isBooked && !tasks.some(({ does }) => isCancel(does))) expect(keysOf(world)).toContain('m')
}

const changesOf = (title: string, window: Window | undefined) =>
  window === undefined ? { title } : { title, ...window }

const titleOf = (position: number) => `title ${position}`

/** No update is lost, guests hear of each once, and the newest details are those that the item says it has. */
function checkDetails(world: World, tasks: readonly Task[], outcomes: readonly Outcome[]): void {
  const [item] = world.confirmed.filter((each) => bookingMark(each)?.key === 'm')
  const possible = tasks.flatMap(({ does }, index) =>
    does === 'update' && mayBeDone(outcomes[index] ?? { died: true }) ? [titleOf(index)] : [],
  )
  const [only] = possible
  const isReported = tasks.some(({ does }, index) => does === 'update' && 'booked' in (outcomes[index] ?? {}))
  if (item !== undefined) {
    expect(possible.length === 1 && isReported ? [only] : ['x', ...possible]).toContain(item.subject)
    const { details } = bookingMark(item) ?? {}
    expect(contain(details, digestsOf({ title: item.subject, times: { ...windowOf(item), allDay: false } }))).toBe(true)
  }
  if (possible.length === 1) expect(world.exchange.told.filter((title) => title === only).length).toBeLessThan(2)
}

/** Nobody else's appointment is deleted, moved or made another one. */
function checkForeign({ exchange }: World, ids: readonly string[]): void {
  const found = exchange.items.filter(({ itemId }) => ids.includes(itemId?.id ?? ''))
  expect(found.map((item) => ({ ...windowOf(item), subject: item.subject }))).toEqual(
    ids.map((_, index) => ({ ...foreign[index], subject: FOREIGN })),
  )
}

const keysOf = ({ confirmed }: World) => confirmed.map((item) => bookingMark(item)?.key)

/** After all calls have ended, a last one for each key succeeds or says why not, and no hold is left. */
async function checkAftermath(world: World, scenario: Scenario, tasks: readonly Task[]): Promise<void> {
  const { refusesOldChangeKeys = true } = scenario.variant ?? {}
  for (const task of tasks.filter(({ does }) => does === 'book')) {
    const { key, window, calendar } = task
    const outcome = await world.outcome(world.book(key, window, { calendar }))
    const isAnswered = 'booked' in outcome || ('error' in outcome && isAnswer(outcome.error, scenario))
    expect(isAnswered, JSON.stringify(outcome)).toBe(true)
    checkOutcome(world, scenario, task, outcome)
  }
  const calendars = scenario.calendars === 2 ? CALENDARS : [undefined]
  for (const calendar of calendars.slice(1)) await world.outcome(world.removeStale({ calendar }))
  const removal = await world.outcome(world.removeStale({ calendar: calendars[0] }))
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
  readonly variant?: ServerVariant & { readonly namesItself?: boolean }
  /** Whether the calendar has a weekly series. */
  readonly hasSeries?: boolean
  /** Whether each calendar is watched. */
  readonly isWatched?: boolean
  /** How many calendars the mailbox has. Each of two blocks the other. Defaults to one. */
  readonly calendars?: 1 | 2
}

const schedules = (scenario: Scenario) =>
  fc.asyncProperty(
    fc.scheduler(),
    fc.nat(),
    fc.array(taskOf(scenario), { minLength: scenario.processes[0], maxLength: scenario.processes[1] }),
    scenario.isWatched === true ? fc.tuple(livesOf(scenario.often), livesOf(scenario.often)) : fc.constant([]),
    async (scheduler, seed, tasks, lives: readonly Lives[]) => {
      const { variant, hasSeries = false } = scenario
      const world = variant === undefined ? new World(scheduler, seed) : World.unproven(scheduler, seed, variant)
      if (hasSeries) world.exchange.addSeries(...series)
      const calendar = scenario.calendars === 2 ? CALENDARS[0] : undefined
      const booked = await world.outcome(world.book('m', origin, { calendar }))
      const id = 'booked' in booked ? booked.booked.id : ''
      const others = scenario.does.includes('adopt') ? foreign : []
      const ids = others.map((window) =>
        world.exchange.add({ subject: FOREIGN, ...window, legacyFreeBusyStatus: 'Free' }),
      )
      const run = async ({ does, key, window, moves, ...options }: Task, index: number) => {
        if (does === 'book') return world.book(key, window, options)
        if (does === 'move') return world.move(id, window, options)
        if (does === 'move quietly') return world.update(id, window, { ...options, notify: 'none' })
        if (does === 'update') return world.update(id, changesOf(titleOf(index), moves ? window : undefined), options)
        if (does === 'adopt') return world.adopt(ids[foreign.indexOf(window)] ?? '', key, options)
        if (isOfRooms(does)) {
          const rooms = does === 'invite' ? [ROOM] : []
          return world.update(id, { location: `place ${index}`, rooms }, options)
        }
        if (does === 'cancel') await world.cancel(id, options)
        else if (does === 'cancel quietly') await world.cancel(id, { ...options, notify: 'none' })
        else if (does === 'copy') await world.copy(id, window)
        else if (does === 'restart') await world.restart()
        else await world.useOutlook(window, options)
        return { id, changeKey: '', ...origin }
      }
      const watched = scenario.calendars === 2 ? CALENDARS : [calendar]
      const watchers = watched.slice(0, lives.length).map((each) => new Watcher(world, each))
      const watching = Promise.allSettled(watchers.map((watcher, index) => watcher.run(lives[index] ?? [])))
      const outcomes = await world.outcomes(tasks.map(run))
      for (const end of await watching) if (end.status === 'rejected') throw end.reason
      for (const watcher of watchers) watcher.check()
      checkCalendar(world, scenario)
      checkAnswers(world, tasks, outcomes, 'booked' in booked)
      tasks.forEach((each, index) => {
        const outcome = outcomes[index] ?? { died: true }
        if (isForAppointment(each)) checkOutcome(world, scenario, each, outcome, titleOf(index))
      })
      if (scenario.does.includes('update')) checkDetails(world, tasks, outcomes)
      await checkAftermath(world, scenario, tasks)
      for (const watcher of watchers) await watcher.checkLater()
      checkForeign(world, ids)
      expect(world.exchange.blockedRooms).toEqual([])
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
      'processes that book, update and move',
      { does: ['book', 'update', 'update', 'move'], processes: [2, 4], often: 15, mishaps: BREAKDOWNS },
    ],
    [
      'processes that update, and one that cancels',
      { does: ['update', 'update', 'cancel', 'cancel quietly'], processes: [2, 4], often: 12, mishaps: BREAKDOWNS },
    ],
    [
      'processes that book, move, update and cancel, and somebody who copies the booking',
      {
        does: ['book', 'move', 'update', 'cancel', 'cancel quietly', 'copy', 'copy'],
        processes: [2, 5],
        often: 15,
        mishaps: BREAKDOWNS,
      },
    ],
    [
      'processes that invite a room, remove it, move and cancel the booking',
      {
        does: ['invite', 'invite', 'uninvite', 'update', 'move', 'move quietly', 'cancel', 'cancel quietly'],
        processes: [2, 5],
        often: 15,
        mishaps: BREAKDOWNS,
      },
    ],
    [
      'processes that book and adopt',
      { does: ['book', 'adopt', 'adopt'], processes: [2, 4], often: 20, mishaps: BREAKDOWNS },
    ],
    [
      'processes that book, adopt, update, move and cancel',
      {
        does: ['book', 'adopt', 'update', 'move', 'cancel', 'cancel quietly'],
        processes: [3, 5],
        often: 25,
        mishaps: BREAKDOWNS,
      },
    ],
    [
      'two calendars that block each other',
      { does: ['book', 'book', 'move', 'update'], processes: [2, 4], often: 20, mishaps: BREAKDOWNS, calendars: 2 },
    ],
    [
      'two calendars, each of which names both',
      {
        does: ['book', 'book', 'move', 'update', 'adopt'],
        processes: [2, 4],
        often: 20,
        mishaps: BREAKDOWNS,
        calendars: 2,
        variant: { namesItself: true },
      },
    ],
    [
      'two calendars that block each other, and adoptions, on a server that leaves our properties out of its views',
      {
        does: ['book', 'book', 'adopt', 'update'],
        processes: [2, 3],
        often: 20,
        mishaps: BREAKDOWNS,
        calendars: 2,
        variant: { marksInViews: false },
      },
    ],
    [
      'processes that book, move, cancel and watch, and somebody in Outlook',
      {
        does: ['book', 'move', 'cancel', 'cancel quietly', 'copy', 'use Outlook', 'restart'],
        processes: [2, 5],
        often: 15,
        mishaps: BREAKDOWNS,
        isWatched: true,
      },
    ],
    [
      'two watched calendars, and all that can happen to them',
      {
        does: ['book', 'book', 'adopt', 'update', 'move', 'use Outlook', 'restart'],
        processes: [3, 5],
        often: 20,
        mishaps: BREAKDOWNS,
        isWatched: true,
        calendars: 2,
      },
    ],
    [
      'watched updates and adoptions on a server that leaves our properties out of its views',
      {
        does: ['book', 'adopt', 'update', 'use Outlook', 'restart'],
        processes: [2, 4],
        often: 15,
        mishaps: BREAKDOWNS,
        isWatched: true,
        variant: { marksInViews: false },
      },
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
  ])(
    '%s: no double booking, no loss, no change missed or told twice, no refusal without cause, no hold and no blocked room left',
    async (_case, scenario) => {
      await fc.assert(schedules(scenario), { numRuns: RUNS })
    },
  )
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
    [
      'book, adopt and update',
      { ...server, does: ['book', 'adopt', 'update'], processes: [2, 4], mishaps: BREAKDOWNS },
    ],
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
