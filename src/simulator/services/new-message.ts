import { CreateItem, type CreateItemRequest, type NewRealItem } from '../../operations/mail/create-item'
import type { AnyMessage, Message } from '../../operations/mail/message'
import type { RealItem } from '../../operations/mail/real-items'
import type { FoundMail } from '../authorization/folders'
import { isFoundMail } from '../authorization/folders'
import { bodyAs } from '../items/body'
import { isSameProperty } from '../items/extended-property'
import type { NewMail } from '../mail/mail'
import { topicOf } from '../mail/mail-property'
import { readOnlyMailProperties } from '../mail/read-only-property'
import { ServiceError } from '../soap/service-error'
import { completed, sendMail } from './send-mail'
import type { ServiceContext } from './service'

/** PidTagMessageFlags, and its flag for drafts (MS-OXCMSG, 2.2.1.6). Some clients have copies of mail saved by it. */
const MESSAGE_FLAGS = { propertyTag: '0xe07', propertyType: 'Integer' } as const
const UNSENT = 8

/**
 * Creates a message: saves it, sends it, or both (MS-OXWSMSG, CreateItem).
 *
 * @throws ServiceError
 * @returns the saved draft; nothing if the message was sent
 */
export function createMessage(request: CreateItemRequest, message: AnyMessage, context: ServiceContext): RealItem[] {
  const { messageDisposition: disposition, savedItemFolderId } = request
  if (disposition === undefined) {
    throw new ServiceError('ErrorMessageDispositionRequired', 'Message disposition is required for messages.')
  }
  if (readOnlyMailProperties.some((property) => message[property] !== undefined)) {
    throw new ServiceError('ErrorInvalidPropertySet', 'Set action is invalid for property.')
  }
  if (message.mimeContent !== undefined) {
    throw new ServiceError('ErrorUnsupportedMimeConversion', 'Messages from MIME are not supported by the simulator.')
  }
  const mail: NewMail = {
    itemClass: 'IPM.Note',
    importance: 'Normal',
    sensitivity: 'Normal',
    isRead: true,
    ...message,
    kind: 'message',
  }
  if (disposition !== 'SaveOnly') {
    sendMail(
      CreateItem.name,
      mail,
      context.caller.mailbox,
      { savesCopy: disposition === 'SendAndSaveCopy', savedItemFolderId },
      context,
    )
    return []
  }
  const { mailbox, folder } = context.folders.target(savedItemFolderId ?? { distinguishedFolderId: { id: 'drafts' } })
  const creator = context.caller.mayActFor(mailbox) ? undefined : context.caller.name
  const isDraft = isUnsent(mail)
  const saved = context.store.createMail(
    mailbox,
    { ...completed(mail, mailbox, context), isDraft },
    { folder, creator },
  )
  return [{ message: { itemId: saved.itemId } }]
}

function isUnsent({ extendedProperty = [] }: Message): boolean {
  const flags = extendedProperty.find(({ extendedFieldURI }) => isSameProperty(extendedFieldURI, MESSAGE_FLAGS))?.value
  return flags === undefined || (Number(flags) & UNSENT) !== 0
}

/** The ways to answer a message. */
type Reply = 'replyToItem' | 'replyAllToItem' | 'forwardItem'

/**
 * Answers a message, or passes it on (MS-OXWSMSG, CreateItem).
 *
 * @throws ServiceError as `createMessage`, and ErrorInvalidReferenceItem
 */
export function createReply(
  request: CreateItemRequest,
  way: Reply,
  reply: NonNullable<NewRealItem[Reply]>,
  context: ServiceContext,
): RealItem[] {
  const { referenceItemId, newBodyContent, subject, toRecipients, ccRecipients, bccRecipients, from } = reply
  const found = referenceItemId && context.folders.item({ itemId: referenceItemId })
  if (found === undefined || !isFoundMail(found)) {
    throw new ServiceError('ErrorInvalidReferenceItem', 'The reference item is not a message.')
  }
  const { item: original } = found
  const prefix = way === 'forwardItem' ? 'FW' : 'RE'
  const others = way === 'replyAllToItem' ? othersOf(found) : undefined
  const sender = original.from && [original.from.mailbox]
  return createMessage(
    request,
    {
      subject: subject ?? `${prefix}: ${topicOf(original)}`,
      body: quoting(newBodyContent, original.body),
      toRecipients: toRecipients ?? (way === 'forwardItem' ? undefined : [...(sender ?? []), ...(others?.to ?? [])]),
      ccRecipients: ccRecipients ?? others?.cc,
      bccRecipients,
      from,
      inReplyTo: original.internetMessageId,
      references: [original.references, original.internetMessageId].filter((id) => id !== undefined).join(' '),
      attachments: way === 'forwardItem' ? original.attachments : undefined,
    },
    context,
  )
}

/** The recipients of a message beside the mailbox that it is in. */
function othersOf({ mailbox, item: { toRecipients = [], ccRecipients = [] } }: FoundMail) {
  const isOther = ({ emailAddress = '' }: (typeof toRecipients)[number]) =>
    emailAddress.toLowerCase() !== mailbox.address.toLowerCase()
  return { to: toRecipients.filter(isOther), cc: ccRecipients.filter(isOther) }
}

/** A text with the body that it answers below it, in the form of the text. */
function quoting(text: Message['body'], quoted: Message['body']): Message['body'] {
  if (text === undefined || quoted === undefined) return text ?? quoted
  return { bodyType: text.bodyType, value: `${text.value}\n${bodyAs(quoted, text.bodyType).value}` }
}
