import { type ComplexType, enumeration, nonEmptyText, optional, text, type ValueOfParts } from '../../xml'
import { ItemId } from './item-id'
import { types } from './namespaces'

const emailAddress = {
  name: optional(text),
  emailAddress: optional(nonEmptyText),
  /** `SMTP` where left out. */
  routingType: optional(nonEmptyText),
  mailboxType: optional(
    enumeration(
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
    ),
  ),
  itemId: optional(ItemId),
  originalDisplayName: optional(text),
} as const

/** A mailbox or recipient (MS-OXWSCDATA, EmailAddressType). */
export interface EmailAddress extends ValueOfParts<[typeof emailAddress]> {}
export const EmailAddress: ComplexType<EmailAddress> = types.complexType(emailAddress)
