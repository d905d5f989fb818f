import { BookingCalendar, type BusyPeriod } from 'ews-booking/booking'
import type { Simulator } from 'ews-booking/simulator'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, clientOf, exchange, MAILBOX } from '../exchange'
import { questionsTo, requestsTo } from './availability'

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

/** Stronger statuses come first where times are the same. */
const STRENGTH = ['outOfOffice', 'busy', 'unknown', 'workingElsewhere', 'tentative']

interface Appointment {
  readonly start: Date
  readonly end: Date
  readonly status: keyof typeof OUR_WORD
}

/** What must come out, by looking at one appointment after the other. */
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

/** Multiples of a quarter of a day meet seams and each other; single minutes do otherwise. */
const offset = fc.oneof(
  fc.integer({ min: -16, max: 60 }).map((quarters) => quarters * 360),
  fc.integer({ min: -4 * DAY_MINUTES, max: 15 * DAY_MINUTES }),
)
const length = fc.oneof(
  fc.integer({ min: 1, max: 16 }).map((quarters) => quarters * 360),
  fc.integer({ min: 1, max: 4 * DAY_MINUTES }),
)
const appointments = fc
  .array(fc.tuple(offset, length, fc.constantFrom(...(Object.keys(OUR_WORD) as (keyof typeof OUR_WORD)[]))), {
    maxLength: 12,
  })
  // A third of the calendar twice, so that there are different appointments with the same times.
  .map((list) => [...list, ...list.slice(0, Math.ceil(list.length / 3))])

const start = fc.integer({ min: 0, max: 400 * DAY_MINUTES }).map((minutes) => later(at('00:00'), minutes))
const windowMinutes = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((days) => days * DAY_MINUTES),
  fc.integer({ min: 1, max: 12 * DAY_MINUTES }),
)

function fill(server: Simulator, mailbox: string, list: readonly Appointment[]) {
  for (const appointment of list) server.add(mailbox, { subject: 'x', ...appointment })
}

describe('pain 11: a window that is asked for in pieces', () => {
  it('gives what a single request gives: each period once, whole across seams, clipped and in order', async () => {
    const runs = 150
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

  it('is right for five years with 20,000 appointments, in 44 requests', async () => {
    const server = await exchange({ gzip: false })
    const window = { start: at('08:00'), end: new Date('2031-12-01T08:00:00Z') }
    const statuses = ['Busy', 'Tentative', 'OOF', 'Free', 'WorkingElsewhere'] as const
    const calendar = Array.from({ length: 20_000 }, (_, index): Appointment => {
      const from = later(window.start, index * 131 + ((index * 7919) % 97))
      // Now and then one that is longer than a request's window.
      const minutes = index % 2_000 === 0 ? 100 * DAY_MINUTES : 15 + ((index * 31) % 240)
      return { start: from, end: later(from, minutes), status: statuses[index % statuses.length] ?? 'Busy' }
    })
    fill(server, MAILBOX, calendar)
    const answers = await BookingCalendar.freeBusyOf(clientOf(server), [MAILBOX], window)
    expect(requestsTo(server)).toHaveLength(44)
    expect(answers.get(MAILBOX)?.periods).toEqual(periodsIn(window, calendar))
  })

  it('pain 14: of 1,000 mailboxes and a week takes 10 requests, and each mailbox has its own times', async () => {
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

  it('pain 7: keeps its hours and minutes across both daylight-saving changes', async () => {
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
