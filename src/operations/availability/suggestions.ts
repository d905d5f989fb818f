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

const SuggestionQuality = enumeration('Excellent', 'Good', 'Fair', 'Poor')
/**
 * The quality of a time by the share of attendees who are free: all for `Excellent`, at least 50 percent and `goodThreshold`
 * more for `Good`, at least 50 percent for `Fair`, fewer for `Poor` (Microsoft, "GoodThreshold").
 */
export type SuggestionQuality = Infer<typeof SuggestionQuality>

const suggestionsViewOptions = {
  /** The share of free attendees that makes a time `Good`, in percent above 50, from 0 to 50. */
  goodThreshold: optional(integer()),
  /** The most suggestions for a day, from 0 to 48. */
  maximumResultsByDay: optional(integer()),
  /** The most suggestions for a day outside the working hours, from 0 to 48. */
  maximumNonWorkHourResultsByDay: optional(integer()),
  /** The length of the meeting in minutes, from 30 to 1440. */
  meetingDurationInMinutes: optional(integer()),
  /** The quality that a suggestion needs to be returned. */
  minimumSuggestionQuality: optional(SuggestionQuality),
  /** The days for which suggestions are returned. */
  detailedSuggestionsWindow: TimeWindow,
  /** The present start of a meeting that is to be moved, as an instant. */
  currentMeetingTime: optional(zonelessInstant),
  /** The id of a meeting that is to be moved. Servers ignore it (Microsoft, "GlobalObjectId"). */
  globalObjectId: optional(text),
} as const

/** The conditions that a suggested time has to meet (MS-OXWSAVAIL, SuggestionsViewOptionsType). */
export interface SuggestionsViewOptions extends ValueOfParts<[typeof suggestionsViewOptions]> {}
export const SuggestionsViewOptions: ComplexType<SuggestionsViewOptions> = types.complexType(suggestionsViewOptions)

/** An attendee about whom nothing is known (MS-OXWSAVAIL, UnknownAttendeeConflictData). */
const UnknownAttendeeConflictData = types.complexType({})

/** A distribution list that is too large to be looked at (MS-OXWSAVAIL, TooBigGroupAttendeeConflictData). */
const TooBigGroupAttendeeConflictData = types.complexType({})

const individualAttendeeConflictData = {
  /** The attendee's status during the suggested time. `Free` is no conflict. */
  busyType: LegacyFreeBusyStatus,
} as const

/** One person, room or other resource (MS-OXWSAVAIL, IndividualAttendeeConflictData). */
export interface IndividualAttendeeConflictData extends ValueOfParts<[typeof individualAttendeeConflictData]> {}
const IndividualAttendeeConflictData: ComplexType<IndividualAttendeeConflictData> =
  types.complexType(individualAttendeeConflictData)

const groupAttendeeConflictData = {
  /** The number of members. */
  numberOfMembers: integer(),
  /** The number of members who are free at the suggested time. */
  numberOfMembersAvailable: integer(),
  /** The number of members who are not free at the suggested time. */
  numberOfMembersWithConflict: integer(),
  /** The number of members about whom nothing is known. */
  numberOfMembersWithNoData: integer(),
} as const

/** A distribution list (MS-OXWSAVAIL, GroupAttendeeConflictData). */
export interface GroupAttendeeConflictData extends ValueOfParts<[typeof groupAttendeeConflictData]> {}
const GroupAttendeeConflictData: ComplexType<GroupAttendeeConflictData> = types.complexType(groupAttendeeConflictData)

const AttendeeConflictDataArray = types.arrayOfChoice({
  /** An attendee about whom nothing is known. */
  unknownAttendeeConflictData: UnknownAttendeeConflictData,
  /** One person, room or other resource. */
  individualAttendeeConflictData: IndividualAttendeeConflictData,
  /** A distribution list that is too large to be looked at. */
  tooBigGroupAttendeeConflictData: TooBigGroupAttendeeConflictData,
  /** A distribution list. */
  groupAttendeeConflictData: GroupAttendeeConflictData,
})
/**
 * The conflict that one mailbox of the request has with a suggested time, under the kind of mailbox (MS-OXWSAVAIL,
 * ArrayOfAttendeeConflictData).
 */
export type AttendeeConflictData = Infer<typeof AttendeeConflictDataArray>[number]

const suggestion = {
  /** The start of the meeting, as an instant. */
  meetingTime: zonelessInstant,
  /** True if the meeting lies within the working hours. */
  isWorkTime: boolean,
  /** The quality by the share of attendees who are free. */
  suggestionQuality: SuggestionQuality,
  /** One entry for each mailbox of the request, in its order. */
  attendeeConflictDataArray: optional(AttendeeConflictDataArray),
} as const

/** A suggested time for the meeting (MS-OXWSAVAIL, Suggestion). */
export interface Suggestion extends ValueOfParts<[typeof suggestion]> {}
const Suggestion: ComplexType<Suggestion> = types.complexType(suggestion)

const suggestionDayResult = {
  /** The start of the day, which is midnight UTC. */
  date: zonelessInstant,
  /** The quality of the day's best suggestion. */
  dayQuality: SuggestionQuality,
  /** The suggestions of the day. */
  suggestionArray: optional(types.arrayOf({ suggestion: Suggestion })),
} as const

/** The suggestions of one day (MS-OXWSAVAIL, SuggestionDayResult). */
export interface SuggestionDayResult extends ValueOfParts<[typeof suggestionDayResult]> {}
const SuggestionDayResult: ComplexType<SuggestionDayResult> = types.complexType(suggestionDayResult)

const suggestionsResponse = {
  /** The outcome of the search for suggestions. */
  responseMessage: optional(ResponseMessage),
  /** The suggestions by days. Absent if the search failed. */
  suggestionDayResultArray: optional(types.arrayOf({ suggestionDayResult: SuggestionDayResult })),
} as const

/** The suggestions by days, or the error (MS-OXWSAVAIL, SuggestionsResponseType). */
export interface SuggestionsResponse extends ValueOfParts<[typeof suggestionsResponse]> {}
export const SuggestionsResponse: ComplexType<SuggestionsResponse> = messages.complexType(suggestionsResponse)
