import type { LegacyFreeBusyStatus } from '../../operations'
import type {
  AttendeeConflictData,
  Suggestion,
  SuggestionDayResult,
  SuggestionQuality,
  SuggestionsViewOptions,
} from '../../operations/availability/suggestions'
import type { Appointment } from '../calendar/appointment'
import { isWorkTime } from '../calendar/working-hours'
import { calendarView, overlapping } from '../mailbox/calendar-view'
import type { Mailbox } from '../mailbox/mailbox'
import { SoapFault } from '../soap/service-error'
import { mergedStatus } from './merged-free-busy'

/** Somebody who is to come to the meeting; without a mailbox nothing is known of them. */
export interface Attendee {
  readonly mailbox: Mailbox | undefined
  readonly excludeConflicts: boolean
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Meetings begin at full and half hours. */
const STEP_MS = 30 * MINUTE_MS

/** Least, most, and what holds where it is left out. A guess, to verify: the defaults; Microsoft's pages name only the limits. */
const limits = {
  goodThreshold: { least: 0, most: 50, default: 25 },
  maximumResultsByDay: { least: 0, most: 48, default: 10 },
  maximumNonWorkHourResultsByDay: { least: 0, most: 48, default: 0 },
  meetingDurationInMinutes: { least: 30, most: 1440, default: 60 },
} as const

/** From the best to the worst. */
const qualities: readonly SuggestionQuality[] = ['Excellent', 'Good', 'Fair', 'Poor']

/** A guess, to verify: that `NoData` is one. What isn't known to be free is not suggested as free. */
const conflicting: readonly LegacyFreeBusyStatus[] = ['Tentative', 'Busy', 'OOF', 'NoData']

type Numbers = { readonly [Name in keyof typeof limits]: number }

/**
 * What is asked for, with everything that was left out.
 *
 * @throws SoapFault if a number is out of its range. A guess, to verify: that the code is ErrorInvalidArgument.
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
 * The times within the window that suit `attendees`, by day (MS-OXWSAVAIL, SuggestionDayResult). Of each day the best are
 * given, among equals the earliest, in the order of the clock.
 */
export function suggestionDays(attendees: readonly Attendee[], options: SuggestionsViewOptions): SuggestionDayResult[] {
  const { startTime, endTime } = options.detailedSuggestionsWindow
  const numbers = suggestionNumbers(options)
  const calendars = attendees.map((attendee) => ({
    ...attendee,
    appointments: attendee.mailbox && calendarView(attendee.mailbox.calendar, startTime, endTime),
  }))
  const duration = numbers.meetingDurationInMinutes * MINUTE_MS
  const { minimumSuggestionQuality = 'Fair' } = options
  return midnights(startTime, endTime).map((midnight) => {
    const suggestions = meetingTimes(midnight, startTime, endTime, duration)
      .flatMap((time) => suggestionAt(time, new Date(time.getTime() + duration), calendars, numbers.goodThreshold))
      .filter(({ suggestionQuality }) => rank(suggestionQuality) <= rank(minimumSuggestionQuality))
    return dayResult(midnight, best(suggestions, numbers))
  })
}

const rank = (quality: SuggestionQuality) => qualities.indexOf(quality)

/** The midnights, in UTC, of all days of which some is between `start` and `end`. */
function midnights(start: Date, end: Date): Date[] {
  const first = Math.floor(start.getTime() / DAY_MS)
  const count = Math.ceil(end.getTime() / DAY_MS) - first
  return Array.from({ length: count }, (_, index) => new Date((first + index) * DAY_MS))
}

/** When a meeting may begin on the day of `midnight` so that all of it is between `start` and `end`. */
function meetingTimes(midnight: Date, start: Date, end: Date, duration: number): Date[] {
  return Array.from({ length: DAY_MS / STEP_MS }, (_, index) => new Date(midnight.getTime() + index * STEP_MS)).filter(
    (time) => time >= start && time.getTime() + duration <= end.getTime(),
  )
}

interface Calendar extends Attendee {
  readonly appointments: readonly Appointment[] | undefined
}

/** None if somebody has a conflict whose conflicts are to be excluded. */
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

/** By the share of attendees who have the time free (Microsoft, "GoodThreshold"). */
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

function dayResult(date: Date, suggestionArray: Suggestion[]): SuggestionDayResult {
  const ranks = suggestionArray.map(({ suggestionQuality }) => rank(suggestionQuality))
  return { date, dayQuality: qualities[Math.min(...ranks)] ?? 'Poor', suggestionArray }
}
