import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WeeklyHours } from '../../src/booking/calendar/weekly-hours'
import type { Window } from '../../src/booking/calendar/window'
import type { BusyPeriod } from '../../src/booking/free-busy/busy-period'
import { bookableSlots } from '../../src/booking/free-slots/bookable-slots'
import { freeSlotsIn } from '../../src/booking/free-slots/free-slots'
import type { FreeSlotsOptions } from '../../src/booking/free-slots/options'
import { CHANGES, readWall } from './time-zone/wall-clock-oracle'

const MINUTE_MS = 60_000

const window = (start: string, end: string): Window => ({ start: new Date(start), end: new Date(end) })

const busy = (start: string, end: string, status: BusyPeriod['status'] = 'busy'): BusyPeriod => ({
  ...window(start, end),
  status,
})

/** Monday, 15 February 2027, in UTC. */
const monday = (from: string, to: string) => window(`2027-02-15T${from}Z`, `2027-02-15T${to}Z`)
const mondayBusy = (from: string, to: string, status?: BusyPeriod['status']) =>
  busy(`2027-02-15T${from}Z`, `2027-02-15T${to}Z`, status)

type Input = Parameters<typeof freeSlotsIn>[0]

const morning: Input = { ...monday('09:00', '12:00'), duration: 60, timeZone: 'UTC', calendars: [[]] }

const timesOf = (slots: readonly Window[]) =>
  slots.map(({ start, end }) => `${start.toISOString().slice(11, 16)}-${end.toISOString().slice(11, 16)}`)

const times = (options: Partial<Input>) => timesOf(freeSlotsIn({ ...morning, ...options }))

/** The starts as wall-clock times, such as `02:30`. */
const onTheWall = (slots: readonly Window[], timeZone: string) =>
  slots.map(({ start }) => readWall(start.getTime(), timeZone).time.slice(0, 5))

const EVERY_DAY = (from: string, to: string): WeeklyHours =>
  Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, [{ from, to }]]),
  )

describe('a free slot', () => {
  it('lies in the window', () => {
    expect(times({})).toEqual(['09:00-10:00', '10:00-11:00', '11:00-12:00'])
    expect(times(monday('09:01', '11:59'))).toEqual(['10:00-11:00'])
    expect(times(monday('09:00', '09:59'))).toEqual([])
  })

  it('starts on the grid from midnight, and may overlap the slot before', () => {
    expect(times({ step: 30, ...monday('09:10', '11:00') })).toEqual(['09:30-10:30', '10:00-11:00'])
    expect(times({ step: 100 })).toEqual(['10:00-11:00'])
    expect(times({ step: 1440 })).toEqual([])
  })

  it('is on a grid that restarts at each midnight', () => {
    const night = window('2027-02-15T20:00Z', '2027-02-16T10:00Z')
    expect(times({ ...night, step: 7 * 60 })).toEqual(['21:00-22:00', '00:00-01:00', '07:00-08:00'])
  })

  it('lasts elapsed days if the duration is more than one', () => {
    const week = window('2027-03-26T23:00Z', '2027-04-01T22:00Z')
    const slots = freeSlotsIn({ ...week, duration: 2 * 1440, timeZone: 'Europe/Zurich', calendars: [[]] })
    expect(slots.map(({ start, end }) => [start.toISOString(), end.toISOString()])).toEqual([
      ['2027-03-26T23:00:00.000Z', '2027-03-28T23:00:00.000Z'],
      ['2027-03-27T23:00:00.000Z', '2027-03-29T23:00:00.000Z'],
      ['2027-03-28T22:00:00.000Z', '2027-03-30T22:00:00.000Z'],
      ['2027-03-29T22:00:00.000Z', '2027-03-31T22:00:00.000Z'],
      ['2027-03-30T22:00:00.000Z', '2027-04-01T22:00:00.000Z'],
    ])
  })

  it('overlaps nothing busy, and may touch it', () => {
    expect(times({ calendars: [[mondayBusy('10:00', '11:00')]] })).toEqual(['09:00-10:00', '11:00-12:00'])
    expect(times({ calendars: [[mondayBusy('10:59', '11:01')]] })).toEqual(['09:00-10:00'])
    expect(times({ calendars: [[mondayBusy('08:00', '09:00'), mondayBusy('12:00', '13:00')]] })).toHaveLength(3)
  })

  it('has free buffers, which may lie outside of window and working hours', () => {
    const calendars = [[mondayBusy('08:30', '08:50'), mondayBusy('12:05', '13:00')]]
    const workingHours = { monday: [{ from: '09:00', to: '12:00' }] }
    expect(times({ calendars, workingHours, bufferBefore: 10, bufferAfter: 5 })).toHaveLength(3)
    expect(times({ calendars, bufferBefore: 11 })).toEqual(['10:00-11:00', '11:00-12:00'])
    expect(times({ calendars, bufferAfter: 6 })).toEqual(['09:00-10:00', '10:00-11:00'])
  })

  it("doesn't depend on the order and overlap of busy times", () => {
    const calendars = [[mondayBusy('11:30', '11:40'), mondayBusy('08:00', '11:00'), mondayBusy('09:00', '09:30')]]
    expect(times({ calendars, duration: 30 })).toEqual(['11:00-11:30'])
  })

  it('contains no appointment without duration, but may touch it', () => {
    expect(times({ calendars: [[mondayBusy('10:30', '10:30')]] })).toEqual(['09:00-10:00', '11:00-12:00'])
    expect(times({ calendars: [[mondayBusy('10:00', '10:00')]] })).toHaveLength(3)
  })
})

describe('what blocks', () => {
  const blocks = (status: BusyPeriod['status'], treatAsBusy?: FreeSlotsOptions['treatAsBusy']) =>
    times({ calendars: [[mondayBusy('09:00', '12:00', status)]], treatAsBusy }).length === 0

  it.each([
    ['busy', true],
    ['outOfOffice', true],
    ['unknown', true],
    ['tentative', true],
    ['workingElsewhere', false],
  ] as const)('by default: %s %s', (status, expected) => expect(blocks(status)).toBe(expected))

  it.each([
    ['busy', true],
    ['outOfOffice', true],
    ['unknown', true],
    ['tentative', false],
    ['workingElsewhere', true],
  ] as const)('with treatAsBusy: [workingElsewhere]: %s %s', (status, expected) =>
    expect(blocks(status, ['workingElsewhere'])).toBe(expected),
  )

  it('always busy, out of office and unknown', () => {
    expect((['busy', 'outOfOffice', 'unknown', 'tentative'] as const).map((status) => blocks(status, []))).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})

describe('several calendars', () => {
  const calendars = [[mondayBusy('09:00', '10:00')], [mondayBusy('10:00', '11:00')], [mondayBusy('09:30', '10:30')]]
  const found = (mode?: 'all' | 'any') =>
    freeSlotsIn({ ...morning, calendars, mode }).map(({ start, calendars }) => [start.getUTCHours(), calendars])

  it('are all free by default', () => {
    expect(found()).toEqual([[11, [0, 1, 2]]])
    expect(found('all')).toEqual(found())
  })

  it('or any of them, with their positions', () => {
    expect(found('any')).toEqual([
      [9, [1]],
      [10, [0]],
      [11, [0, 1, 2]],
    ])
  })
})

describe('working hours', () => {
  it('follow the wall clock, on their own day of the week', () => {
    const workingHours = { monday: [{ from: '09:00', to: '10:30' }], wednesday: [{ from: '23:00', to: '24:00' }] }
    const week = window('2027-02-14T23:00Z', '2027-02-21T23:00Z')
    const slots = freeSlotsIn({ ...week, duration: 30, workingHours, timeZone: 'Europe/Zurich', calendars: [[]] })
    expect(slots.map(({ start }) => start.toISOString().slice(0, 16))).toEqual([
      '2027-02-15T08:00',
      '2027-02-15T08:30',
      '2027-02-15T09:00',
      '2027-02-17T22:00',
      '2027-02-17T22:30',
    ])
  })

  it('may have breaks, and adjacent or overlapping ranges are joined', () => {
    const range = (from: string, to: string) => ({ from, to })
    const hours = (...ranges: readonly { from: string; to: string }[]) =>
      times({ ...monday('08:00', '13:00'), workingHours: { monday: ranges } })
    expect(hours(range('09:00', '10:00'), range('11:00', '12:00'))).toEqual(['09:00-10:00', '11:00-12:00'])
    expect(hours(range('10:30', '13:00'), range('09:00', '10:30'))).toHaveLength(4)
    expect(hours(range('09:00', '12:00'), range('09:30', '10:30'))).toHaveLength(3)
  })

  it('continue past midnight if the next day has the rest', () => {
    const workingHours = { monday: [{ from: '22:00', to: '24:00' }], tuesday: [{ from: '00:00', to: '01:00' }] }
    const night = window('2027-02-15T12:00Z', '2027-02-16T12:00Z')
    expect(times({ ...night, workingHours, duration: 120, step: 60 })).toEqual(['22:00-00:00', '23:00-01:00'])
  })

  it('without any range allow nothing', () => {
    expect(times({ workingHours: {} })).toEqual([])
    expect(times({ workingHours: { monday: [], sunday: [{ from: '00:00', to: '24:00' }] } })).toEqual([])
  })
})

describe('pain 7: when the clocks change', () => {
  const options = { duration: 30, timeZone: 'Europe/Zurich', calendars: [[]] }

  it('slots keep their time of day', () => {
    const workingHours = EVERY_DAY('09:00', '10:00')
    for (const [start, end] of [
      ['2027-03-27', '2027-03-30'],
      ['2027-10-30', '2027-11-02'],
    ]) {
      const slots = freeSlotsIn({ ...options, ...window(`${start}T00:00Z`, `${end}T00:00Z`), workingHours })
      expect(onTheWall(slots, 'Europe/Zurich')).toEqual(['09:00', '09:30', '09:00', '09:30', '09:00', '09:30'])
    }
  })

  it('no slot starts in a skipped hour, and none is lost', () => {
    const slots = freeSlotsIn({ ...options, duration: 60, ...window('2027-03-28T00:00Z', '2027-03-28T03:00Z') })
    expect(timesOf(slots)).toEqual(['00:00-01:00', '01:00-02:00', '02:00-03:00'])
    expect(onTheWall(slots, 'Europe/Zurich')).toEqual(['01:00', '03:00', '04:00'])
  })

  it('a repeated hour has its slots twice, at different instants', () => {
    const slots = freeSlotsIn({ ...options, ...window('2027-10-30T23:30Z', '2027-10-31T02:30Z') })
    expect(timesOf(slots)).toEqual([
      '23:30-00:00',
      '00:00-00:30',
      '00:30-01:00',
      '01:00-01:30',
      '01:30-02:00',
      '02:00-02:30',
    ])
    expect(onTheWall(slots, 'Europe/Zurich')).toEqual(['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'])
  })

  it('working hours that end in a repeated hour are open twice', () => {
    const workingHours = { sunday: [{ from: '01:00', to: '02:30' }] }
    const slots = freeSlotsIn({ ...options, workingHours, ...window('2027-10-30T22:00Z', '2027-10-31T06:00Z') })
    expect(onTheWall(slots, 'Europe/Zurich')).toEqual(['01:00', '01:30', '02:00', '02:00'])
  })

  it('a skipped day has no slots', () => {
    const around = window('2011-12-29T10:00Z', '2011-12-31T10:00Z')
    const slots = freeSlotsIn({ ...around, duration: 720, timeZone: 'Pacific/Apia', calendars: [[]] })
    expect(slots.map(({ start }) => readWall(start.getTime(), 'Pacific/Apia').date)).toEqual([
      '2011-12-29',
      '2011-12-29',
      '2011-12-31',
      '2011-12-31',
    ])
  })
})

describe('compared with a search minute by minute', () => {
  type Wall = ReturnType<typeof readWall>

  const WEEKDAYS = { Sun: 'sunday', Mon: 'monday', Tue: 'tuesday', Wed: 'wednesday', Thu: 'thursday' } as const
  const WEEK: Readonly<Record<string, keyof WeeklyHours>> = { ...WEEKDAYS, Fri: 'friday', Sat: 'saturday' }

  /** Each minute is looked at once. */
  function once<Value>(look: (minute: number) => Value, known = new Map<number, Value>()): (minute: number) => Value {
    return (minute) => {
      const value = known.get(minute) ?? look(minute)
      known.set(minute, value)
      return value
    }
  }

  function isWorking({ weekday, time }: Wall, { workingHours }: Input): boolean {
    if (workingHours === undefined) return true
    const ranges = workingHours[WEEK[weekday] ?? 'sunday'] ?? []
    return ranges.some(({ from, to }) => time >= `${from}:00` && time < `${to}:00`)
  }

  const BLOCKING: readonly string[] = ['busy', 'outOfOffice', 'unknown']

  const isBusy = (minute: number, calendar: readonly BusyPeriod[], treatAsBusy: readonly string[]) =>
    calendar.some(
      ({ start, end, status }) =>
        (BLOCKING.includes(status) || treatAsBusy.includes(status)) &&
        minute + MINUTE_MS > start.getTime() &&
        minute < end.getTime(),
    )

  /** Looks at each minute of each candidate in each calendar. */
  function search(input: Input, wallAt: (minute: number) => Wall): [string, readonly number[]][] {
    const { start, end, duration, step = Math.min(duration, 1440), calendars, mode = 'all' } = input
    const { bufferBefore = 0, bufferAfter = 0, treatAsBusy = ['tentative'] } = input
    const minutes = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => from + index * MINUTE_MS)
    const working = once((minute) => isWorking(wallAt(minute), input))
    const taken = calendars.map((calendar) => once((minute) => isBusy(minute, calendar, treatAsBusy)))
    const found: [string, readonly number[]][] = []
    const first = Math.ceil(start.getTime() / MINUTE_MS) * MINUTE_MS
    for (let time = first; time + duration * MINUTE_MS <= end.getTime(); time += MINUTE_MS) {
      const [hour = 0, minute = 0] = wallAt(time).time.split(':').map(Number)
      if ((hour * 60 + minute) % step !== 0) continue
      if (!minutes(time, duration).every(working)) continue
      const needed = minutes(time - bufferBefore * MINUTE_MS, bufferBefore + duration + bufferAfter)
      const free = taken.flatMap((isTaken, index) => (needed.some(isTaken) ? [] : [index]))
      if (mode === 'all' ? free.length === calendars.length : free.length > 0)
        found.push([new Date(time).toISOString(), free])
    }
    return found
  }

  const timeOfDay = fc
    .integer({ min: 0, max: 96 })
    .map(
      (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`,
    )
  const range = fc
    .uniqueArray(timeOfDay, { minLength: 2, maxLength: 2 })
    .map((pair) => [...pair].sort())
    .map(([from = '', to = '']) => ({ from, to }))
  const allDay = fc.constant([{ from: '00:00', to: '24:00' }])
  const workingHours = fc.record(
    Object.fromEntries(Object.values(WEEK).map((day) => [day, fc.oneof(allDay, fc.array(range, { maxLength: 3 }))])),
  )

  const status = fc.constantFrom<BusyPeriod['status'][]>(
    'busy',
    'outOfOffice',
    'tentative',
    'workingElsewhere',
    'unknown',
  )
  const calendarAround = (middle: number) =>
    fc.array(
      fc
        .record({
          start: fc.integer({ min: -3 * 1440 * 60, max: 3 * 1440 * 60 }),
          length: fc.oneof(fc.integer({ min: 1, max: 7200 }), fc.constantFrom(1800, 3600, 86_400)),
          rounded: fc.constantFrom(1, 60, 1800),
          status,
        })
        .map(({ start, length, rounded, status }) => {
          const from = middle + Math.round(start / rounded) * rounded * 1000
          return { start: new Date(from), end: new Date(from + length * 1000), status }
        }),
      { maxLength: 12 },
    )

  const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })

  const inputAround = (timeZone: string, middle: number) =>
    fc.record({
      start: fc.integer({ min: -1.5 * 1440 * 60, max: 0 }).map((seconds) => new Date(middle + seconds * 1000)),
      end: fc.integer({ min: 1, max: 2 * 1440 * 60 }).map((seconds) => new Date(middle + seconds * 1000)),
      duration: fc.oneof(fc.constantFrom(15, 30, 45, 60, 90, 1440), fc.integer({ min: 1, max: 180 })),
      step: optional(fc.oneof(fc.constantFrom(10, 15, 30, 60), fc.integer({ min: 7, max: 1440 }))),
      bufferBefore: optional(fc.integer({ min: 0, max: 90 })),
      bufferAfter: optional(fc.integer({ min: 0, max: 90 })),
      workingHours: optional(workingHours),
      timeZone: fc.constant(timeZone),
      calendars: fc.array(calendarAround(middle), { minLength: 1, maxLength: 3 }),
      mode: optional(fc.constantFrom('all', 'any')),
      treatAsBusy: optional(fc.subarray<BusyPeriod['status']>(['busy', 'tentative', 'workingElsewhere'])),
    })

  // Only offsets of whole minutes: a search by minutes finds no others.
  it.each(CHANGES)('%s, %s (%s)', (timeZone, date) => {
    const middle = Date.parse(`${date}T00:00:00Z`)
    const wallAt = once((minute) => readWall(minute, timeZone))
    let total = 0
    fc.assert(
      fc.property(inputAround(timeZone, middle), (input) => {
        const slots = freeSlotsIn(input)
        total += slots.length
        expect(slots.map(({ start, calendars }) => [start.toISOString(), calendars])).toEqual(search(input, wallAt))
        for (const { start, end } of slots) expect(end.getTime() - start.getTime()).toBe(input.duration * MINUTE_MS)
      }),
      { numRuns: 30 },
    )
    expect(total).toBeGreaterThan(0)
  })
})

describe('a long window with many appointments', () => {
  it('is read once: five years in quarters of an hour, 20 calendars of 21,900 appointments', () => {
    const start = Date.UTC(2025, 0, 1)
    let reads = 0
    const calendar = Array.from({ length: 21_900 }, (_, index) => {
      const from = start + index * 2 * 60 * MINUTE_MS
      return {
        get start() {
          reads++
          return new Date(from)
        },
        end: new Date(from + 30 * MINUTE_MS),
        status: 'busy' as const,
      }
    })
    const slots = freeSlotsIn({
      start: new Date(start),
      end: new Date(start + 21_900 * 2 * 60 * MINUTE_MS),
      duration: 15,
      timeZone: 'UTC',
      calendars: Array.from({ length: 20 }, () => calendar),
    })
    expect(slots).toHaveLength(21_900 * 6)
    expect(reads).toBeLessThanOrEqual(20 * 21_900 * 2)
  })
})

describe('wrong options are named', () => {
  const hours = (from: string, to: string) => ({ workingHours: { monday: [{ from, to }] } })

  it.each<[string, object]>([
    ['start', { start: new Date(Number.NaN) }],
    ['start', { start: '2027-02-15T09:00:00Z' }],
    ['start', { start: new Date('1850-01-01T00:00:00Z'), maxDays: 1e6 }],
    ['end', { end: morning.start }],
    ['end', { end: new Date('2201-01-01T00:00:00Z'), maxDays: 1e6 }],
    ['end', { end: new Date('2033-01-01T00:00:00Z') }],
    ['duration', { duration: 0 }],
    ['duration', { duration: 1.5 }],
    ['duration', { duration: '60' }],
    ['duration', { duration: undefined }],
    ['duration', { duration: 1e9 }],
    ['step', { step: 0 }],
    ['step', { step: 1441 }],
    ['bufferBefore', { bufferBefore: -1 }],
    ['bufferAfter', { bufferAfter: Number.NaN }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['timeZone', { timeZone: undefined }],
    ['mode', { mode: 'some' }],
    ['treatAsBusy[1]', { treatAsBusy: ['tentative', 'free'] }],
    ['workingHours.Monday', { workingHours: { Monday: [] } }],
    ['workingHours.monday[0].from', hours('9:00', '17:00')],
    ['workingHours.monday[0].to', hours('24:00', '24:00')],
    ['workingHours.monday[0].to', hours('09:00', '24:01')],
    ['workingHours.monday[0].to', hours('09:00', '17:60')],
    ['workingHours.monday[0].to', hours('17:00', '17:00')],
    ['workingHours.monday[0].to', hours('22:00', '06:00')],
    [
      'workingHours.friday[1].to',
      {
        workingHours: {
          friday: [
            { from: '08:00', to: '12:00' },
            { from: '13:00', to: '' },
          ],
        },
      },
    ],
    ['calendars', { calendars: [] }],
    ['calendars[1][0].end', { calendars: [[], [mondayBusy('10:00', '09:00')]] }],
    ['calendars[0][1].end', { calendars: [[mondayBusy('09:00', '10:00'), mondayBusy('09:00', 'x')]] }],
  ])('%s: %j', (path, options) => {
    expect(() => freeSlotsIn({ ...morning, ...options })).toThrow(
      expect.objectContaining({ name: 'EwsRequestError', path }),
    )
  })
})

describe('bookableSlots', () => {
  const [first, second] = ['dr.meier@example.com', 'room-1@example.com']
  const options = { ...morning, calendars: [first, second] }

  it('asks for the busy times of the window and its buffers', async () => {
    const asked: Window[] = []
    const slots = await bookableSlots(
      { ...options, bufferBefore: 20, bufferAfter: 15, mode: 'any' },
      async (wanted) => {
        asked.push(wanted)
        return new Map([
          [first, { periods: [mondayBusy('08:40', '08:50'), mondayBusy('12:10', '12:20')] }],
          [second, { periods: [] }],
        ])
      },
    )
    expect(asked).toEqual([monday('08:40', '12:15')])
    expect(slots.map(({ calendars }) => calendars)).toEqual([[second], [first, second], [second]])
  })

  it('asks for nothing with wrong options', async () => {
    let asked = false
    const ask = async () => {
      asked = true
      return new Map()
    }
    await expect(bookableSlots({ ...options, duration: -5 }, ask)).rejects.toThrow('duration')
    expect(asked).toBe(false)
  })

  it('fails if asking fails, and shows nothing as free', async () => {
    const failure = new Error('no answer')
    await expect(bookableSlots(options, () => Promise.reject(failure))).rejects.toBe(failure)
  })

  it('pain 13: takes a calendar that is missing in the answer for unknown', async () => {
    const ask = async () => new Map([[first, { periods: [] }]])
    await expect(bookableSlots(options, ask)).rejects.toThrow('room-1@example.com')
    expect((await bookableSlots({ ...options, mode: 'any' }, ask))[0]).toMatchObject({
      calendars: [first],
      unknown: [{ mailbox: second, error: { code: 'ERR_EWS_PROTOCOL' } }],
    })
  })

  it('finds the same in busy times that are clipped to what was asked for', () => {
    const calendars = [[mondayBusy('07:00', '09:10'), mondayBusy('11:55', '15:00')]]
    const clipped = [[mondayBusy('08:40', '09:10'), mondayBusy('11:55', '12:15')]]
    const buffers = { bufferBefore: 20, bufferAfter: 15, step: 5, duration: 30 }
    expect(times({ ...buffers, calendars })).toEqual(times({ ...buffers, calendars: clipped }))
    expect(times({ ...buffers, calendars })).toContain('09:30-10:00')
  })
})
