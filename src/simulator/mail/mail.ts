import type { AnyMessage } from '../../operations/mail/message'
import type { RealItem } from '../../operations/mail/real-items'

/** The kinds of messages, by their elements in EWS. */
export type MailKind = Exclude<keyof RealItem, 'calendarItem'>

/** A message as a folder holds it. Its kind says which of the properties clients can see. */
export interface Mail extends AnyMessage {
  readonly kind: MailKind
  readonly itemId: { readonly id: string; readonly changeKey: string }
  /** The name of the user who has created the item in somebody else's folder, in lower case. */
  readonly creator?: string | undefined
}

/** A message that isn't in a folder yet. */
export type NewMail = Omit<Mail, 'itemId' | 'creator'>
