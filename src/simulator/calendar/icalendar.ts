import type { CalendarItem } from '../../operations/types/calendar-item'
import type { DayOfWeek } from '../../operations/types/day-of-week'
import { monthNames, type Recurrence } from '../../operations/types/recurrence'
import { bodyAs } from '../items/body'
import type { Appointment } from './appointment'
import { positionOf, weekdaysOf } from './day-of-week'
import { zoneOf } from './defined-zone'
import { type TimeZone, utc } from './time-zone'
import { clockChanges } from './time-zone-definition'

type Attendees = NonNullable<CalendarItem['requiredAttendees']>
type Answer = NonNullable<CalendarItem['myResponseType']>

/** The longest line, in bytes without its end (RFC 5545, 3.1). */
const LINE_BYTES = 75
const DAY_CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
const DAY_MS = 24 * 60 * 60 * 1000

const STATUSES: Partial<Record<Answer, string>> = {
  Accept: 'ACCEPTED',
  Decline: 'DECLINED',
  Tentative: 'TENTATIVE',
}
const SENSITIVITIES = {
  Normal: 'PUBLIC',
  Personal: 'PRIVATE',
  Private: 'PRIVATE',
  Confidential: 'CONFIDENTIAL',
} as const
const BUSY = { Free: 'FREE', Tentative: 'TENTATIVE', OOF: 'OOF', WorkingElsewhere: 'WORKINGELSEWHERE' } as const

/** Escapes a text (RFC 5545, 3.3.11). */
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')

/** Puts a parameter's value into quotes, which it can't contain (RFC 5545, 3.2). */
const quoted = (text: string) => `"${text.replace(/["\p{Cc}]/gu, ' ')}"`

/** `20261201T090000` */
const digits = (wallClock: number) => new Date(wallClock).toISOString().replace(/[-:]|\.\d{3}Z$/g, '')
const inUtc = (instant: Date) => `${digits(instant.getTime())}Z`
const dayOf = (wallClock: number) => digits(wallClock).slice(0, 8)

/** Breaks a line into pieces of at most 75 bytes, between characters (RFC 5545, 3.1). */
function folded(line: string): string {
  let [text, bytes] = ['', 0]
  for (const character of line) {
    const length = Buffer.byteLength(character)
    if (bytes + length > LINE_BYTES) {
      text += '\r\n '
      bytes = 1
    }
    text += character
    bytes += length
  }
  return `${text}\r\n`
}

/** The zone of an item, with the name by which the text calls it. */
interface NamedZone {
  readonly id: string | undefined
  readonly zone: TimeZone
}

/** A property with a time: in UTC, by the clocks of a zone, or a day. */
function timeProperty(name: string, instant: Date, { id, zone }: NamedZone, isDay = false): string {
  if (isDay) return `${name};VALUE=DATE:${dayOf(zone.wallClock(instant))}`
  if (id === undefined || zone === utc) return `${name}:${inUtc(instant)}`
  return `${name};TZID=${quoted(id)}:${digits(zone.wallClock(instant))}`
}

/** `+0100` */
function offset(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000)
  const pair = (value: number) => `${value}`.padStart(2, '0')
  return `${milliseconds < 0 ? '-' : '+'}${pair(Math.floor(minutes / 60))}${pair(minutes % 60)}`
}

/** The rules of a zone in the year of an item (RFC 5545, 3.6.5). */
function timeZoneLines({ id, zone }: NamedZone, start: Date): string[] {
  if (id === undefined || zone === utc) return []
  const year = start.getUTCFullYear()
  const offsetAt = (time: number) => zone.wallClock(new Date(time)) - time
  const changes = clockChanges(year, offsetAt)
  const standard = Math.min(offsetAt(Date.UTC(year, 0, 1)), ...changes.map(({ after }) => after))
  const observance = (from: number, to: number, lines: readonly string[]) => {
    const kind = to === standard ? 'STANDARD' : 'DAYLIGHT'
    return [`BEGIN:${kind}`, ...lines, `TZOFFSETFROM:${offset(from)}`, `TZOFFSETTO:${offset(to)}`, `END:${kind}`]
  }
  const observances =
    changes.length === 0
      ? observance(standard, standard, ['DTSTART:16010101T000000'])
      : changes.flatMap(({ at, before, after }) => observance(before, after, changeLines(at + before)))
  return ['BEGIN:VTIMEZONE', `TZID:${escaped(id)}`, ...observances, 'END:VTIMEZONE']
}

/**
 * When a change of the clocks takes place each year: on the same weekday of the same week of its month. It begins in the year before,
 * so that the rule covers the whole year of the item.
 */
function changeLines(wallClock: number): string[] {
  const date = new Date(wallClock)
  const [year, month, weekday] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDay()]
  const isLast = new Date(wallClock + 7 * DAY_MS).getUTCMonth() !== month
  const position = isLast ? -1 : Math.ceil(date.getUTCDate() / 7)
  const candidates = Array.from({ length: 31 }, (_, index) => new Date(Date.UTC(year - 1, month, index + 1))).filter(
    (day) => day.getUTCDay() === weekday && day.getUTCMonth() === month,
  )
  const day = candidates.at(isLast ? -1 : position - 1)?.getTime() ?? wallClock
  const rule = `FREQ=YEARLY;BYMONTH=${month + 1};BYDAY=${position}${DAY_CODES[weekday]}`
  return [`DTSTART:${digits(day + (wallClock % DAY_MS))}`, `RRULE:${rule}`]
}

const dayCodes = (names: readonly DayOfWeek[]) =>
  names.flatMap((name) => weekdaysOf[name].map((day) => DAY_CODES[day])).join(',')

/** The pattern of a series as a rule (RFC 5545, 3.3.10). */
function pattern(recurrence: Recurrence): string {
  const { dailyRecurrence: daily, weeklyRecurrence: weekly } = recurrence
  const { absoluteMonthlyRecurrence: monthly, relativeMonthlyRecurrence: relativeMonthly } = recurrence
  const { absoluteYearlyRecurrence: yearly, relativeYearlyRecurrence: relativeYearly } = recurrence
  const monthOf = (name: (typeof monthNames)[number]) => monthNames.indexOf(name) + 1
  const relative = ({ daysOfWeek, dayOfWeekIndex }: NonNullable<typeof relativeYearly>) =>
    `BYDAY=${dayCodes([daysOfWeek])};BYSETPOS=${positionOf[dayOfWeekIndex]}`
  if (daily) return `FREQ=DAILY;INTERVAL=${daily.interval}`
  if (weekly) {
    const first = dayCodes([weekly.firstDayOfWeek ?? 'Sunday'])
    return `FREQ=WEEKLY;INTERVAL=${weekly.interval};BYDAY=${dayCodes(weekly.daysOfWeek)};WKST=${first}`
  }
  if (monthly) return `FREQ=MONTHLY;INTERVAL=${monthly.interval};${monthDay(monthly.dayOfMonth)}`
  if (relativeMonthly) {
    const { daysOfWeek, dayOfWeekIndex, interval } = relativeMonthly
    return `FREQ=MONTHLY;INTERVAL=${interval};BYDAY=${dayCodes([daysOfWeek])};BYSETPOS=${positionOf[dayOfWeekIndex]}`
  }
  if (yearly) {
    const month = monthOf(yearly.month)
    return `FREQ=YEARLY;BYMONTH=${month};${monthDay(yearly.dayOfMonth, lengthOf(month))}`
  }
  return relativeYearly
    ? `FREQ=YEARLY;BYMONTH=${monthOf(relativeYearly.month)};${relative(relativeYearly)}`
    : 'FREQ=DAILY'
}

/**
 * A day of the month. In shorter months it is the last one, which a rule says by a choice of days.
 *
 * @param most the length of the month, if it is always the same one
 */
function monthDay(day: number, most?: number): string {
  if (day >= (most ?? 31)) return 'BYMONTHDAY=-1'
  if (day <= 28 || most !== undefined) return `BYMONTHDAY=${day}`
  return `BYMONTHDAY=${Array.from({ length: day - 27 }, (_, index) => 28 + index).join(',')};BYSETPOS=-1`
}

/** The days of a month in a leap year. */
const lengthOf = (month: number) => new Date(Date.UTC(2000, month, 0)).getUTCDate()

/** The end of a series. The last day counts as a whole, in UTC as the standard wants it beside a start with a zone. */
function rangeEnd({ endDateRecurrence, numberedRecurrence }: Recurrence, { zone }: NamedZone, isDay: boolean): string {
  if (numberedRecurrence !== undefined) return `;COUNT=${numberedRecurrence.numberOfOccurrences}`
  if (endDateRecurrence === undefined) return ''
  const midnight = Date.parse(`${endDateRecurrence.endDate.slice(0, 10)}T00:00:00Z`)
  if (isDay) return `;UNTIL=${dayOf(midnight)}`
  return `;UNTIL=${inUtc(new Date(zone.instant(midnight + DAY_MS).getTime() - 1000))}`
}

function attendeeLines(attendees: Attendees = [], role: string, kind = 'INDIVIDUAL'): string[] {
  return attendees.map(({ mailbox: { name = '', emailAddress = '' }, responseType = 'Unknown' }) => {
    const status = STATUSES[responseType] ?? 'NEEDS-ACTION'
    const parameters = [
      `CUTYPE=${kind}`,
      `ROLE=${role}`,
      `PARTSTAT=${status}`,
      'RSVP=TRUE',
      `CN=${quoted(name || emailAddress)}`,
    ]
    return `ATTENDEE;${parameters.join(';')}:mailto:${emailAddress.replace(/\p{Cc}/gu, '')}`
  })
}

/** The reminder (RFC 5545, 3.6.6). */
const alarmLines = ({ reminderIsSet, reminderMinutesBeforeStart = 15 }: Appointment): string[] =>
  reminderIsSet
    ? [
        'BEGIN:VALARM',
        'DESCRIPTION:REMINDER',
        `TRIGGER;RELATED=START:-PT${reminderMinutesBeforeStart}M`,
        'ACTION:DISPLAY',
        'END:VALARM',
      ]
    : []

/** One item as an event (RFC 5545, 3.6.1). An exception has the time that it takes the place of. */
function eventLines(item: Appointment): string[] {
  const { recurrence, isAllDayEvent = false, organizer, body, legacyFreeBusyStatus = 'Busy' } = item
  const { startTimeZone, endTimeZone = startTimeZone } = item
  const [start, end] = [startTimeZone, endTimeZone].map((each) => ({ id: each?.id, zone: zoneOf(each) }))
  if (start === undefined || end === undefined) return []
  const original = item.originalStart ?? item.recurrenceId
  const text = (name: string, value: string | undefined) => (value ? [`${name}:${escaped(value)}`] : [])
  const deleted = (item.deletedOccurrences ?? []).map((each) =>
    timeProperty('EXDATE', each.start, start, isAllDayEvent),
  )
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(item.uid ?? item.itemId.id)}`,
    ...(recurrence === undefined && original ? [timeProperty('RECURRENCE-ID', original, start, isAllDayEvent)] : []),
    `DTSTAMP:${inUtc(item.dateTimeStamp ?? item.start)}`,
    timeProperty('DTSTART', item.start, start, isAllDayEvent),
    timeProperty('DTEND', item.end, end, isAllDayEvent),
    ...(recurrence ? [`RRULE:${pattern(recurrence)}${rangeEnd(recurrence, start, isAllDayEvent)}`, ...deleted] : []),
    ...text('SUMMARY', item.subject),
    ...text('DESCRIPTION', body && bodyAs(body, 'Text').value),
    ...text('LOCATION', item.location),
    ...(item.categories?.length ? [`CATEGORIES:${item.categories.map(escaped).join(',')}`] : []),
    `CLASS:${SENSITIVITIES[item.sensitivity ?? 'Normal']}`,
    `STATUS:${item.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `TRANSP:${legacyFreeBusyStatus === 'Free' ? 'TRANSPARENT' : 'OPAQUE'}`,
    `SEQUENCE:${item.appointmentSequenceNumber ?? 0}`,
    `X-MICROSOFT-CDO-BUSYSTATUS:${new Map<string, string>(Object.entries(BUSY)).get(legacyFreeBusyStatus) ?? 'BUSY'}`,
    ...(item.isMeeting && organizer
      ? [`ORGANIZER;CN=${quoted(organizer.mailbox.name ?? '')}:mailto:${organizer.mailbox.emailAddress ?? ''}`]
      : []),
    ...attendeeLines(item.requiredAttendees, 'REQ-PARTICIPANT'),
    ...attendeeLines(item.optionalAttendees, 'OPT-PARTICIPANT'),
    ...attendeeLines(item.resources, 'NON-PARTICIPANT', 'ROOM'),
    ...alarmLines(item),
    'END:VEVENT',
  ]
}

/** An item as iCalendar (RFC 5545), a series with its exceptions. */
export function iCalendar(item: Appointment, exceptions: readonly Appointment[]): string {
  const zones = new Map([item.startTimeZone, item.endTimeZone].map((zone) => [zone?.id, zoneOf(zone)]))
  const lines = [
    'BEGIN:VCALENDAR',
    'METHOD:PUBLISH',
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    ...[...zones].flatMap(([id, zone]) => timeZoneLines({ id, zone }, item.start)),
    ...[item, ...exceptions].flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map(folded).join('')
}
