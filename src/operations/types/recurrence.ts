import {
  type ComplexType,
  choice,
  date,
  enumeration,
  instant,
  integer,
  listOf,
  optional,
  type ValueOfParts,
} from '../../xml'
import { DayOfWeek } from './day-of-week'
import { ItemId } from './item-id'
import { types } from './namespaces'

const DayOfWeekIndex = enumeration('First', 'Second', 'Third', 'Fourth', 'Last')

/** The English names of the months, January first. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** A month by its English name (MS-OXWSCDATA, MonthNamesType). */
export const Month = enumeration(...monthNames)

const relativeYearlyRecurrence = {
  /** The day of the week. One day, in spite of the name. */
  daysOfWeek: DayOfWeek,
  /** The position of the day within its month. */
  dayOfWeekIndex: DayOfWeekIndex,
  /** The month. */
  month: Month,
} as const

/**
 * A day such as the second Tuesday of March, each year (MS-OXWSCDATA, RelativeYearlyRecurrencePatternType).
 */
export interface RelativeYearlyRecurrence extends ValueOfParts<[typeof relativeYearlyRecurrence]> {}
export const RelativeYearlyRecurrence: ComplexType<RelativeYearlyRecurrence> =
  types.complexType(relativeYearlyRecurrence)

const dayOfMonth = integer()

const interval = integer()

const pattern = choice({
  /** A day such as the second Tuesday of March, each year. */
  relativeYearlyRecurrence: RelativeYearlyRecurrence,
  /** A date such as 24 December, each year. */
  absoluteYearlyRecurrence: types.complexType({
    /** The day of the month, from 1 to 31. In a shorter month the last day takes its place (MS-OXOCAL, 2.2.1.44.1.4). */
    dayOfMonth,
    /** The month. */
    month: Month,
  }),
  /** A day such as the last Friday of every `interval`th month. */
  relativeMonthlyRecurrence: types.complexType({
    /** The number of months from one occurrence to the next. */
    interval,
    /** The day of the week. One day, in spite of the name. */
    daysOfWeek: DayOfWeek,
    /** The position of the day within its month. */
    dayOfWeekIndex: DayOfWeekIndex,
  }),
  /** A date such as the 15th of every `interval`th month. */
  absoluteMonthlyRecurrence: types.complexType({
    /** The number of months from one occurrence to the next. */
    interval,
    /** The day of the month, from 1 to 31. In a shorter month the last day takes its place (MS-OXOCAL, 2.2.1.44.1.4). */
    dayOfMonth,
  }),
  /** The given days of every `interval`th week. */
  weeklyRecurrence: types.complexType({
    /** The number of weeks from one week with occurrences to the next. */
    interval,
    /** The days of the week. */
    daysOfWeek: listOf(DayOfWeek),
    /** The day on which a week begins. It matters if `interval` is over 1. Defaults to `Sunday`. */
    firstDayOfWeek: optional(DayOfWeek),
  }),
  /** Every `interval`th day. */
  dailyRecurrence: types.complexType({
    /** The number of days from one occurrence to the next. */
    interval,
  }),
})

/** The pattern of a series: the days on which it takes place (MS-OXWSCDATA, RecurrencePatternTypes). */
export type RecurrencePattern = ValueOfParts<[typeof pattern]>

const startDate = date

const range = choice({
  /** A series without an end. */
  noEndRecurrence: types.complexType({
    /** The day of the first occurrence in the time zone of the series, `2026-12-07`. */
    startDate,
  }),
  /** A series that ends by a date. */
  endDateRecurrence: types.complexType({
    /** The day of the first occurrence in the time zone of the series, `2026-12-07`. */
    startDate,
    /** The last day on which an occurrence may take place, in the time zone of the series, `2027-02-08`. */
    endDate: date,
  }),
  /** A series that ends after a number of occurrences. */
  numberedRecurrence: types.complexType({
    /** The day of the first occurrence in the time zone of the series, `2026-12-07`. */
    startDate,
    /** The number of occurrences. */
    numberOfOccurrences: integer(),
  }),
})

/** The first day of a series, and its end if it has one (MS-OXWSCDATA, RecurrenceRangeTypes). */
export type RecurrenceRange = ValueOfParts<[typeof range]>

/**
 * The days on which a series takes place: one pattern and one range. The days are those of the item's `startTimeZone`. A
 * series without a `startTimeZone` drifts: its local time moves when the clocks change (MS-OXWSCDATA, RecurrenceType).
 *
 * @example
 * { weeklyRecurrence: { interval: 1, daysOfWeek: ['Monday'] }, numberedRecurrence: { startDate: '2026-12-07', numberOfOccurrences: 10 } }
 */
export type Recurrence = RecurrencePattern & RecurrenceRange
export const Recurrence: ComplexType<Recurrence> = types.complexType(pattern, range)

const occurrenceInfo = {
  /** The occurrence's id, and the version that all occurrences of the series share. */
  itemId: ItemId,
  /** The start, as an instant. */
  start: instant,
  /** The end, as an instant. */
  end: instant,
  /** The start that the pattern gives the occurrence, as an instant. */
  originalStart: instant,
} as const

/** A short form of an occurrence (MS-OXWSCDATA, OccurrenceInfoType). */
export interface OccurrenceInfo extends ValueOfParts<[typeof occurrenceInfo]> {}
export const OccurrenceInfo: ComplexType<OccurrenceInfo> = types.complexType(occurrenceInfo)

/** One or more occurrences in short form (MS-OXWSCDATA, NonEmptyArrayOfOccurrenceInfoType). */
export const Occurrences = types.nonEmptyArrayOf({ occurrence: OccurrenceInfo })

/** One or more occurrences that were deleted from a series (MS-OXWSCDATA, NonEmptyArrayOfDeletedOccurrencesType). */
export const DeletedOccurrences = types.nonEmptyArrayOf({
  deletedOccurrence: types.complexType({
    /** The start that the pattern gave the occurrence, as an instant. */
    start: instant,
  }),
})
