import ICAL from 'ical.js'
import type { EmailAddress } from '../../operations'
import { type CalendarItem, CalendarItem as ItemDescription } from '../../operations/types/calendar-item'
import type { DayOfWeek } from '../../operations/types/day-of-week'
import { types } from '../../operations/types/namespaces'
import { monthNames, type Recurrence, type RecurrencePattern } from '../../operations/types/recurrence'
import type { ElementDescription } from '../../xml'
import { canBeSent } from '../items/can-be-sent'
import { ServiceError } from '../soap/service-error'
import { positionOf, weekdays, weekdaysOf } from './day-of-week'
import { windowsTimeZoneIds } from './time-zone'

type Status = NonNullable<CalendarItem['legacyFreeBusyStatus']>

const DAYS: Readonly<Record<string, DayOfWeek>> = {
  SU: 'Sunday',
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
}
const indices = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const
const sets = ['Day', 'Weekday', 'WeekendDay'] as const
const BUSY: Readonly<Record<string, Status>> = {
  FREE: 'Free',
  TENTATIVE: 'Tentative',
  BUSY: 'Busy',
  OOF: 'OOF',
  WORKINGELSEWHERE: 'WorkingElsewhere',
}
const SENSITIVITIES = { PRIVATE: 'Private', CONFIDENTIAL: 'Confidential', PUBLIC: 'Normal' } as const

/** The most changes of the clocks in the history of a zone. */
const MOST_CHANGES = 32
/** The last year of Exchange's calendars (MS-OXOCAL, 2.2.1.44.1, EndDate). */
const LAST_YEAR = 4500
/** A rule may name the days of a week, such as the second week of March. */
const WEEK = 7
/** The parts of a rule for a day of the year. */
const DAY_PARTS = ['BYMONTH', 'BYMONTHDAY', 'BYDAY']
/** Ten years. The library adds a duration day by day. */
const MOST_SECONDS = 10 * 366 * 24 * 60 * 60

const itemElement: ElementDescription<unknown> = types.element('CalendarItem', ItemDescription)

const unsupported = () =>
  new ServiceError('ErrorUnsupportedMimeConversion', 'The content is not an iCalendar event that can be converted.')

/**
 * Reads the first event of an iCalendar text as a calendar item. Exceptions of a series, which come after it, are left out (RFC 5545;
 * MS-OXCICAL, 2.1).
 *
 * @throws ServiceError ErrorUnsupportedMimeConversion if there is no event, or its series has no counterpart in EWS
 */
export function calendarItemOf(iCalendar: string): CalendarItem {
  try {
    const item = itemOf(firstEvent(iCalendar))
    if (canBeSent(itemElement, item)) return item
  } catch (error) {
    // The library has no errors of its own.
    if (!(error instanceof Error)) throw error
  }
  throw unsupported()
}

function itemOf(event: ICAL.Component): CalendarItem {
  const text = (name: string) => event.getFirstPropertyValue(name)?.toString()
  const startProperty = event.getFirstProperty('dtstart')
  const start = timeOf(startProperty)
  if (startProperty === null || start === undefined) throw unsupported()
  const end = endOf(event, start)
  if (Math.max(start.year, end.year) > LAST_YEAR) throw unsupported()
  const description = text('description')
  const isAllDayEvent = start.isDate || text('x-microsoft-cdo-alldayevent') === 'TRUE'
  return {
    uid: text('uid'),
    subject: text('summary'),
    body: description === undefined ? undefined : { bodyType: 'Text', value: description },
    location: text('location'),
    sensitivity: sensitivityOf(text('class')),
    categories: categoriesOf(event),
    start: start.toJSDate(),
    end: end.toJSDate(),
    startTimeZone: zoneIdOf(startProperty),
    isAllDayEvent,
    legacyFreeBusyStatus: statusOf(text('x-microsoft-cdo-busystatus'), text('transp')),
    ...reminderOf(event),
    requiredAttendees: attendeesOf(
      event,
      ({ role, type }) => type !== 'RESOURCE' && type !== 'ROOM' && role !== 'OPT-PARTICIPANT',
    ),
    optionalAttendees: attendeesOf(
      event,
      ({ role, type }) => type !== 'RESOURCE' && type !== 'ROOM' && role === 'OPT-PARTICIPANT',
    ),
    resources: attendeesOf(event, ({ type }) => type === 'RESOURCE' || type === 'ROOM'),
    recurrence: recurrenceOf(event, start),
  }
}

function firstEvent(iCalendar: string): ICAL.Component {
  const calendar = new ICAL.Component(ICAL.parse(iCalendar))
  const event = calendar.getFirstSubcomponent('vevent')
  if (event === null) throw unsupported()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) checkZone(zone)
  return event
}

/** The library computes each change of the clocks since its first one, which mustn't take more than a moment. */
function checkZone(zone: ICAL.Component) {
  const changes = [...zone.getAllSubcomponents('standard'), ...zone.getAllSubcomponents('daylight')]
  const rules = changes.flatMap((change) => change.getAllProperties('rrule').map((rule) => rule.getFirstValue()))
  const isYearly = (rule: (typeof rules)[number]) =>
    rule instanceof ICAL.Recur && rule.freq === 'YEARLY' && isOnOneDay(rule)
  if (changes.length > MOST_CHANGES || !rules.every(isYearly)) throw unsupported()
}

/** True for a rule that names a day of one month, or none, and no times of day. */
function isOnOneDay({ parts }: ICAL.Recur): boolean {
  const names = Object.keys(parts)
  if (names.length === 0) return true
  return (
    names.every((name) => DAY_PARTS.includes(name)) &&
    parts.BYMONTH?.length === 1 &&
    (parts.BYDAY ?? []).length <= 1 &&
    (parts.BYMONTHDAY ?? []).length <= WEEK
  )
}

/** A time. One without a zone is in UTC. */
function timeOf(property: ICAL.Property | null): ICAL.Time | undefined {
  const value = property?.getFirstValue()
  if (!(value instanceof ICAL.Time)) return undefined
  if (value.zone === ICAL.Timezone.localTimezone) value.zone = ICAL.Timezone.utcTimezone
  return value
}

function endOf(event: ICAL.Component, start: ICAL.Time): ICAL.Time {
  const end = timeOf(event.getFirstProperty('dtend'))
  if (end !== undefined) return end
  const duration = event.getFirstPropertyValue('duration')
  const computed = start.clone()
  if (duration instanceof ICAL.Duration && Math.abs(duration.toSeconds()) > MOST_SECONDS) throw unsupported()
  if (duration instanceof ICAL.Duration) computed.addDuration(duration)
  else if (start.isDate) computed.day += 1
  return computed
}

/** The zone by its Windows id, if the text names one. */
function zoneIdOf(property: ICAL.Property): CalendarItem['startTimeZone'] {
  const id = property.getFirstParameter('tzid')
  return id !== undefined && windowsTimeZoneIds.includes(id) ? { id } : undefined
}

const sensitivityOf = (name = 'PUBLIC'): CalendarItem['sensitivity'] =>
  Object.entries(SENSITIVITIES).find(([each]) => each === name)?.[1] ?? 'Normal'

function categoriesOf(event: ICAL.Component): string[] | undefined {
  const categories = event.getAllProperties('categories').flatMap((each) => each.getValues().map(String))
  return categories.length === 0 ? undefined : categories
}

const statusOf = (busy = '', transparency = ''): Status | undefined =>
  BUSY[busy] ?? (transparency === 'TRANSPARENT' ? 'Free' : undefined)

/** The first alarm, which counts back from the start. */
function reminderOf(event: ICAL.Component): CalendarItem {
  const trigger = event.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger')
  if (!(trigger instanceof ICAL.Duration)) return { reminderIsSet: false }
  return { reminderIsSet: true, reminderMinutesBeforeStart: Math.max(0, Math.round(-trigger.toSeconds() / 60)) }
}

/** What decides on the list that an attendee belongs to. */
interface Participation {
  readonly role: string | undefined
  readonly type: string | undefined
}

function attendeesOf(event: ICAL.Component, isWanted: (participation: Participation) => boolean) {
  const organizer = addressOf(event.getFirstProperty('organizer'))?.emailAddress?.toLowerCase()
  const attendees = event.getAllProperties('attendee').flatMap((attendee) => {
    const mailbox = addressOf(attendee)
    const participation = { role: attendee.getFirstParameter('role'), type: attendee.getFirstParameter('cutype') }
    if (mailbox === undefined || mailbox.emailAddress?.toLowerCase() === organizer) return []
    return isWanted(participation) ? [{ mailbox }] : []
  })
  return attendees.length === 0 ? undefined : attendees
}

function addressOf(property: ICAL.Property | null): EmailAddress | undefined {
  const emailAddress = /^mailto:(.+)$/i.exec(`${property?.getFirstValue() ?? ''}`)?.[1]
  if (property === null || emailAddress === undefined) return undefined
  return { name: property.getFirstParameter('cn'), emailAddress }
}

/** The pattern of a series, and its range (MS-OXCICAL, 2.1.3.2.2). */
function recurrenceOf(event: ICAL.Component, start: ICAL.Time): Recurrence | undefined {
  const rule = event.getFirstPropertyValue('rrule')
  if (!(rule instanceof ICAL.Recur)) return undefined
  const startDate = dateOf(start)
  const pattern = patternOf(rule, start)
  if (rule.count !== null) return { ...pattern, numberedRecurrence: { startDate, numberOfOccurrences: rule.count } }
  if (rule.until === null) return { ...pattern, noEndRecurrence: { startDate } }
  const until = start.isDate || rule.until.isDate ? rule.until : rule.until.convertToZone(start.zone)
  return { ...pattern, endDateRecurrence: { startDate, endDate: dateOf(until) } }
}

const dateOf = (time: ICAL.Time) => time.toString().slice(0, 10)

function patternOf(rule: ICAL.Recur, start: ICAL.Time): RecurrencePattern {
  const { interval } = rule
  const parts = rule.parts
  const days = parts.BYDAY ?? []
  // A choice of the last days of the month is a day that shorter months don't have.
  const dayOfMonth = Math.max(...(parts.BYMONTHDAY ?? [start.day]))
  const month = monthNamed(parts.BYMONTH?.[0] ?? start.month)
  switch (rule.freq) {
    case 'DAILY':
      return { dailyRecurrence: { interval } }
    case 'WEEKLY':
      return {
        weeklyRecurrence: {
          interval,
          daysOfWeek: (days.length === 0 ? [dayCodeOf(start)] : days).map(dayNamed),
          firstDayOfWeek: weekdays[rule.wkst - 1],
        },
      }
    case 'MONTHLY':
      return days.length === 0
        ? { absoluteMonthlyRecurrence: { interval, dayOfMonth: dayOfMonth === -1 ? 31 : dayOfMonth } }
        : { relativeMonthlyRecurrence: { interval, ...weekdayOf(days, rule) } }
    case 'YEARLY':
      return days.length === 0
        ? { absoluteYearlyRecurrence: { dayOfMonth: dayOfMonth === -1 ? 31 : dayOfMonth, month } }
        : { relativeYearlyRecurrence: { ...weekdayOf(days, rule), month } }
    default:
      throw unsupported()
  }
}

const dayCodeOf = (time: ICAL.Time) => Object.keys(DAYS)[time.dayOfWeek() - 1] ?? 'MO'

/** A day by its code, `2MO` for the second Monday. */
function dayNamed(code: string): DayOfWeek {
  const day = DAYS[code.slice(-2)]
  if (day === undefined) throw unsupported()
  return day
}

function monthNamed(month: number) {
  const name = monthNames[month - 1]
  if (name === undefined) throw unsupported()
  return name
}

/** A day by its place in the month: a weekday, or one of several days. */
function weekdayOf(codes: readonly string[], rule: ICAL.Recur) {
  const [code = ''] = codes
  const position = Number.parseInt(code, 10) || (rule.parts.BYSETPOS?.[0] ?? 0)
  const dayOfWeekIndex = indices.find((index) => positionOf[index] === position)
  const days = codes.map(dayNamed)
  const daysOfWeek = days.length === 1 ? days[0] : sets.find((name) => weekdaysOf[name].length === days.length)
  if (dayOfWeekIndex === undefined || daysOfWeek === undefined) throw unsupported()
  return { daysOfWeek, dayOfWeekIndex }
}
