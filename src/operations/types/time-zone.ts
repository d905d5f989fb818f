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
} from '../../xml'
import { DayOfWeek } from './day-of-week'
import { types } from './namespaces'
import { RelativeYearlyRecurrence } from './recurrence'

const transitionTarget = { kind: attribute(enumeration('Period', 'Group')), value: content(text) } as const

/** A period or a transitions group by its `id` (MS-OXWSGTZ, TransitionTargetType). */
export interface TransitionTarget extends ValueOfParts<[typeof transitionTarget]> {}
const to: ComplexType<TransitionTarget> = types.complexType(transitionTarget)

const transition = { to } as const

/** A change without a date of its own: the first of `transitions`, or the only one of a group (MS-OXWSGTZ, TransitionType). */
export interface Transition extends ValueOfParts<[typeof transition]> {}
const Transition: ComplexType<Transition> = types.complexType(transition)

const recurringTimeTransition = {
  to,
  /** From local midnight: `PT2H`. */
  timeOffset: duration,
  /** 1 to 12. */
  month: integer(),
} as const

const recurringDayTransition = {
  dayOfWeek: DayOfWeek,
  /** 1 to 4, or -1 for the last in the month. */
  occurrence: integer(),
} as const

/** A change on a day such as the last Sunday of March, each year (MS-OXWSGTZ, RecurringDayTransitionType). */
export interface RecurringDayTransition
  extends ValueOfParts<[typeof recurringTimeTransition, typeof recurringDayTransition]> {}
const RecurringDayTransition: ComplexType<RecurringDayTransition> = types.complexType(
  recurringTimeTransition,
  recurringDayTransition,
)

const recurringDateTransition = { day: integer() } as const

/** A change on the same date each year (MS-OXWSGTZ, RecurringDateTransitionType). */
export interface RecurringDateTransition
  extends ValueOfParts<[typeof recurringTimeTransition, typeof recurringDateTransition]> {}
const RecurringDateTransition: ComplexType<RecurringDateTransition> = types.complexType(
  recurringTimeTransition,
  recurringDateTransition,
)

const absoluteDateTransition = { to, dateTime: instant } as const

/** A change at one moment, to another group of rules (MS-OXWSGTZ, AbsoluteDateTransitionType). */
export interface AbsoluteDateTransition extends ValueOfParts<[typeof absoluteDateTransition]> {}
const AbsoluteDateTransition: ComplexType<AbsoluteDateTransition> = types.complexType(absoluteDateTransition)

const period = {
  /** UTC is local time plus bias: `-PT60M` in Zurich's winter. */
  bias: optional(attribute(duration)),
  /** `Standard` or `Daylight`. */
  name: optional(attribute(text)),
  id: optional(attribute(text)),
} as const

/** An offset that is in force for part of a year (MS-OXWSGTZ, PeriodType). */
export interface Period extends ValueOfParts<[typeof period]> {}
const Period: ComplexType<Period> = types.complexType(period)

const group = { id: optional(attribute(text)) } as const
const changes = choice({
  transition: repeated(Transition),
  recurringDayTransition: repeated(RecurringDayTransition),
  recurringDateTransition: repeated(RecurringDateTransition),
})

/** The changes of one year: two that recur, or the single one of a zone without daylight saving (MS-OXWSGTZ, ArrayOfTransitionsType). */
export type TransitionsGroup = ValueOfParts<[typeof group, typeof changes]>
const TransitionsGroup: ComplexType<TransitionsGroup> = types.complexType(group, changes)

const transitions = {
  id: optional(attribute(text)),
  /** What is in force first. */
  transition: lenient(Transition),
  absoluteDateTransition: repeated(AbsoluteDateTransition),
} as const

/** Which group is in force from when (MS-OXWSGTZ, ArrayOfTransitionsType). */
export interface Transitions extends ValueOfParts<[typeof transitions]> {}
const Transitions: ComplexType<Transitions> = types.complexType(transitions)

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

const changeOfOffset = {
  timeZoneName: optional(attribute(text)),
  /** Added to the zone's `baseOffset`. */
  offset: duration,
} as const
const changeOfDay = optionalChoice({ relativeYearlyRecurrence: RelativeYearlyRecurrence, absoluteDate: date })
const changeOfTime = {
  /** Local. */
  time,
} as const

/** When an offset comes into force (MS-OXWSCDATA, TimeChangeType). */
export type TimeChange = ValueOfParts<[typeof changeOfOffset, typeof changeOfDay, typeof changeOfTime]>
const TimeChange: ComplexType<TimeChange> = types.complexType(changeOfOffset, changeOfDay, changeOfTime)

const meetingTimeZone = {
  timeZoneName: optional(attribute(text)),
  /** UTC is local time plus this. */
  baseOffset: optional(duration),
  standard: requiring(TimeChange, 'baseOffset', 'daylight'),
  daylight: requiring(TimeChange, 'baseOffset', 'standard'),
} as const

/** A zone as Exchange 2007 has it (MS-OXWSCDATA, TimeZoneType); later servers take `startTimeZone` and `endTimeZone`. */
export interface MeetingTimeZone extends ValueOfParts<[typeof meetingTimeZone]> {}
export const MeetingTimeZone: ComplexType<MeetingTimeZone> = types.complexType(meetingTimeZone)
