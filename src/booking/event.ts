import type { Attendee, CalendarItem, EmailAddress, ResponseType, UnindexedFieldURI } from 'ews-booking'
import type { FoundItem } from './event-search'
import { type Status, statusOf } from './status'
import type { Window } from './window'

/** Whether an event stands alone, or is one of a series: as its pattern has it, or changed. */
export type EventType = 'single' | 'occurrence' | 'exception'

/** What somebody answered to an invitation; `unknown` also where Exchange keeps no answers, as for resources. */
export type AttendeeResponse = 'organizer' | 'accepted' | 'tentative' | 'declined' | 'none' | 'unknown'

/** Somebody with a calendar. `address` is an SMTP address, and missing where Exchange knows only a name of its own directory. */
export interface Person {
  readonly name?: string | undefined
  readonly address?: string | undefined
}

/** Somebody, or a room, that is invited. */
export interface EventAttendee extends Person {
  readonly optional: boolean
  /** A room, or equipment. */
  readonly resource: boolean
  readonly response: AttendeeResponse
}

/**
 * An event as an online calendar shows it, read a moment ago. Of a private one everything from `title` on stays on the server,
 * unless private events are asked for.
 */
export interface CalendarEvent extends Window {
  /** Opaque, long and case-sensitive; of an occurrence its own. */
  readonly itemId: string
  /** Changes with every change of the event. */
  readonly changeKey?: string | undefined
  readonly status: Status
  /** Whole days; `start` and `end` are midnight in the zone in which it was made, as Exchange has them. */
  readonly allDay: boolean
  /** Marked private or confidential. */
  readonly private: boolean
  readonly type: EventType
  readonly title?: string | undefined
  /** Plain text, whatever it was written as. */
  readonly description?: string | undefined
  readonly location?: string | undefined
  readonly categories?: readonly string[] | undefined
  readonly organizer?: Person | undefined
  /** Required ones first, then optional ones, then resources. */
  readonly attendees?: readonly EventAttendee[] | undefined
}

/** What anybody may see who sees when the calendar's owner is busy. */
export const TIME_PROPERTIES: readonly UnindexedFieldURI[] = [
  'item:Sensitivity',
  'calendar:Start',
  'calendar:End',
  'calendar:IsAllDayEvent',
  'calendar:LegacyFreeBusyStatus',
  'calendar:CalendarItemType',
]

/** What an event is about. */
export const TEXT_PROPERTIES: readonly UnindexedFieldURI[] = [
  'item:Subject',
  'item:Body',
  'item:Categories',
  'calendar:Location',
  'calendar:Organizer',
  'calendar:RequiredAttendees',
  'calendar:OptionalAttendees',
  'calendar:Resources',
]

/** Every other sensitivity is private, one that is newer than this library among them. */
const NOT_PRIVATE: ReadonlySet<string> = new Set(['Normal', 'Personal'])

export const isPrivate = ({ sensitivity = 'Normal' }: CalendarItem): boolean => !NOT_PRIVATE.has(sensitivity)

type CalendarItemType = NonNullable<CalendarItem['calendarItemType']>

/** Our words for EWS's (MS-OXWSCDATA, CalendarItemTypeType). A calendar view has no masters. */
const TYPE = {
  Single: 'single',
  Occurrence: 'occurrence',
  Exception: 'exception',
  RecurringMaster: 'occurrence',
} as const satisfies Record<CalendarItemType, EventType>

const typeOf = (type: CalendarItemType = 'Single'): EventType => (Object.hasOwn(TYPE, type) ? TYPE[type] : 'single')

/** Our words for EWS's (MS-OXWSCDATA, ResponseTypeType). */
const RESPONSE = {
  Unknown: 'unknown',
  Organizer: 'organizer',
  Tentative: 'tentative',
  Accept: 'accepted',
  Decline: 'declined',
  NoResponseReceived: 'none',
} as const satisfies Record<ResponseType, AttendeeResponse>

const responseOf = (response: ResponseType = 'Unknown'): AttendeeResponse =>
  Object.hasOwn(RESPONSE, response) ? RESPONSE[response] : 'unknown'

/** Time and status of an item that has the time properties. */
export const eventWithoutTexts = (item: FoundItem): CalendarEvent => ({
  itemId: item.itemId.id,
  changeKey: item.itemId.changeKey,
  start: item.start,
  end: item.end,
  status: statusOf(item.legacyFreeBusyStatus),
  allDay: item.isAllDayEvent ?? false,
  private: isPrivate(item),
  type: typeOf(item.calendarItemType),
})

/** An item that has the text properties too. */
export const eventWithTexts = (item: FoundItem): CalendarEvent => ({
  ...eventWithoutTexts(item),
  title: item.subject,
  description: item.body?.value,
  location: item.location,
  categories: item.categories ?? [],
  organizer: item.organizer && person(item.organizer.mailbox),
  attendees: attendeesOf(item),
})

const attendeesOf = ({ requiredAttendees = [], optionalAttendees = [], resources = [] }: CalendarItem) => [
  ...requiredAttendees.map((attendee) => eventAttendee(attendee, { optional: false, resource: false })),
  ...optionalAttendees.map((attendee) => eventAttendee(attendee, { optional: true, resource: false })),
  ...resources.map((attendee) => eventAttendee(attendee, { optional: false, resource: true })),
]

const eventAttendee = (
  { mailbox, responseType }: Attendee,
  role: Pick<EventAttendee, 'optional' | 'resource'>,
): EventAttendee => ({ ...person(mailbox), ...role, response: responseOf(responseType) })

/** Addresses of another routing type than SMTP are names in Exchange's directory: `/o=Example/ou=...`. */
const person = ({ name, emailAddress, routingType = 'SMTP' }: EmailAddress): Person => ({
  name,
  address: routingType.toUpperCase() === 'SMTP' ? emailAddress : undefined,
})
