import { attribute, type ComplexType, content, enumeration, optional, text, type ValueOfParts } from '../../xml'
import { EmailAddress, MailboxType } from '../types/email-address'
import { ItemId } from '../types/item-id'
import { types } from '../types/namespaces'

const emailAddressEntry = {
  /** The place of the address in the list. */
  key: attribute(enumeration('EmailAddress1', 'EmailAddress2', 'EmailAddress3')),
  /** The display name. */
  name: optional(attribute(text)),
  /** The kind of address, such as `SMTP`. */
  routingType: optional(attribute(text)),
  /** The kind of recipient, such as `Mailbox`. */
  mailboxType: optional(attribute(MailboxType)),
  /** The address. In the directory it begins with its kind: `SMTP:ada@example.com`. */
  value: content(text),
} as const

const phoneNumberEntry = {
  /** The kind of telephone, such as `BusinessPhone` or `MobilePhone`. */
  key: attribute(
    enumeration(
      'AssistantPhone',
      'BusinessFax',
      'BusinessPhone',
      'BusinessPhone2',
      'Callback',
      'CarPhone',
      'CompanyMainPhone',
      'HomeFax',
      'HomePhone',
      'HomePhone2',
      'Isdn',
      'MobilePhone',
      'OtherFax',
      'OtherTelephone',
      'Pager',
      'PrimaryPhone',
      'RadioPhone',
      'Telex',
      'TtyTddPhone',
      'BusinessMobile',
      'IPPhone',
      'Mms',
      'Msn',
    ),
  ),
  /** The number. */
  value: content(text),
} as const

const contact = {
  /** The id of a contact in a mailbox. People in the directory have none. */
  itemId: optional(ItemId),
  /** The display name. */
  displayName: optional(text),
  /** The first name. */
  givenName: optional(text),
  /** The initials. */
  initials: optional(text),
  /** The name of the company. */
  companyName: optional(text),
  /** The mail addresses. */
  emailAddresses: optional(types.nonEmptyArrayOf({ entry: types.complexType(emailAddressEntry) })),
  /** The telephone numbers. */
  phoneNumbers: optional(types.nonEmptyArrayOf({ entry: types.complexType(phoneNumberEntry) })),
  /** The name of the assistant. */
  assistantName: optional(text),
  /** The source: the directory, or the contacts of a mailbox. */
  contactSource: optional(enumeration('ActiveDirectory', 'Store')),
  /** The department. */
  department: optional(text),
  /** The job title. */
  jobTitle: optional(text),
  /** The name of the manager. */
  manager: optional(text),
  /** The place of the office. */
  officeLocation: optional(text),
  /** The last name. */
  surname: optional(text),
  /** The alias in the directory. */
  alias: optional(text),
  /** Notes about the person. */
  notes: optional(text),
  /** The mailboxes of the people who report to this person. */
  directReports: optional(types.arrayOf({ mailbox: EmailAddress })),
} as const

/** A person in the directory or in the contacts of a mailbox, in short (MS-OXWSCONT, ContactItemType). */
export interface Contact extends ValueOfParts<[typeof contact]> {}
export const Contact: ComplexType<Contact> = types.complexType(contact)
