import {
  attribute,
  boolean,
  content,
  enumeration,
  type Infer,
  instant,
  integer,
  named,
  optional,
  repeated,
  text,
} from '../xml'
import { EmailAddress } from './email-address'
import { ExtendedFieldURI } from './field-uri'
import { ItemId } from './item-id'
import { types } from './namespaces'

/** Text or HTML, as `bodyType` says (MS-OXWSCDATA, BodyType). */
export const Body = types.complexType({
  bodyType: attribute(enumeration('HTML', 'Text')),
  value: content(text),
})
export type Body = Infer<typeof Body>

/** A MAPI property and its value (MS-OXWSXPROP, ExtendedPropertyType). */
export const ExtendedProperty = types.complexType({ extendedFieldURI: ExtendedFieldURI, value: text })
export type ExtendedProperty = Infer<typeof ExtendedProperty>

/** How an appointment shows in its owner's free/busy (MS-OXWSCDATA, LegacyFreeBusyType). */
export const LegacyFreeBusyStatus = enumeration('Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere', 'NoData')
export type LegacyFreeBusyStatus = Infer<typeof LegacyFreeBusyStatus>

const ResponseType = enumeration('Unknown', 'Organizer', 'Tentative', 'Accept', 'Decline', 'NoResponseReceived')

/** Somebody who is invited, and the answer (MS-OXWSMTGS, AttendeeType). */
const Attendee = types.complexType({
  mailbox: EmailAddress,
  responseType: optional(ResponseType),
  lastResponseTime: optional(instant),
})
const Attendees = types.nonEmptyArrayOf({ attendee: Attendee })

/** A time zone by its Windows id, `W. Europe Standard Time` (MS-OXWSGTZ, TimeZoneDefinitionType). */
const TimeZoneDefinition = types.complexType({ id: optional(attribute(text)), name: optional(attribute(text)) })

/** What any item has (MS-OXWSCORE, ItemType), in the order of the schema. */
const item = {
  itemId: optional(ItemId),
  parentFolderId: optional(ItemId),
  /** `IPM.Appointment`. */
  itemClass: optional(text),
  subject: optional(text),
  sensitivity: optional(enumeration('Normal', 'Personal', 'Private', 'Confidential')),
  /** GetItem returns it; FindItem never does. */
  body: optional(Body),
  dateTimeReceived: optional(instant),
  /** In bytes. */
  size: optional(integer()),
  categories: optional(types.arrayOf({ string: text })),
  importance: optional(enumeration('Low', 'Normal', 'High')),
  isDraft: optional(boolean),
  dateTimeCreated: optional(instant),
  reminderIsSet: optional(boolean),
  reminderMinutesBeforeStart: optional(integer({ minInclusive: 0, maxInclusive: 2629800 })),
  hasAttachments: optional(boolean),
  extendedProperty: repeated(ExtendedProperty),
  lastModifiedTime: optional(instant),
} as const

/** What calendar items add (MS-OXWSMTGS, CalendarItemType), in the order of the schema. */
const appointment = {
  uid: optional(named('UID', text)),
  start: optional(instant),
  end: optional(instant),
  isAllDayEvent: optional(boolean),
  legacyFreeBusyStatus: optional(LegacyFreeBusyStatus),
  location: optional(text),
  isMeeting: optional(boolean),
  isCancelled: optional(boolean),
  isRecurring: optional(boolean),
  calendarItemType: optional(enumeration('Single', 'Occurrence', 'Exception', 'RecurringMaster')),
  myResponseType: optional(ResponseType),
  organizer: optional(types.complexType({ mailbox: EmailAddress })),
  requiredAttendees: optional(Attendees),
  optionalAttendees: optional(Attendees),
  resources: optional(Attendees),
  startTimeZone: optional(TimeZoneDefinition),
  endTimeZone: optional(TimeZoneDefinition),
} as const

/** An appointment or meeting. */
export const CalendarItem = types.complexType(item, appointment)
export type CalendarItem = Infer<typeof CalendarItem>

/** Items in an answer (MS-OXWSCDATA, ArrayOfRealItemsType); others than calendar items are skipped. */
export const CalendarItems = types.arrayOf({ calendarItem: CalendarItem })
