import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { type CalendarItem, CreateItem, GetItem, UpdateItem } from '../../../src/operations'
import type { Recurrence } from '../../../src/operations/types/recurrence'
import type { NewAppointment } from '../../../src/simulator'
import { DOCTOR, withExchange } from '../exchange'

const BERLIN = { startTimeZone: { id: 'W. Europe Standard Time' } } as const
const start = new Date('2026-10-06T08:00:00Z')
const end = new Date('2026-10-06T09:00:00Z')
const startDate = '2026-10-06'
const counted = { numberedRecurrence: { startDate, numberOfOccurrences: 10 } }
const until = { endDateRecurrence: { startDate, endDate: '2026-12-15' } }

const patterns: readonly [string, Recurrence][] = [
  ['every third day', { dailyRecurrence: { interval: 3 }, ...counted }],
  ['Tuesdays and Fridays', { weeklyRecurrence: { interval: 1, daysOfWeek: ['Tuesday', 'Friday'] }, ...until }],
  [
    'every other week',
    { weeklyRecurrence: { interval: 2, daysOfWeek: ['Tuesday', 'Sunday'], firstDayOfWeek: 'Monday' }, ...counted },
  ],
  ['the 6th', { absoluteMonthlyRecurrence: { interval: 1, dayOfMonth: 6 }, ...counted }],
  ['the 31st, or the last day', { absoluteMonthlyRecurrence: { interval: 1, dayOfMonth: 31 }, ...counted }],
  [
    'the last Friday',
    { relativeMonthlyRecurrence: { interval: 1, daysOfWeek: 'Friday', dayOfWeekIndex: 'Last' }, ...counted },
  ],
  [
    'the second weekday',
    { relativeMonthlyRecurrence: { interval: 2, daysOfWeek: 'Weekday', dayOfWeekIndex: 'Second' }, ...counted },
  ],
  ['29 February, or the last day', { absoluteYearlyRecurrence: { month: 'February', dayOfMonth: 29 }, ...counted }],
  [
    'the first Monday of March',
    { relativeYearlyRecurrence: { month: 'March', daysOfWeek: 'Monday', dayOfWeekIndex: 'First' }, ...counted },
  ],
]

describe('IncludeMimeContent', () => {
  const { exchange, call } = withExchange()

  async function textOf(id: string): Promise<string> {
    const { responseMessages } = await call(GetItem, {
      itemShape: { baseShape: 'IdOnly', includeMimeContent: true },
      itemIds: [{ itemId: { id } }],
    })
    const { characterSet, value = '' } = responseMessages[0]?.items?.[0]?.mimeContent ?? {}
    expect(characterSet).toBe('UTF-8')
    return Buffer.from(value, 'base64').toString()
  }

  /** Reads an item's text with a library that others wrote. */
  async function calendarOf(id: string) {
    const component = new ICAL.Component(ICAL.parse(await textOf(id)))
    for (const zone of component.getAllSubcomponents('vtimezone')) {
      ICAL.TimezoneService.register(new ICAL.Timezone(zone))
    }
    const [main, ...others] = component.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
    if (main === undefined) throw new TypeError('There is no event in the calendar')
    for (const other of others) main.relateException(other)
    return { component, main, others }
  }

  const add = (more: Partial<NewAppointment> = {}) =>
    exchange().add(DOCTOR, { subject: 'Visit', start, end, ...more }).id

  it('gives an item as iCalendar that other software reads', async () => {
    const subject = `Besprechung; "${'ä'.repeat(60)}", Zimmer 1\\2`
    const { main } = await calendarOf(
      add({
        subject,
        body: 'One\nTwo, three',
        location: 'Room 1',
        categories: ['a,b', 'c'],
        sensitivity: 'Private',
        ...BERLIN,
      }),
    )
    expect(main.summary).toBe(subject)
    expect(main.description).toBe('One\nTwo, three')
    expect(main.location).toBe('Room 1')
    expect(main.startDate.toString()).toBe('2026-10-06T10:00:00')
    expect(main.startDate.toJSDate()).toEqual(start)
    expect(main.endDate.toJSDate()).toEqual(end)
    expect(main.component.getFirstProperty('categories')?.getValues()).toEqual(['a,b', 'c'])
    expect(main.component.getFirstPropertyValue('class')).toBe('PRIVATE')
    expect(main.uid).toBe(exchange().calendar(DOCTOR)[0]?.uid)
  })

  it('keeps lines within 75 bytes, and characters whole', async () => {
    const lines = (await textOf(add({ subject: '€'.repeat(200) }))).split('\r\n')
    expect(lines.at(-1)).toBe('')
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
    expect(lines.join('')).not.toContain('\ufffd')
  })

  it('has organizer and attendees with their answers', async () => {
    const attendee = (emailAddress: string, name?: string) => ({ mailbox: { emailAddress, name } })
    const { main } = await calendarOf(
      add({
        requiredAttendees: [{ ...attendee('nurse@example.com', 'Nurse "N"'), responseType: 'Accept' }],
        optionalAttendees: [attendee('clerk@example.com')],
        resources: [attendee('room-1@example.com')],
      }),
    )
    expect(main.organizer).toBe(`mailto:${DOCTOR}`)
    expect(
      main.attendees.map((each) => [each.getFirstValue(), each.getParameter('role'), each.getParameter('partstat')]),
    ).toEqual([
      ['mailto:nurse@example.com', 'REQ-PARTICIPANT', 'ACCEPTED'],
      ['mailto:clerk@example.com', 'OPT-PARTICIPANT', 'NEEDS-ACTION'],
      ['mailto:room-1@example.com', 'NON-PARTICIPANT', 'NEEDS-ACTION'],
    ])
  })

  it('has whole days as days', async () => {
    const { main } = await calendarOf(add({ isAllDayEvent: true, ...BERLIN }))
    expect([main.startDate.toString(), main.endDate.toString()]).toEqual(['2026-10-06', '2026-10-07'])
  })

  it.each(patterns)(
    'has a series of %s at the same times, also after the clocks changed',
    async (_name, recurrence) => {
      const id = add({ recurrence, ...BERLIN })
      const { main } = await calendarOf(id)
      const iterator = main.iterator()
      const starts: Date[] = []
      // A rule counts its start even if the pattern doesn't, so that one is left out.
      for (let next = iterator.next(); next && starts.length < 30; next = iterator.next()) starts.push(next.toJSDate())
      const window = { start: new Date('2026-10-01T00:00:00Z'), end: new Date('2040-01-01T00:00:00Z') }
      expect(starts).toEqual(
        exchange()
          .calendar(DOCTOR, window)
          .map((item) => item.start),
      )
    },
  )

  it('has the exceptions and the deleted occurrences of a series', async () => {
    const recurrence = { weeklyRecurrence: { interval: 1, daysOfWeek: ['Tuesday'] }, ...counted } as const
    const id = add({ recurrence, ...BERLIN })
    const change = { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Moved' } } as const
    await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        { occurrenceItemId: { recurringMasterId: id, instanceIndex: 2 }, updates: [{ setItemField: change }] },
      ],
    })
    const { main, others } = await calendarOf(id)
    expect(others.map(({ summary, recurrenceId }) => [summary, recurrenceId.toJSDate()])).toEqual([
      ['Moved', new Date('2026-10-13T08:00:00Z')],
    ])
    expect(main.isRecurring()).toBe(true)
  })

  it.each([['once', undefined] as const, ...patterns])(
    'makes the same item of its text: %s',
    async (_name, recurrence) => {
      const attendee = (emailAddress: string, name?: string) => ({ mailbox: { emailAddress, name } })
      const id = add({
        ...BERLIN,
        recurrence,
        body: 'Line; one\nand two',
        location: 'Room 1, left',
        categories: ['Red'],
        sensitivity: 'Private',
        status: 'OOF',
        reminderIsSet: true,
        reminderMinutesBeforeStart: 30,
        requiredAttendees: [attendee('nurse@example.com', 'Nurse')],
        optionalAttendees: [attendee('clerk@example.com')],
        resources: [attendee('room-1@example.com')],
      })
      const value = Buffer.from(await textOf(id)).toString('base64')
      const inbox = { distinguishedFolderId: { id: 'calendar' } } as const
      const create = { sendMeetingInvitations: 'SendToNone', savedItemFolderId: inbox } as const
      const { responseMessages } = await call(CreateItem, {
        ...create,
        items: [{ calendarItem: { mimeContent: { value } } }],
      })
      expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
      const window = { start: new Date('2026-10-01T00:00:00Z'), end: new Date('2040-01-01T00:00:00Z') }
      const all = exchange().calendar(DOCTOR, window)
      const [original, copy] = [0, 1].map((own) => all.filter((_, index) => index % 2 === own))
      expect(copy?.map(essence)).toEqual(original?.map(essence))
    },
  )

  it.each([
    'no calendar',
    'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
    calendarText('DTSTART:garbage'),
    calendarText('DTSTART:45010101T000000Z'),
    calendarText('DTSTART:20261201T090000Z', 'DTEND:99999999T000000Z'),
    calendarText('DTSTART:20261201T090000Z', 'DURATION:P1000000000W'),
    calendarText('DTSTART:20261201T090000Z', 'SUMMARY:\u0001'),
    calendarText('DTSTART:20261201T090000Z', 'RRULE:FREQ=DAILY;COUNT=99999999999'),
    calendarText('DTSTART:20261201T090000Z', 'RRULE:FREQ=DAILY;UNTIL=garbage'),
    zoned('FREQ=SECONDLY'),
    zoned('FREQ=YEARLY;BYHOUR=1,2,3'),
    zoned('FREQ=YEARLY;BYDAY=SU'),
    zoned('FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1,2,3,4,5,6,7,8'),
    zoned('FREQ=YEARLY', 33),
  ])('makes no item of other text', async (text) => {
    const mimeContent = { value: Buffer.from(text).toString('base64') }
    const request = { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem: { mimeContent } }] } as const
    const { responseMessages } = await call(CreateItem, request)
    expect(responseMessages).toMatchObject([{ responseCode: 'ErrorUnsupportedMimeConversion' }])
  })

  it('changes an item by its text', async () => {
    const id = add({ ...BERLIN, location: 'Room 1' })
    const text = (await textOf(id)).replace('Room 1', 'Room 2')
    const calendarItem = { mimeContent: { value: Buffer.from(text).toString('base64') } }
    await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        { itemId: { id }, updates: [{ setItemField: { fieldURI: { fieldURI: 'item:MimeContent' }, calendarItem } }] },
      ],
    })
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ location: 'Room 2', start, end }])
  })
})

const calendarText = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')

/** An event in a zone whose clocks change by a rule, once or several times. */
function zoned(rule: string, changes = 1): string {
  const change = [
    'BEGIN:STANDARD',
    'DTSTART:16010101T000000',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    `RRULE:${rule}`,
  ]
  const rules = Array.from({ length: changes }, () => [...change, 'END:STANDARD']).flat()
  const zone = ['BEGIN:VTIMEZONE', 'TZID:X', ...rules, 'END:VTIMEZONE'].join('\r\n')
  return calendarText('DTSTART;TZID=X:20261201T090000').replace('BEGIN:VEVENT', `${zone}\r\nBEGIN:VEVENT`)
}

/** What a text keeps of an item. */
const essence = (item: CalendarItem) => ({
  subject: item.subject,
  body: item.body,
  location: item.location,
  categories: item.categories,
  sensitivity: item.sensitivity,
  status: item.legacyFreeBusyStatus,
  reminder: [item.reminderIsSet, item.reminderMinutesBeforeStart],
  times: [item.start, item.end, item.startTimeZone?.id],
  attendees: [item.requiredAttendees, item.optionalAttendees, item.resources].map((attendees) =>
    attendees?.map(({ mailbox }) => mailbox.emailAddress),
  ),
})
