import {
  boolean,
  type ComplexType,
  enumeration,
  type Infer,
  integer,
  optional,
  text,
  type ValueOfParts,
  zonelessInstant,
} from '../../xml'
import { ResponseMessage } from '../soap/response-message'
import { LegacyFreeBusyStatus } from '../types/free-busy-status'
import { messages, types } from '../types/namespaces'
import { TimeWindow } from './free-busy-view'

/**
 * How many of the attendees have the time free: all; at least 50 percent and `goodThreshold` more; at least 50 percent; fewer
 * (Microsoft, "GoodThreshold").
 */
const SuggestionQuality = enumeration('Excellent', 'Good', 'Fair', 'Poor')
export type SuggestionQuality = Infer<typeof SuggestionQuality>

const suggestionsViewOptions = {
  /** From 0 to 50, in percent above 50: see `SuggestionQuality`. */
  goodThreshold: optional(integer()),
  /** From 0 to 48. */
  maximumResultsByDay: optional(integer()),
  /** From 0 to 48, outside the working hours. */
  maximumNonWorkHourResultsByDay: optional(integer()),
  /** From 30 to 1440. */
  meetingDurationInMinutes: optional(integer()),
  /** Worse ones are left out of the answer. */
  minimumSuggestionQuality: optional(SuggestionQuality),
  /** The days for which there are to be suggestions. */
  detailedSuggestionsWindow: TimeWindow,
  /** When the meeting that is to be moved begins now. */
  currentMeetingTime: optional(zonelessInstant),
  /** Servers make no use of it (Microsoft, "GlobalObjectId"). */
  globalObjectId: optional(text),
} as const

/** What makes a time good for all mailboxes together (MS-OXWSAVAIL, SuggestionsViewOptionsType). */
export interface SuggestionsViewOptions extends ValueOfParts<[typeof suggestionsViewOptions]> {}
export const SuggestionsViewOptions: ComplexType<SuggestionsViewOptions> = types.complexType(suggestionsViewOptions)

/** Nothing is known of this attendee (MS-OXWSAVAIL, UnknownAttendeeConflictData). */
const UnknownAttendeeConflictData = types.complexType({})

/** Nothing is known of the members of a distribution list that is too large (MS-OXWSAVAIL, TooBigGroupAttendeeConflictData). */
const TooBigGroupAttendeeConflictData = types.complexType({})

const individualAttendeeConflictData = {
  /** The status during the suggested time; `Free` is no conflict. */
  busyType: LegacyFreeBusyStatus,
} as const

/** One person, room or resource (MS-OXWSAVAIL, IndividualAttendeeConflictData). */
export interface IndividualAttendeeConflictData extends ValueOfParts<[typeof individualAttendeeConflictData]> {}
const IndividualAttendeeConflictData: ComplexType<IndividualAttendeeConflictData> =
  types.complexType(individualAttendeeConflictData)

const groupAttendeeConflictData = {
  numberOfMembers: integer(),
  numberOfMembersAvailable: integer(),
  numberOfMembersWithConflict: integer(),
  numberOfMembersWithNoData: integer(),
} as const

/** A distribution list (MS-OXWSAVAIL, GroupAttendeeConflictData). */
export interface GroupAttendeeConflictData extends ValueOfParts<[typeof groupAttendeeConflictData]> {}
const GroupAttendeeConflictData: ComplexType<GroupAttendeeConflictData> = types.complexType(groupAttendeeConflictData)

const AttendeeConflictDataArray = types.arrayOfChoice({
  unknownAttendeeConflictData: UnknownAttendeeConflictData,
  individualAttendeeConflictData: IndividualAttendeeConflictData,
  tooBigGroupAttendeeConflictData: TooBigGroupAttendeeConflictData,
  groupAttendeeConflictData: GroupAttendeeConflictData,
})
/**
 * Whether a suggested time suits one mailbox of the request; each entry says of what kind that is (MS-OXWSAVAIL,
 * ArrayOfAttendeeConflictData).
 */
export type AttendeeConflictData = Infer<typeof AttendeeConflictDataArray>[number]

const suggestion = {
  /** When the meeting would begin. */
  meetingTime: zonelessInstant,
  /** Within the working hours. */
  isWorkTime: boolean,
  suggestionQuality: SuggestionQuality,
  /** One entry for each mailbox of the request, in its order. */
  attendeeConflictDataArray: optional(AttendeeConflictDataArray),
} as const

/** A time for the meeting (MS-OXWSAVAIL, Suggestion). */
export interface Suggestion extends ValueOfParts<[typeof suggestion]> {}
const Suggestion: ComplexType<Suggestion> = types.complexType(suggestion)

const suggestionDayResult = {
  /** Midnight at which the day begins, in the request's zone: UTC. */
  date: zonelessInstant,
  /** That of the day's best suggestion. */
  dayQuality: SuggestionQuality,
  suggestionArray: optional(types.arrayOf({ suggestion: Suggestion })),
} as const

/** The suggestions of one day (MS-OXWSAVAIL, SuggestionDayResult). */
export interface SuggestionDayResult extends ValueOfParts<[typeof suggestionDayResult]> {}
const SuggestionDayResult: ComplexType<SuggestionDayResult> = types.complexType(suggestionDayResult)

const suggestionsResponse = {
  responseMessage: optional(ResponseMessage),
  suggestionDayResultArray: optional(types.arrayOf({ suggestionDayResult: SuggestionDayResult })),
} as const

/** The suggestions by day, or why there are none (MS-OXWSAVAIL, SuggestionsResponseType). */
export interface SuggestionsResponse extends ValueOfParts<[typeof suggestionsResponse]> {}
export const SuggestionsResponse: ComplexType<SuggestionsResponse> = messages.complexType(suggestionsResponse)
