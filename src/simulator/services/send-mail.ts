import type { CreateItemRequest } from '../../operations/mail/create-item'
import type { FoundMail } from '../authorization/folders'
import type { Mail, NewMail } from '../mail/mail'
import { ownAddress, recipientsOf, resolved } from '../mail/recipient'
import type { Mailbox } from '../mailbox/mailbox'
import type { CopyPlace } from '../meetings/meeting-post'
import { ServiceError } from '../soap/service-error'
import type { ServiceContext } from './service'

type TargetFolderId = NonNullable<CreateItemRequest['savedItemFolderId']>

/** Whether to keep a copy of a message, and in which folder. Defaults to Sent Items. */
export interface KeptCopy {
  readonly savesCopy: boolean
  readonly savedItemFolderId?: TargetFolderId | undefined
}

/** The folder for copies of what a mailbox sends, if they are kept. */
export function copyPlace(
  { savesCopy, savedItemFolderId }: KeptCopy,
  sender: Mailbox,
  { folders }: ServiceContext,
): CopyPlace | undefined {
  if (!savesCopy) return undefined
  return savedItemFolderId === undefined
    ? { mailbox: sender, folder: sender.sentItems }
    : folders.target(savedItemFolderId)
}

/** Completes a message as a server does when it saves it: with the names of the recipients, a sender, and an Internet message id. */
export function completed(mail: NewMail, mailbox: Mailbox, { store }: ServiceContext): NewMail {
  const own = { mailbox: ownAddress(mailbox) }
  const entryOf = (address: string) => store.directory.entry(address)
  return {
    ...mail,
    toRecipients: resolved(mail.toRecipients, entryOf),
    ccRecipients: resolved(mail.ccRecipients, entryOf),
    bccRecipients: resolved(mail.bccRecipients, entryOf),
    sender: mail.sender ?? own,
    from: mail.from ?? own,
    internetMessageId: mail.internetMessageId ?? store.nextMessageId(mailbox.address),
  }
}

/**
 * Sends a message, and keeps a copy.
 *
 * @throws ServiceError ErrorInvalidRecipients if there are none, or ErrorSendAsDenied
 */
export function sendMail(
  operation: string,
  mail: NewMail,
  sender: Mailbox,
  kept: KeptCopy,
  context: ServiceContext,
): void {
  const to = recipientsOf(mail)
  if (to.length === 0) throw new ServiceError('ErrorInvalidRecipients', 'At least one recipient is not valid.')
  checkSender(mail, sender, context)
  const copyTo = copyPlace(kept, sender, context)
  const sent = { ...completed(mail, sender, context), sender: { mailbox: ownAddress(sender) }, isDraft: false }
  const { subject = '' } = sent
  context.store.send({
    message: { operation, kind: 'Message', from: sender.address, to, subject },
    mail: { ...sent, isRead: false },
  })
  if (copyTo !== undefined)
    context.store.createMail(copyTo.mailbox, { ...sent, isRead: true }, { folder: copyTo.folder })
}

/** A mailbox can send mail in its own name, and on behalf of those that it is a delegate of. */
function checkSender({ from }: NewMail, sender: Mailbox, { store }: ServiceContext) {
  const address = from?.mailbox.emailAddress
  if (address === undefined) return
  const named = store.find(address)
  if (named === sender || named?.delegates.has(sender.address.toLowerCase())) return
  throw new ServiceError(
    'ErrorSendAsDenied',
    'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
  )
}

/**
 * Sends a saved message, which moves it out of its folder.
 *
 * @throws ServiceError as `sendMail`
 */
export function sendDraft(
  operation: string,
  { mailbox, item }: FoundMail,
  kept: KeptCopy,
  context: ServiceContext,
): void {
  sendMail(operation, asNew(item), mailbox, kept, context)
  context.store.delete(mailbox, item)
}

/** A message without what its folder gave it. */
function asNew({ itemId, creator, dateTimeReceived, dateTimeSent, dateTimeCreated, ...mail }: Mail): NewMail {
  return mail
}
