import { EveryItem } from '../../operations/mail/message'
import { propertyOf } from '../calendar/property-value'
import { calendarItemProperties } from '../items/property'
import { PropertySet } from '../items/property-set'
import type { Mail } from '../mail/mail'
import { mailProperties, mailPropertyOf } from '../mail/mail-property'
import type { SearchableTexts } from '../search/query-string'
import { SearchSchema } from '../search/search-schema'
import { type AnyItem, itemTwinsOf } from './item-twin'

type EveryProperty = keyof EveryItem

const present = <Value>(value: Value | undefined): Value[] => (value === undefined ? [] : [value])

const namesOf = (
  people: readonly { readonly name?: string | undefined; readonly emailAddress?: string | undefined }[],
) => people.flatMap(({ name, emailAddress }) => [...present(name), ...present(emailAddress)])

function valueIn(item: AnyItem, property: EveryProperty): unknown {
  if (item.kind !== undefined)
    return mailProperties[item.kind].has(property) ? mailPropertyOf(item, property) : undefined
  return calendarItemProperties.has(property) ? propertyOf(item, property) : undefined
}

/** The properties of the message; those of calendar items aren't searched by them. */
const ofMail = (read: (mail: Mail) => readonly string[]) => (item: AnyItem) =>
  item.kind === undefined ? [] : read(item)

/** How items are searched and sorted (Microsoft, "Property paths and search"). */
export const itemSearch = new SearchSchema<AnyItem, EveryItem>({
  properties: new PropertySet(EveryItem, ['item', 'message', 'meeting', 'meetingRequest', 'calendar']),
  valueOf: valueIn,
  texts: {
    body: ({ body }) => present(body?.value),
    categories: ({ categories = [] }) => categories,
    organizer: ({ organizer }) => present(organizer?.mailbox.name),
    from: ofMail(({ from }) => namesOf(present(from?.mailbox))),
    sender: ofMail(({ sender }) => namesOf(present(sender?.mailbox))),
    toRecipients: ofMail(({ toRecipients = [] }) => namesOf(toRecipients)),
    ccRecipients: ofMail(({ ccRecipients = [] }) => namesOf(ccRecipients)),
  },
  extendedPropertiesOf: (item, path) => [...(item.extendedProperty ?? []), ...itemTwinsOf(item, [path])],
})

/** The keywords of a query, and the texts of an item in which each of them looks (Microsoft, "QueryString"). */
export const itemTexts: SearchableTexts<AnyItem> = {
  subject: ({ subject }) => [subject],
  body: ({ body }) => [body?.value],
  location: ({ location }) => [location],
  category: ({ categories = [] }) => categories,
  organizer: ({ organizer }) => [organizer?.mailbox.name, organizer?.mailbox.emailAddress],
  from: ofMail(({ from }) => namesOf(present(from?.mailbox))),
  to: ofMail(({ toRecipients = [] }) => namesOf(toRecipients)),
}
