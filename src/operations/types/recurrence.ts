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

/** MS-OXWSCDATA, MonthNamesType. */
export const Month = enumeration(
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
)

const relativeYearlyRecurrence = {
  /** One, in spite of its name. */
  daysOfWeek: DayOfWeek,
  dayOfWeekIndex: DayOfWeekIndex,
  month: Month,
} as const

/** The second Tuesday of March, each year (MS-OXWSCDATA, RelativeYearlyRecurrencePatternType). */
export interface RelativeYearlyRecurrence extends ValueOfParts<[typeof relativeYearlyRecurrence]> {}
export const RelativeYearlyRecurrence: ComplexType<RelativeYearlyRecurrence> =
  types.complexType(relativeYearlyRecurrence)

/** In months that are too short, the last day stands for `dayOfMonth` (MS-OXOCAL, 2.2.1.44.1.4). */
const dayOfMonth = integer()

/** How many days, weeks or months lie between two occurrences. */
const interval = integer()

const pattern = choice({
  relativeYearlyRecurrence: RelativeYearlyRecurrence,
  /** 24 December, each year. */
  absoluteYearlyRecurrence: types.complexType({ dayOfMonth, month: Month }),
  /** The last Friday of every `interval`th month. */
  relativeMonthlyRecurrence: types.complexType({ interval, daysOfWeek: DayOfWeek, dayOfWeekIndex: DayOfWeekIndex }),
  /** The 15th of every `interval`th month. */
  absoluteMonthlyRecurrence: types.complexType({ interval, dayOfMonth }),
  /** The named days of every `interval`th week. */
  weeklyRecurrence: types.complexType({
    interval,
    daysOfWeek: listOf(DayOfWeek),
    /** Where a week begins, which counts where `interval` is over 1. `Sunday` where left out. */
    firstDayOfWeek: optional(DayOfWeek),
  }),
  /** Every `interval`th day. */
  dailyRecurrence: types.complexType({ interval }),
})

/** How often a series takes place (MS-OXWSCDATA, RecurrencePatternTypes). */
export type RecurrencePattern = ValueOfParts<[typeof pattern]>

/** The day of the first occurrence, in the zone of the series. */
const startDate = date

const range = choice({
  noEndRecurrence: types.complexType({ startDate }),
  /** The last occurrence is on `endDate` or before. */
  endDateRecurrence: types.complexType({ startDate, endDate: date }),
  numberedRecurrence: types.complexType({ startDate, numberOfOccurrences: integer() }),
})

/** From when to when a series takes place (MS-OXWSCDATA, RecurrenceRangeTypes). */
export type RecurrenceRange = ValueOfParts<[typeof range]>

/**
 * On which days a series takes place: one pattern and one range (MS-OXWSCDATA, RecurrenceType). Days are those of the
 * item's `startTimeZone`.
 *
 * @example
 * { weeklyRecurrence: { interval: 1, daysOfWeek: ['Monday'] }, numberedRecurrence: { startDate: '2026-12-07', numberOfOccurrences: 10 } }
 */
export type Recurrence = RecurrencePattern & RecurrenceRange
export const Recurrence: ComplexType<Recurrence> = types.complexType(pattern, range)

const occurrenceInfo = {
  itemId: ItemId,
  start: instant,
  end: instant,
  /** When it would have started by the pattern. */
  originalStart: instant,
} as const

/** An occurrence of a series in short (MS-OXWSCDATA, OccurrenceInfoType). */
export interface OccurrenceInfo extends ValueOfParts<[typeof occurrenceInfo]> {}
export const OccurrenceInfo: ComplexType<OccurrenceInfo> = types.complexType(occurrenceInfo)

/** MS-OXWSCDATA, NonEmptyArrayOfOccurrenceInfoType. */
export const Occurrences = types.nonEmptyArrayOf({ occurrence: OccurrenceInfo })

/** Occurrences that the pattern would have, each by the start that it would have had (MS-OXWSCDATA, DeletedOccurrenceInfoType). */
export const DeletedOccurrences = types.nonEmptyArrayOf({ deletedOccurrence: types.complexType({ start: instant }) })
