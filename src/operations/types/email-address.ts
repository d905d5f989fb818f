import { type ComplexType, dispensable, enumeration, nonEmptyText, optional, text, type ValueOfParts } from '../../xml'
import { ItemId } from './item-id'
import { types } from './namespaces'

/** The kind of a recipient (MS-OXWSCDATA, MailboxTypeType). */
export const MailboxType = enumeration(
  'Unknown',
  'OneOff',
  'Mailbox',
  'PublicDL',
  'PrivateDL',
  'Contact',
  'PublicFolder',
  'GroupMailbox',
  'ImplicitContact',
  'User',
)

const emailAddress = {
  /** The display name. */
  name: optional(text),
  /** The address, in the form that `routingType` says. */
  emailAddress: optional(nonEmptyText),
  /** The kind of address: `SMTP`, or `EX` for an X.500 name within Exchange. Defaults to `SMTP`. */
  routingType: optional(nonEmptyText),
  /** The kind of recipient, such as `Mailbox` for a user or room and `PublicDL` for a distribution group. */
  mailboxType: optional(MailboxType),
  /** The contact or private distribution list that stands for the recipient. */
  itemId: dispensable(optional(ItemId)),
  /** The display name that the recipient had at first. */
  originalDisplayName: optional(text),
} as const

/** A mailbox or recipient (MS-OXWSCDATA, EmailAddressType). */
export interface EmailAddress extends ValueOfParts<[typeof emailAddress]> {}
export const EmailAddress: ComplexType<EmailAddress> = types.complexType(emailAddress)
