import { type ComplexType, dispensable, enumeration, type Infer, instant, optional, type ValueOfParts } from '../../xml'
import { EmailAddress } from './email-address'
import { types } from './namespaces'

/** An answer to an invitation; `Organizer` marks the person who sent it (MS-OXWSCDATA, ResponseTypeType). */
export const ResponseType = enumeration('Unknown', 'Organizer', 'Tentative', 'Accept', 'Decline', 'NoResponseReceived')
export type ResponseType = Infer<typeof ResponseType>

const attendee = {
  /** The invited mailbox. */
  mailbox: EmailAddress,
  /** The attendee's answer. Set by the server, and only in the organizer's own calendar. */
  responseType: optional(ResponseType),
  /** The time of the attendee's last answer, as an instant. Set by the server. */
  lastResponseTime: dispensable(optional(instant)),
  /** The start that the attendee proposes instead, as an instant. */
  proposedStart: dispensable(optional(instant)),
  /** The end that the attendee proposes instead, as an instant. */
  proposedEnd: dispensable(optional(instant)),
} as const

/** An invited person, room or resource, with the answer (MS-OXWSMTGS, AttendeeType). */
export interface Attendee extends ValueOfParts<[typeof attendee]> {}
export const Attendee: ComplexType<Attendee> = types.complexType(attendee)

/** One or more attendees (MS-OXWSMTGS, NonEmptyArrayOfAttendeesType). For no attendees, leave the property out. */
export const Attendees = types.nonEmptyArrayOf({ attendee: dispensable(Attendee) })

const singleRecipient = {
  /** The mailbox. */
  mailbox: EmailAddress,
} as const

/** One mailbox, such as the organizer's (MS-OXWSCDATA, SingleRecipientType). */
export interface SingleRecipient extends ValueOfParts<[typeof singleRecipient]> {}
export const SingleRecipient: ComplexType<SingleRecipient> = types.complexType(singleRecipient)
