import type { Attendee, CalendarItem, EmailAddress, EwsError, ItemFieldURI, ResponseType } from 'ews-booking'
import type { FoundItem } from '../calendar/calendar-search'
import { type Status, statusOf } from '../calendar/status'
import type { Window } from '../calendar/window'
import { htmlText } from './html-text'

/** Whether an event stands alone or belongs to a series. An `exception` is an occurrence that differs from its series. */
export type EventType = 'single' | 'occurrence' | 'exception'

/** An attendee's answer to the invitation. It is `unknown` where Exchange keeps no answers, such as for resources. */
export type AttendeeResponse = 'organizer' | 'accepted' | 'tentative' | 'declined' | 'none' | 'unknown'

/** A person or room with a calendar. */
export interface Person {
  readonly name?: string | undefined
  /** An SMTP address. Missing if Exchange only knows a name of its own directory. */
  readonly address?: string | undefined
}

/** A person or room that is invited. */
export interface EventAttendee extends Person {
  readonly optional: boolean
  /** Whether this is a room or equipment. */
  readonly resource: boolean
  readonly response: AttendeeResponse
}

/**
 * An event as an online calendar shows it, read from the server just now. For a private event, the properties from `title` on stay on the
 * server unless the caller asks for private events.
 */
export interface MailboxEvent extends Window {
  /** Opaque, long and case-sensitive. Each occurrence of a series has its own. Only an event with `error` may lack it. */
  readonly itemId?: string | undefined
  /** The version of the event. Every change of the event changes it. */
  readonly changeKey?: string | undefined
  readonly status: Status
  /** Whether the event takes whole days. `start` and `end` are then midnight in the time zone in which it was made. */
  readonly allDay: boolean
  /** Whether the event is marked private or confidential. */
  readonly private: boolean
  readonly type: EventType
  readonly title?: string | undefined
  /** Plain text, even if the description was written as HTML. */
  readonly description?: string | undefined
  readonly location?: string | undefined
  /** Names of Outlook categories. */
  readonly categories?: readonly string[] | undefined
  readonly organizer?: Person | undefined
  /** Required attendees first, then optional ones, then resources. */
  readonly attendees?: readonly EventAttendee[] | undefined
  /**
   * Why only time and status are known: the server can't read the item, the item is of an unknown kind, or the server lists a series
   * without its occurrences. The time is taken nevertheless.
   */
  readonly error?: EwsError | undefined
}

/** The properties that anybody may see who may see when the calendar's owner is busy. */
export const TIME_PROPERTIES: readonly ItemFieldURI[] = [
  'item:Sensitivity',
  'calendar:Start',
  'calendar:End',
  'calendar:IsAllDayEvent',
  'calendar:LegacyFreeBusyStatus',
  'calendar:CalendarItemType',
]

/** The properties that say what an event is about. */
export const TEXT_PROPERTIES: readonly ItemFieldURI[] = [
  'item:Subject',
  'item:Body',
  'item:Categories',
  'calendar:Location',
  'calendar:Organizer',
  'calendar:RequiredAttendees',
  'calendar:OptionalAttendees',
  'calendar:Resources',
  // Some servers return attendees only together with it.
  'calendar:IsMeeting',
]

/** Every other sensitivity counts as private, including those newer than this library. */
const NOT_PRIVATE: ReadonlySet<string> = new Set(['Normal', 'Personal'])

export const isPrivate = ({ sensitivity = 'Normal' }: CalendarItem): boolean => !NOT_PRIVATE.has(sensitivity)

type CalendarItemType = NonNullable<CalendarItem['calendarItemType']>

/** Our words for EWS's (MS-OXWSCDATA, CalendarItemTypeType). */
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

/** Makes an event from an item that was read with `TIME_PROPERTIES`. */
export const eventWithoutTexts = (item: FoundItem): MailboxEvent => ({
  itemId: item.itemId?.id,
  changeKey: item.itemId?.changeKey,
  start: item.start,
  end: item.end,
  status: statusOf(item.legacyFreeBusyStatus),
  allDay: item.isAllDayEvent ?? false,
  private: isPrivate(item),
  type: typeOf(item.calendarItemType),
})

/** Makes an event from an item whose texts can't be read. */
export const eventWithError = (item: FoundItem, error: EwsError): MailboxEvent => ({
  ...eventWithoutTexts(item),
  error,
})

/** Makes an event from an item that was read with `TIME_PROPERTIES` and `TEXT_PROPERTIES`. */
export const eventWithTexts = (item: FoundItem): MailboxEvent => ({
  ...eventWithoutTexts(item),
  title: item.subject,
  description: item.body && descriptionOf(item.body),
  location: item.location,
  categories: item.categories ?? [],
  organizer: item.organizer && person(item.organizer.mailbox),
  attendees: attendeesOf(item),
})

const descriptionOf = ({ bodyType, value }: NonNullable<CalendarItem['body']>): string =>
  bodyType === 'HTML' ? htmlText(value) : value

const attendeesOf = ({ requiredAttendees = [], optionalAttendees = [], resources = [] }: CalendarItem) => [
  ...requiredAttendees.map((attendee) => eventAttendee(attendee, { optional: false, resource: false })),
  ...optionalAttendees.map((attendee) => eventAttendee(attendee, { optional: true, resource: false })),
  ...resources.map((attendee) => eventAttendee(attendee, { optional: false, resource: true })),
]

const eventAttendee = (
  { mailbox, responseType }: Attendee,
  role: Pick<EventAttendee, 'optional' | 'resource'>,
): EventAttendee => ({ ...person(mailbox), ...role, response: responseOf(responseType) })

/** An address of another routing type than SMTP is a name in Exchange's directory: `/o=Example/ou=...`. */
const person = ({ name, emailAddress, routingType = 'SMTP' }: EmailAddress): Person => ({
  name,
  address: routingType.toUpperCase() === 'SMTP' ? emailAddress : undefined,
})
