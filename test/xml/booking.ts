import {
  anyNamespace,
  attribute,
  boolean,
  choice,
  content,
  enumeration,
  fixed,
  type Infer,
  instant,
  integer,
  lenient,
  local,
  named,
  namespaceOf,
  optional,
  optionalChoice,
  readXml,
  repeated,
  text,
  writeXml,
  type XmlReaderOptions,
} from '../../src/xml'

/** A small document that uses every word of the description language. */
export const booking = namespaceOf('urn:booking', 'b')
export const contact = namespaceOf('urn:contact', 'c')

const Contact = contact.complexType({ name: text, phone: optional(text) })
const Note = booking.complexType({ language: optional(attribute(text)), text: content(text) })

export const BookingType = booking.complexType(
  {
    number: attribute(integer({ minInclusive: 1 })),
    channel: optional(attribute(enumeration('Web', 'Phone'))),
    title: text,
    start: optional(instant),
    id: optional(named('ID', text)),
    contact: optional(contact.ref(Contact)),
    note: repeated(Note),
  },
  choice({ room: text, desk: integer() }),
  optionalChoice({ voucher: text, deposit: integer() }),
  {
    guests: booking.nonEmptyArrayOf({ guest: text }),
    extras: optional(booking.nonEmptyArrayOfChoice({ meal: text, parking: boolean })),
    currency: fixed(enumeration('CHF', 'EUR'), 'CHF'),
    status: lenient(text),
    remark: optional(anyNamespace(text)),
    wishes: optional(booking.openType({ view: optional(text), quiet: optional(boolean) })),
    reminder: local<Date>(),
  },
)
export type BookingValue = Infer<typeof BookingType>

export const Booking = booking.element('Booking', BookingType)

/** Passes a value that TypeScript refuses, as JavaScript callers can. */
export const writeBooking = (value: unknown): string => writeXml<unknown>(Booking, value, [booking, contact])

export const readBooking = (xml: string | Uint8Array, options?: XmlReaderOptions): BookingValue =>
  readXml(Booking, xml, options)

/** The smallest value that can be written. */
export const plain = { number: 7, title: 'Tea', room: 'Blue', guests: ['Ada'], status: 'new' }

/** The same value as read, with the fixed members that were written. */
export const plainAsRead = { ...plain, currency: 'CHF' }

/** Returns `plain` as a document, with `more` inserted in its places. */
export function plainXml({ attributes = '', first = '', beforeRoom = '', last = '' } = {}): string {
  return [
    `<b:Booking xmlns:b="urn:booking" xmlns:c="urn:contact" Number="7"${attributes}>`,
    `${first}<b:Title>Tea</b:Title>${beforeRoom}<b:Room>Blue</b:Room>`,
    '<b:Guests><b:Guest>Ada</b:Guest></b:Guests><b:Currency>CHF</b:Currency><b:Status>new</b:Status>',
    `${last}</b:Booking>`,
  ].join('')
}
