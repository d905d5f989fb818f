import type { Folder } from '../mailbox/folder'
import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { type MeetingNotice, meetingMail } from './meeting-mail'

/** Where the sender keeps a copy of what was sent. */
export interface CopyPlace {
  readonly mailbox: Mailbox
  readonly folder: Folder
}

/** A message about a meeting, and where it goes. */
export interface MeetingPost extends MeetingNotice {
  /** The operation of the request that caused it. */
  readonly operation: string
  /** The addresses of the recipients. Without any, nothing is sent. */
  readonly to: readonly string[]
  /** The folder for a copy. Defaults to none. */
  readonly copyTo?: CopyPlace | undefined
}

/** Sends a message about a meeting, to be delivered later, and keeps a copy. */
export function postAboutMeeting(store: MailboxStore, post: MeetingPost): void {
  const { operation, kind, mailbox, meeting, to, copyTo } = post
  if (to.length === 0) return
  const mail = { ...meetingMail(post), internetMessageId: store.nextMessageId(mailbox.address) }
  const { subject = '' } = mail
  store.send({ message: { operation, kind, from: mailbox.address, to, subject }, mail, meeting })
  if (copyTo === undefined) return
  store.createMail(copyTo.mailbox, { ...mail, isRead: true }, { folder: copyTo.folder })
}

/** Sent Items, if the disposition in the request ends with `SaveCopy`. */
export const sentItemsIf = (mailbox: Mailbox, asks: string): CopyPlace | undefined =>
  asks.endsWith('SaveCopy') ? { mailbox, folder: mailbox.sentItems } : undefined
