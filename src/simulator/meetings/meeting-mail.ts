import type { AnyMessage } from '../../operations/mail/message'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import { valuesOf } from '../calendar/property-value'
import { calendarItemProperties } from '../items/property'
import type { MailKind, NewMail } from '../mail/mail'
import { mailProperties } from '../mail/mail-property'
import { ownAddress } from '../mail/recipient'
import type { Mailbox } from '../mailbox/mailbox'
import { attendeeCopy } from './attendee-copy'

/** The answers that attendees give. */
export type MeetingAnswer = 'Accept' | 'Tentative' | 'Decline'

/** A message about a meeting. */
export interface MeetingNotice {
  readonly kind: 'MeetingRequest' | 'MeetingCancellation' | 'MeetingResponse'
  /** The mailbox whose calendar the message is about. */
  readonly mailbox: Mailbox
  /** The meeting as the sender has it. */
  readonly meeting: Appointment
  /** The answer, for a response. */
  readonly answer?: MeetingAnswer | undefined
  /** What else a response contains: a text, and a proposed time. */
  readonly response?: Pick<AnyMessage, 'body' | 'proposedStart' | 'proposedEnd'> | undefined
}

const kinds = {
  MeetingRequest: 'meetingRequest',
  MeetingCancellation: 'meetingCancellation',
  MeetingResponse: 'meetingResponse',
} as const satisfies Readonly<Record<MeetingNotice['kind'], MailKind>>

/** The classes of messages about meetings (MS-OXOCAL, 2.2.5 to 2.2.9). */
const CLASSES = {
  MeetingRequest: 'IPM.Schedule.Meeting.Request',
  MeetingCancellation: 'IPM.Schedule.Meeting.Canceled',
} as const
const ANSWER_CLASSES = { Accept: 'Pos', Tentative: 'Tent', Decline: 'Neg' } as const

/** The prefixes of the subjects of answers. */
const PREFIXES: Readonly<Record<MeetingAnswer, string>> = {
  Accept: 'Accepted',
  Tentative: 'Tentative',
  Decline: 'Declined',
}

/** The subject of the answer to a meeting. */
export const answerSubject = (answer: MeetingAnswer, { subject = '' }: CalendarItem): string =>
  `${PREFIXES[answer]}: ${subject}`

type Attendees = NonNullable<CalendarItem['requiredAttendees']>
const mailboxesOf = (attendees: Attendees | undefined) => attendees?.map(({ mailbox }) => mailbox)

/** The properties of a meeting that messages of a kind have, beside those of every message. */
const meetingProperties = (kind: MailKind) =>
  calendarItemProperties.all.filter(
    (property) => mailProperties[kind].has(property) && !mailProperties.message.has(property),
  )

/** A message about a meeting, as its recipients receive it (MS-OXWSMTGS, MeetingMessageType). */
export function meetingMail(notice: MeetingNotice): NewMail {
  const { mailbox, meeting } = notice
  const kind = kinds[notice.kind]
  const { start, end } = meeting
  const item = notice.kind === 'MeetingRequest' ? { ...attendeeCopy(meeting), start, end } : meeting
  const { subject, sensitivity, importance, culture, body } = item
  const sender = { mailbox: ownAddress(mailbox) }
  return {
    ...valuesOf(item, meetingProperties(kind)),
    kind,
    subject,
    sensitivity,
    importance,
    culture,
    body,
    sender,
    from: sender,
    isDraft: false,
    isDelegated: false,
    isOutOfDate: false,
    hasBeenProcessed: true,
    isRead: false,
    ...(notice.answer === undefined ? invitation(notice) : response(notice, notice.answer)),
  }
}

function invitation({ kind, meeting }: MeetingNotice): AnyMessage {
  return {
    itemClass: kind === 'MeetingCancellation' ? CLASSES.MeetingCancellation : CLASSES.MeetingRequest,
    toRecipients: mailboxesOf(meeting.requiredAttendees),
    ccRecipients: mailboxesOf(meeting.optionalAttendees),
    isResponseRequested: kind === 'MeetingRequest' && meeting.isResponseRequested,
    isOrganizer: false,
    responseType: 'NoResponseReceived',
  }
}

function response(
  { meeting, response: { body, proposedStart, proposedEnd } = {} }: MeetingNotice,
  answer: MeetingAnswer,
): AnyMessage {
  return {
    itemClass: `IPM.Schedule.Meeting.Resp.${ANSWER_CLASSES[answer]}`,
    subject: answerSubject(answer, meeting),
    body,
    proposedStart,
    proposedEnd,
    toRecipients: meeting.organizer && [meeting.organizer.mailbox],
    isResponseRequested: false,
    isOrganizer: true,
    responseType: answer,
  }
}
