import { BookingCalendar, type BusyPeriod } from 'ews-booking/booking'
import type { Simulator } from 'ews-booking/simulator'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, clientOf, exchange, MAILBOX } from '../exchange'
import { bySuite } from '../suite'
import { availability, questionsTo, requestsTo } from './availability'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60

const later = (from: Date, minutes: number) => new Date(from.getTime() + minutes * MINUTE_MS)

const OUR_WORD = {
  Free: 'free',
  Tentative: 'tentative',
  Busy: 'busy',
  OOF: 'outOfOffice',
  WorkingElsewhere: 'workingElsewhere',
  NoData: 'unknown',
} as const

/** Sorts by time. For equal times, the stronger status comes first. */
const STRENGTH = ['outOfOffice', 'busy', 'unknown', 'workingElsewhere', 'tentative']

interface Appointment {
  readonly start: Date
  readonly end: Date
  readonly status: keyof typeof OUR_WORD
}

/** The expected result, from one appointment after the other. */
function periodsIn(window: { start: Date; end: Date }, appointments: readonly Appointment[]): BusyPeriod[] {
  return appointments
    .flatMap(({ start, end, status }) => {
      const word = OUR_WORD[status]
      const from = new Date(Math.max(start.getTime(), window.start.getTime()))
      const to = new Date(Math.min(end.getTime(), window.end.getTime()))
      return word === 'free' || from >= to ? [] : [{ start: from, end: to, status: word }]
    })
    .sort(
      (one, other) =>
        one.start.getTime() - other.start.getTime() ||
        one.end.getTime() - other.end.getTime() ||
        STRENGTH.indexOf(one.status) - STRENGTH.indexOf(other.status),
    )
}

/** Strings are compared faster than objects with dates, of which there can be many thousands. */
const inWords = ({ start, end, status }: BusyPeriod) => `${start.toISOString()} ${end.toISOString()} ${status}`

/** Multiples of a quarter of a day meet seams and each other; single minutes do otherwise. */
const offset = fc.oneof(
  fc.integer({ min: -16, max: 60 }).map((quarters) => quarters * 360),
  fc.integer({ min: -4 * DAY_MINUTES, max: 15 * DAY_MINUTES }),
)
const length = fc.oneof(
  fc.integer({ min: 1, max: 16 }).map((quarters) => quarters * 360),
  fc.integer({ min: 1, max: 4 * DAY_MINUTES }),
)
const status = fc.constantFrom<Appointment['status'][]>(
  'Free',
  'Tentative',
  'Busy',
  'OOF',
  'WorkingElsewhere',
  'NoData',
)
const appointments = fc
  .array(fc.tuple(offset, length, status), { maxLength: 8 })
  // Different appointments at the same time, with the same and with other statuses.
  .chain((list) =>
    fc
      .tuple(fc.subarray(list), fc.subarray(list), status)
      .map(([same, other, status]) => [
        ...list,
        ...same,
        ...other.map(([offset, length]) => [offset, length, status] as const),
      ]),
  )

const start = fc.integer({ min: 0, max: 400 * DAY_MINUTES }).map((minutes) => later(at('00:00'), minutes))
const windowMinutes = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((days) => days * DAY_MINUTES),
  fc.integer({ min: 1, max: 12 * DAY_MINUTES }),
)

function fill(server: Simulator, mailbox: string, list: readonly Appointment[]) {
  for (const appointment of list) server.add(mailbox, { subject: 'x', ...appointment })
}

describe('pain 11: a window that takes several requests', () => {
  it('returns what a single request would: each period once, joined across seams, clipped and sorted', async () => {
    const runs = bySuite({ quick: 30, slow: 150 })
    const mailboxes = Array.from({ length: runs }, (_, index) => `calendar-${index}@example.com`)
    const server = await exchange({ mailboxes: [MAILBOX, ...mailboxes], gzip: false })
    const client = clientOf(server)
    await fc.assert(
      fc.asyncProperty(
        start,
        windowMinutes,
        appointments,
        fc.integer({ min: 1, max: 5 }),
        async (start, minutes, list, maxWindowDays) => {
          const mailbox = mailboxes.pop() ?? ''
          const window = { start, end: later(start, minutes) }
          const calendar = list.map(([offset, length, status]) => {
            const from = later(start, offset)
            return { start: from, end: later(from, length), status }
          })
          fill(server, mailbox, calendar)
          const before = requestsTo(server).length
          const inPieces = await BookingCalendar.freeBusyOf(client, [mailbox], window, { maxWindowDays })
          const requests = requestsTo(server).length - before
          const atOnce = await BookingCalendar.freeBusyOf(client, [mailbox], window)
          expect(inPieces).toEqual(atOnce)
          expect(inPieces.get(mailbox)).toEqual({ periods: periodsIn(window, calendar) })
          expect(requests).toBe(Math.ceil(minutes / DAY_MINUTES / maxWindowDays))
        },
      ),
      { numRuns: runs, endOnFailure: true },
    )
  })

  it('is complete for five years with thousands of appointments, in 44 requests', async () => {
    const count = bySuite({ quick: 2_000, slow: 20_000 })
    const spacing = (5 * 365 * DAY_MINUTES) / count
    const server = await exchange({ gzip: false })
    const window = { start: at('08:00'), end: new Date('2031-12-01T08:00:00Z') }
    const statuses = ['Busy', 'Tentative', 'OOF', 'Free', 'WorkingElsewhere'] as const
    const calendar = Array.from({ length: count }, (_, index): Appointment => {
      const from = later(window.start, Math.floor(index * spacing) + ((index * 7919) % 97))
      // Some are longer than a request's window.
      const minutes = index % (count / 10) === 0 ? 100 * DAY_MINUTES : 15 + ((index * 31) % 240)
      return { start: from, end: later(from, minutes), status: statuses[index % statuses.length] ?? 'Busy' }
    })
    fill(server, MAILBOX, calendar)
    const answers = await BookingCalendar.freeBusyOf(clientOf(server), [MAILBOX], window)
    expect(requestsTo(server)).toHaveLength(44)
    expect(answers.get(MAILBOX)?.periods?.map(inWords)).toEqual(periodsIn(window, calendar).map(inWords))
  })

  it('pain 14: takes 10 requests for 1,000 mailboxes and a week, and each mailbox has its own times', async () => {
    const mailboxes = Array.from({ length: 1_000 }, (_, index) => `room-${index}@example.com`)
    const server = await exchange({ mailboxes: [MAILBOX, ...mailboxes], gzip: false })
    const window = { start: at('00:00'), end: later(at('00:00'), 7 * DAY_MINUTES) }
    const calendarOf = (index: number): Appointment[] => [
      { start: later(window.start, index * 10), end: later(window.start, index * 10 + 45), status: 'Busy' },
      { start: later(window.end, -index - 1), end: later(window.end, 60), status: 'OOF' },
    ]
    for (const [index, mailbox] of mailboxes.entries()) fill(server, mailbox, calendarOf(index))
    const answers = await BookingCalendar.freeBusyOf(clientOf(server), [...mailboxes, ...mailboxes], window)
    expect(requestsTo(server)).toHaveLength(10)
    expect([...answers.keys()]).toEqual(mailboxes)
    expect([...answers.values()]).toEqual(
      mailboxes.map((_mailbox, index) => ({ periods: periodsIn(window, calendarOf(index)) })),
    )
  })

  it('shows what any answer contains if the calendar changes between them', async () => {
    const start = later(at('00:00'), 0)
    const seam = later(start, DAY_MINUTES)
    const window = { start, end: later(seam, DAY_MINUTES) }
    const across = { startTime: later(seam, -60), endTime: later(seam, 60), busyType: 'Busy' } as const
    const moved = { ...across, startTime: later(seam, -30) }
    const answered = new Map([
      [start.getTime(), [across]],
      [seam.getTime(), [across, across, moved]],
    ])
    const services = [
      availability((responses, { freeBusyViewOptions }) => {
        const calendarEventArray = answered.get(freeBusyViewOptions?.timeWindow.startTime.getTime() ?? 0)
        return responses.map((response) => ({
          ...response,
          freeBusyView: { freeBusyViewType: ['FreeBusy'], calendarEventArray },
        }))
      }),
    ]
    const client = clientOf(await exchange({ services }))
    const answers = await BookingCalendar.freeBusyOf(client, [MAILBOX], window, { maxWindowDays: 1 })
    const period = { start: across.startTime, end: across.endTime, status: 'busy' }
    expect(answers.get(MAILBOX)?.periods).toEqual([period, period, { ...period, start: moved.startTime }])
  })

  it('leaves out periods without duration everywhere', async () => {
    const start = later(at('00:00'), 0)
    const window = { start, end: later(start, 2 * DAY_MINUTES) }
    const services = [
      availability((responses) =>
        responses.map((response) => ({
          ...response,
          freeBusyView: {
            freeBusyViewType: ['FreeBusy'],
            calendarEventArray: [0, 600, DAY_MINUTES, 2 * DAY_MINUTES].map((minutes) => {
              const instant = later(start, minutes)
              return { startTime: instant, endTime: instant, busyType: 'Busy' }
            }),
          },
        })),
      ),
    ]
    const client = clientOf(await exchange({ services }))
    for (const maxWindowDays of [1, 2]) {
      const answers = await BookingCalendar.freeBusyOf(client, [MAILBOX], window, { maxWindowDays })
      expect(answers.get(MAILBOX)).toEqual({ periods: [] })
    }
  })

  it('pain 7: is cut at the same time of day across both daylight-saving changes', async () => {
    const server = await exchange()
    const window = { start: new Date('2027-03-20T22:45:00Z'), end: new Date('2027-11-20T13:15:30Z') }
    await BookingCalendar.freeBusyOf(clientOf(server, { maxConnections: 1 }), [MAILBOX], window)
    const asked = questionsTo(server).map(({ window }) => window)
    expect(asked).toHaveLength(6)
    expect([asked[0]?.start, asked.at(-1)?.end]).toEqual([window.start, window.end])
    expect(asked.slice(1).map(({ start }) => start)).toEqual(asked.slice(0, -1).map(({ end }) => end))
    expect(new Set(asked.map(({ start }) => start.toISOString().slice(11)))).toEqual(new Set(['22:45:00.000Z']))
  })
})
