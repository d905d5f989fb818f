import {
  type AnyMessage,
  MeetingCancellation,
  MeetingRequest,
  MeetingResponse,
  Message,
} from '../../operations/mail/message'
import type { RealItem } from '../../operations/mail/real-items'
import { conversationIdOf } from '../items/exchange-id'
import { itemDerivations } from '../items/item-value'
import { presentValues } from '../items/present-values'
import { PropertySet } from '../items/property-set'
import type { Mail, MailKind } from './mail'

/** A property of a message. */
export type MailProperty = keyof AnyMessage

const meetingPrefixes = ['item', 'message', 'meeting', 'meetingRequest', 'calendar']

/** The properties of each kind of message (MS-OXWSMSG, MessageType; MS-OXWSMTGS, MeetingMessageType). */
export const mailProperties: Readonly<Record<MailKind, PropertySet<AnyMessage>>> = {
  message: new PropertySet<AnyMessage>(Message, ['item', 'message']),
  meetingRequest: new PropertySet<AnyMessage>(MeetingRequest, meetingPrefixes),
  meetingResponse: new PropertySet<AnyMessage>(MeetingResponse, meetingPrefixes),
  meetingCancellation: new PropertySet<AnyMessage>(MeetingCancellation, meetingPrefixes),
}

type Recipients = NonNullable<AnyMessage['toRecipients']>

const names = (recipients: Recipients = []) =>
  recipients.map(({ name, emailAddress = '' }) => name ?? emailAddress).join('; ')

/** A subject without the prefixes of answers. */
export const topicOf = ({ subject = '' }: AnyMessage): string =>
  subject.replace(/^(?:(?:RE|FW|Accepted|Tentative|Declined|Canceled): )+/, '')

/** The properties that the server computes from a message's other properties when it is read. */
const derivations: { readonly [Key in MailProperty]?: (mail: Mail) => AnyMessage[Key] } = {
  ...itemDerivations,
  conversationTopic: topicOf,
  conversationId: (mail) => ({ id: conversationIdOf(mail.uid ?? topicOf(mail)) }),
  displayTo: ({ toRecipients }) => names(toRecipients),
  displayCc: ({ ccRecipients }) => names(ccRecipients),
  displayBcc: ({ bccRecipients }) => names(bccRecipients),
  responseObjects: responsesTo,
}

/** The possible answers to invitations and cancellations. All other messages can only be answered by mail. */
function responsesTo({ kind, isOrganizer, isOutOfDate }: Mail): AnyMessage['responseObjects'] {
  if (isOrganizer || isOutOfDate) return undefined
  if (kind === 'meetingRequest') return [{ acceptItem: {} }, { tentativelyAcceptItem: {} }, { declineItem: {} }]
  return kind === 'meetingCancellation' ? [{ removeItem: {} }] : undefined
}

/** The value of a property, stored or derived; `undefined` if messages of this kind don't have it. */
export function mailPropertyOf<Key extends MailProperty>(mail: Mail, property: Key): AnyMessage[Key] {
  if (!mailProperties[mail.kind].has(property)) return undefined
  return mail[property] ?? derivations[property]?.(mail)
}

/** Returns those of the given properties that a message has, stored or derived. */
export const mailValuesOf = (mail: Mail, properties: Iterable<MailProperty>): AnyMessage =>
  presentValues<AnyMessage>(properties, (property) => mailPropertyOf(mail, property))

/** Values of a message under the name of its kind, as they are written. */
export function realItemOf(kind: MailKind, values: AnyMessage): RealItem {
  switch (kind) {
    case 'message':
      return { message: values }
    case 'meetingRequest':
      return { meetingRequest: values }
    case 'meetingResponse':
      return { meetingResponse: values }
    case 'meetingCancellation':
      return { meetingCancellation: values }
  }
}
