import {
  attribute,
  type ComplexType,
  choice,
  content,
  date,
  dispensable,
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

const transitionTarget = {
  /** Says whether `value` is the id of a period or of a transitions group. */
  kind: attribute(enumeration('Period', 'Group')),
  /** The id of the period or transitions group. */
  value: content(text),
} as const

/** A period or a transitions group by its `id` (MS-OXWSGTZ, TransitionTargetType). */
export interface TransitionTarget extends ValueOfParts<[typeof transitionTarget]> {}
const to: ComplexType<TransitionTarget> = types.complexType(transitionTarget)

const transition = {
  /** The period or group that comes into force. */
  to,
} as const

/** A change without a date: the first of `transitions`, or the only one of a group (MS-OXWSGTZ, TransitionType). */
export interface Transition extends ValueOfParts<[typeof transition]> {}
const Transition: ComplexType<Transition> = types.complexType(transition)

const recurringTimeTransition = {
  /** The period or group that comes into force. */
  to,
  /** The time since local midnight, such as `PT2H`. */
  timeOffset: duration,
  /** The month, from 1 to 12. */
  month: integer(),
} as const

const recurringDayTransition = {
  /** The day of the week. */
  dayOfWeek: DayOfWeek,
  /** The position of the day within its month: 1 to 4, or -1 for the last. */
  occurrence: integer(),
} as const

/** A change on a day such as the last Sunday of March, each year (MS-OXWSGTZ, RecurringDayTransitionType). */
export interface RecurringDayTransition
  extends ValueOfParts<[typeof recurringTimeTransition, typeof recurringDayTransition]> {}
const RecurringDayTransition: ComplexType<RecurringDayTransition> = types.complexType(
  recurringTimeTransition,
  recurringDayTransition,
)

const recurringDateTransition = {
  /** The day of the month, from 1 to 31. */
  day: integer(),
} as const

/** A change on the same date each year (MS-OXWSGTZ, RecurringDateTransitionType). */
export interface RecurringDateTransition
  extends ValueOfParts<[typeof recurringTimeTransition, typeof recurringDateTransition]> {}
const RecurringDateTransition: ComplexType<RecurringDateTransition> = types.complexType(
  recurringTimeTransition,
  recurringDateTransition,
)

const absoluteDateTransition = {
  /** The period or group that comes into force. */
  to,
  /** The time of the change. */
  dateTime: instant,
} as const

/** A change to another group of rules at one moment (MS-OXWSGTZ, AbsoluteDateTransitionType). */
export interface AbsoluteDateTransition extends ValueOfParts<[typeof absoluteDateTransition]> {}
const AbsoluteDateTransition: ComplexType<AbsoluteDateTransition> = types.complexType(absoluteDateTransition)

const period = {
  /** The duration to add to local time to get UTC, such as `-PT60M` for winter in Zurich. */
  bias: optional(attribute(duration)),
  /** The kind of period, `Standard` or `Daylight`. */
  name: optional(attribute(text)),
  /** The id by which transitions name the period. */
  id: optional(attribute(text)),
} as const

/** An offset that is in force for a part of the year (MS-OXWSGTZ, PeriodType). */
export interface Period extends ValueOfParts<[typeof period]> {}
const Period: ComplexType<Period> = types.complexType(period)

const group = {
  /** The id by which transitions name the group. */
  id: optional(attribute(text)),
} as const
const changes = choice({
  /** The only change of a zone without daylight saving time. */
  transition: repeated(Transition),
  /** Changes on days such as the last Sunday of March. */
  recurringDayTransition: repeated(RecurringDayTransition),
  /** Changes on the same date each year. */
  recurringDateTransition: repeated(RecurringDateTransition),
})

/** The changes of one year: two that recur, or a single one in a zone without daylight saving time (MS-OXWSGTZ, ArrayOfTransitionsType). */
export type TransitionsGroup = ValueOfParts<[typeof group, typeof changes]>
const TransitionsGroup: ComplexType<TransitionsGroup> = types.complexType(group, changes)

const transitions = {
  /** An id, which nothing refers to. */
  id: optional(attribute(text)),
  /** The group that is in force first. */
  transition: lenient(Transition),
  /** Later changes to other groups. */
  absoluteDateTransition: repeated(AbsoluteDateTransition),
} as const

/** The groups of rules in the order in which they come into force (MS-OXWSGTZ, ArrayOfTransitionsType). */
export interface Transitions extends ValueOfParts<[typeof transitions]> {}
const Transitions: ComplexType<Transitions> = types.complexType(transitions)

const timeZoneDefinition = {
  /** The Windows id, such as `W. Europe Standard Time`. Enough in requests. */
  id: optional(attribute(text)),
  /** The display name, in the language of the mailbox. */
  name: optional(attribute(text)),
  /** The offsets of the zone. */
  periods: optional(types.nonEmptyArrayOf({ period: Period })),
  /** The rules by which the offsets change within a year. Only beside `periods`. */
  transitionsGroups: requiring(types.nonEmptyArrayOf({ transitionsGroup: dispensable(TransitionsGroup) }), 'periods'),
  /** The order in which the rules come into force. Only beside `periods`. */
  transitions: requiring(Transitions, 'periods'),
} as const

/** A time zone with its rules or, in requests, by its Windows id alone (MS-OXWSGTZ, TimeZoneDefinitionType). */
export interface TimeZoneDefinition extends ValueOfParts<[typeof timeZoneDefinition]> {}
export const TimeZoneDefinition: ComplexType<TimeZoneDefinition> = types.complexType(timeZoneDefinition)

const changeOfOffset = {
  /** The name of the standard or daylight time. */
  timeZoneName: optional(attribute(text)),
  /** The duration to add to the zone's `baseOffset`. */
  offset: duration,
} as const
const changeOfDay = optionalChoice({
  /** The day of the change, each year. */
  relativeYearlyRecurrence: RelativeYearlyRecurrence,
  /** The date of a change that takes place once, `2026-10-25`. */
  absoluteDate: date,
})
const changeOfTime = {
  /** The local time of day of the change, `02:00:00`. */
  time,
} as const

/** An offset, and the day and time at which it comes into force (MS-OXWSCDATA, TimeChangeType). */
export type TimeChange = ValueOfParts<[typeof changeOfOffset, typeof changeOfDay, typeof changeOfTime]>
const TimeChange: ComplexType<TimeChange> = types.complexType(changeOfOffset, changeOfDay, changeOfTime)

const meetingTimeZone = {
  /** The name of the time zone. */
  timeZoneName: optional(attribute(text)),
  /** The duration to add to local time to get UTC. */
  baseOffset: optional(duration),
  /** The change to standard time. Only beside `baseOffset` and `daylight`. */
  standard: requiring(TimeChange, 'baseOffset', 'daylight'),
  /** The change to daylight time. Only beside `baseOffset` and `standard`. */
  daylight: requiring(TimeChange, 'baseOffset', 'standard'),
} as const

/** A time zone in the form of Exchange 2007 (MS-OXWSCDATA, TimeZoneType). Later servers take `startTimeZone` and `endTimeZone`. */
export interface MeetingTimeZone extends ValueOfParts<[typeof meetingTimeZone]> {}
export const MeetingTimeZone: ComplexType<MeetingTimeZone> = types.complexType(meetingTimeZone)
