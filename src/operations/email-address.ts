import { enumeration, type Infer, nonEmptyText, optional, text } from '../xml'
import { ItemId } from './item-id'
import { types } from './namespaces'

/** A mailbox or recipient (MS-OXWSCDATA, EmailAddressType). */
export const EmailAddress = types.complexType({
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
})
export type EmailAddress = Infer<typeof EmailAddress>
