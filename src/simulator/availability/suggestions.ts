import type { LegacyFreeBusyStatus } from '../../operations'
import type {
  AttendeeConflictData,
  Suggestion,
  SuggestionDayResult,
  SuggestionQuality,
  SuggestionsViewOptions,
} from '../../operations/availability/suggestions'
import type { Appointment } from '../calendar/appointment'
import { type TimeZone, wallTime } from '../calendar/time-zone'
import { isWorkTime } from '../calendar/working-hours'
import { calendarView, overlapping } from '../mailbox/calendar-view'
import type { Mailbox } from '../mailbox/mailbox'
import { SoapFault } from '../soap/service-error'
import { mergedStatus } from './merged-free-busy'

/** Somebody to invite. Without a mailbox, nothing is known about their time. */
export interface Attendee {
  readonly mailbox: Mailbox | undefined
  readonly excludeConflicts: boolean
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Suggested meetings begin on the hour and the half hour. */
const STEP_MS = 30 * MINUTE_MS

/** The limits and defaults of the options. A guess, to verify: the defaults, as Microsoft documents only the limits. */
const limits = {
  goodThreshold: { least: 0, most: 50, default: 25 },
  maximumResultsByDay: { least: 0, most: 48, default: 10 },
  maximumNonWorkHourResultsByDay: { least: 0, most: 48, default: 0 },
  meetingDurationInMinutes: { least: 30, most: 1440, default: 60 },
} as const

/** The qualities, best first. */
const qualities: readonly SuggestionQuality[] = ['Excellent', 'Good', 'Fair', 'Poor']

/** A guess, to verify: that `NoData` conflicts. A time that isn't known to be free is not suggested as free. */
const conflicting: readonly LegacyFreeBusyStatus[] = ['Tentative', 'Busy', 'OOF', 'NoData']

type Numbers = { readonly [Name in keyof typeof limits]: number }

/**
 * Checks the numbers of a request and adds the defaults.
 *
 * @throws SoapFault if a number is out of range. A guess, to verify: the code ErrorInvalidArgument.
 */
export function suggestionNumbers(options: SuggestionsViewOptions): Numbers {
  const { startTime, endTime } = options.detailedSuggestionsWindow
  if (endTime <= startTime)
    throw new SoapFault('ErrorInvalidTimeInterval', 'The end time must be after the start time.')
  const inRange = (name: keyof typeof limits): number => {
    const { least, most, default: fallback } = limits[name]
    const value = options[name] ?? fallback
    if (value >= least && value <= most) return value
    throw new SoapFault('ErrorInvalidArgument', `${name} must be from ${least} to ${most}.`)
  }
  return {
    goodThreshold: inRange('goodThreshold'),
    maximumResultsByDay: inRange('maximumResultsByDay'),
    maximumNonWorkHourResultsByDay: inRange('maximumNonWorkHourResultsByDay'),
    meetingDurationInMinutes: inRange('meetingDurationInMinutes'),
  }
}

/**
 * The times in the window that suit `attendees`, by day (MS-OXWSAVAIL, SuggestionDayResult). Each day has its best times, the
 * earlier of equal ones first chosen, in chronological order.
 */
export function suggestionDays(
  attendees: readonly Attendee[],
  options: SuggestionsViewOptions,
  zone: TimeZone,
): SuggestionDayResult[] {
  const { startTime, endTime } = options.detailedSuggestionsWindow
  const numbers = suggestionNumbers(options)
  const calendars = attendees.map((attendee) => ({
    ...attendee,
    appointments: attendee.mailbox && calendarView(attendee.mailbox.calendar, startTime, endTime),
  }))
  const duration = numbers.meetingDurationInMinutes * MINUTE_MS
  const { minimumSuggestionQuality = 'Fair' } = options
  return daysBetween(startTime, endTime, zone).map((day) => {
    const suggestions = meetingTimes(day, startTime, endTime, duration)
      .flatMap((time) => suggestionAt(time, new Date(time.getTime() + duration), calendars, numbers.goodThreshold))
      .filter(({ suggestionQuality }) => rank(suggestionQuality) <= rank(minimumSuggestionQuality))
    return dayResult(day.start, best(suggestions, numbers), zone)
  })
}

const rank = (quality: SuggestionQuality) => qualities.indexOf(quality)

/** A day, from one midnight to the next. */
interface Day {
  readonly start: Date
  readonly end: Date
}

/** All days, by the clocks of `zone`, that overlap the time from `start` to `end`. */
function daysBetween(start: Date, end: Date, zone: TimeZone): Day[] {
  const first = Math.floor(zone.wallClock(start) / DAY_MS)
  const count = Math.ceil(zone.wallClock(end) / DAY_MS) - first
  const midnight = (index: number) => zone.instant((first + index) * DAY_MS)
  return Array.from({ length: count }, (_, index) => ({ start: midnight(index), end: midnight(index + 1) }))
}

/** The starts on a day that keep the whole meeting between `start` and `end`. */
function meetingTimes(day: Day, start: Date, end: Date, duration: number): Date[] {
  const count = Math.ceil((day.end.getTime() - day.start.getTime()) / STEP_MS)
  return Array.from({ length: count }, (_, index) => new Date(day.start.getTime() + index * STEP_MS)).filter(
    (time) => time >= start && time.getTime() + duration <= end.getTime(),
  )
}

interface Calendar extends Attendee {
  readonly appointments: readonly Appointment[] | undefined
}

/** The suggestion for one time. There is none if an attendee whose conflicts are excluded has a conflict. */
function suggestionAt(start: Date, end: Date, calendars: readonly Calendar[], goodThreshold: number): Suggestion[] {
  const statuses = calendars.map(({ appointments, excludeConflicts }) => ({
    excludeConflicts,
    status: appointments && mergedStatus(overlapping(appointments, start, end)),
  }))
  const conflicts = statuses.filter(({ status = 'NoData' }) => conflicting.includes(status))
  if (conflicts.some(({ excludeConflicts }) => excludeConflicts)) return []
  return [
    {
      meetingTime: start,
      isWorkTime: calendars.every(
        ({ mailbox }) => mailbox === undefined || isWorkTime(mailbox.workingHours, start, end),
      ),
      suggestionQuality: qualityOf(1 - conflicts.length / calendars.length, goodThreshold),
      attendeeConflictDataArray: statuses.map(({ status }) => conflictData(status)),
    },
  ]
}

const conflictData = (busyType: LegacyFreeBusyStatus | undefined): AttendeeConflictData =>
  busyType === undefined ? { unknownAttendeeConflictData: {} } : { individualAttendeeConflictData: { busyType } }

/** The quality of a time, by the share of attendees who are free (Microsoft, "GoodThreshold"). */
function qualityOf(free: number, goodThreshold: number): SuggestionQuality {
  if (free === 1) return 'Excellent'
  if (free * 100 >= 50 + goodThreshold) return 'Good'
  return free >= 0.5 ? 'Fair' : 'Poor'
}

function best(suggestions: readonly Suggestion[], numbers: Numbers): Suggestion[] {
  const { maximumResultsByDay, maximumNonWorkHourResultsByDay } = numbers
  const byQuality = [...suggestions].sort((a, b) => rank(a.suggestionQuality) - rank(b.suggestionQuality))
  const others = byQuality.filter(({ isWorkTime }) => !isWorkTime).slice(0, maximumNonWorkHourResultsByDay)
  return byQuality
    .filter((suggestion) => suggestion.isWorkTime || others.includes(suggestion))
    .slice(0, maximumResultsByDay)
    .sort((a, b) => a.meetingTime.getTime() - b.meetingTime.getTime())
}

function dayResult(date: Date, suggestions: readonly Suggestion[], zone: TimeZone): SuggestionDayResult {
  const ranks = suggestions.map(({ suggestionQuality }) => rank(suggestionQuality))
  const suggestionArray = suggestions.map((each) => ({ ...each, meetingTime: wallTime(each.meetingTime, zone) }))
  return { date: wallTime(date, zone), dayQuality: qualities[Math.min(...ranks)] ?? 'Poor', suggestionArray }
}
