import {
  attribute,
  type ComplexType,
  choice,
  content,
  date,
  duration,
  enumeration,
  instant,
  integer,
  lenient,
  optional,
  optionalChoice,
  repeated,
  requiring,
  text,
  time,
  type ValueOfParts,
} from '../xml'
import { DayOfWeek } from './day-of-week'
import { types } from './namespaces'
import { RelativeYearlyRecurrence } from './recurrence'

/** A period or a transitions group by its `id` (MS-OXWSGTZ, TransitionTargetType). */
const to = types.complexType({ kind: attribute(enumeration('Period', 'Group')), value: content(text) })

/** A change without a date of its own: the first of `transitions`, or the only one of a group (MS-OXWSGTZ, TransitionType). */
const Transition = types.complexType({ to })

const recurringTimeTransition = {
  to,
  /** From local midnight: `PT2H`. */
  timeOffset: duration,
  /** 1 to 12. */
  month: integer(),
} as const

/** A change on a day such as the last Sunday of March, each year (MS-OXWSGTZ, RecurringDayTransitionType). */
const RecurringDayTransition = types.complexType(recurringTimeTransition, {
  dayOfWeek: DayOfWeek,
  /** 1 to 4, or -1 for the last in the month. */
  occurrence: integer(),
})

/** A change on the same date each year (MS-OXWSGTZ, RecurringDateTransitionType). */
const RecurringDateTransition = types.complexType(recurringTimeTransition, { day: integer() })

/** A change at one moment, to another group of rules (MS-OXWSGTZ, AbsoluteDateTransitionType). */
const AbsoluteDateTransition = types.complexType({ to, dateTime: instant })

/** An offset that is in force for part of a year (MS-OXWSGTZ, PeriodType). */
const Period = types.complexType({
  /** UTC is local time plus bias: `-PT60M` in Zurich's winter. */
  bias: optional(attribute(duration)),
  /** `Standard` or `Daylight`. */
  name: optional(attribute(text)),
  id: optional(attribute(text)),
})

/** The changes of one year: two that recur, or the single one of a zone without daylight saving (MS-OXWSGTZ, ArrayOfTransitionsType). */
const TransitionsGroup = types.complexType(
  { id: optional(attribute(text)) },
  choice({
    transition: repeated(Transition),
    recurringDayTransition: repeated(RecurringDayTransition),
    recurringDateTransition: repeated(RecurringDateTransition),
  }),
)

/** Which group is in force from when (MS-OXWSGTZ, ArrayOfTransitionsType). */
const Transitions = types.complexType({
  id: optional(attribute(text)),
  /** What is in force first. */
  transition: lenient(Transition),
  absoluteDateTransition: repeated(AbsoluteDateTransition),
})

const timeZoneDefinition = {
  id: optional(attribute(text)),
  name: optional(attribute(text)),
  periods: optional(types.nonEmptyArrayOf({ period: Period })),
  transitionsGroups: requiring(types.nonEmptyArrayOf({ transitionsGroup: TransitionsGroup }), 'periods'),
  transitions: requiring(Transitions, 'periods'),
} as const

/** A zone with its rules or, in requests, by its Windows id alone: `W. Europe Standard Time` (MS-OXWSGTZ, TimeZoneDefinitionType). */
export interface TimeZoneDefinition extends ValueOfParts<[typeof timeZoneDefinition]> {}
export const TimeZoneDefinition: ComplexType<TimeZoneDefinition> = types.complexType(timeZoneDefinition)

/** When an offset comes into force (MS-OXWSCDATA, TimeChangeType). */
const TimeChange = types.complexType(
  {
    timeZoneName: optional(attribute(text)),
    /** Added to the zone's `baseOffset`. */
    offset: duration,
  },
  optionalChoice({ relativeYearlyRecurrence: RelativeYearlyRecurrence, absoluteDate: date }),
  /** Local. */
  { time },
)

/** A zone as Exchange 2007 has it (MS-OXWSCDATA, TimeZoneType); later servers take `startTimeZone` and `endTimeZone`. */
export const MeetingTimeZone = types.complexType({
  timeZoneName: optional(attribute(text)),
  /** UTC is local time plus this. */
  baseOffset: optional(duration),
  standard: requiring(TimeChange, 'baseOffset', 'daylight'),
  daylight: requiring(TimeChange, 'baseOffset', 'standard'),
})
