import { type ComplexType, enumeration, type Infer, instant, optional, type ValueOfParts } from '../../xml'
import { EmailAddress } from './email-address'
import { types } from './namespaces'

/** An answer to an invitation; `Organizer` for whoever sent it (MS-OXWSCDATA, ResponseTypeType). */
export const ResponseType = enumeration('Unknown', 'Organizer', 'Tentative', 'Accept', 'Decline', 'NoResponseReceived')
export type ResponseType = Infer<typeof ResponseType>

const attendee = {
  mailbox: EmailAddress,
  /** Set by the server of the organizer. */
  responseType: optional(ResponseType),
  lastResponseTime: optional(instant),
  /** Another time that the attendee would rather have. */
  proposedStart: optional(instant),
  proposedEnd: optional(instant),
} as const

/** Somebody who is invited, and the answer (MS-OXWSMTGS, AttendeeType). */
export interface Attendee extends ValueOfParts<[typeof attendee]> {}
export const Attendee: ComplexType<Attendee> = types.complexType(attendee)

/** MS-OXWSMTGS, NonEmptyArrayOfAttendeesType: to be without attendees, leave the property out. */
export const Attendees = types.nonEmptyArrayOf({ attendee: Attendee })

const singleRecipient = { mailbox: EmailAddress } as const

/** One mailbox, such as the organizer's (MS-OXWSCDATA, SingleRecipientType). */
export interface SingleRecipient extends ValueOfParts<[typeof singleRecipient]> {}
export const SingleRecipient: ComplexType<SingleRecipient> = types.complexType(singleRecipient)
