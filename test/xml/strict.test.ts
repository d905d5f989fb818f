import { describe, expect, it } from 'vitest'
import { plainAsRead, plainXml, readBooking } from './booking'
import { readRefusal } from './refusal'

const title = '<b:Title>Tea</b:Title>'
const room = '<b:Room>Blue</b:Room>'
const guest = '<b:Guest>Ada</b:Guest>'
const contact = '<c:Contact><c:Name>Ada</c:Name></c:Contact>'

const strictly = (xml: string) => readBooking(xml, { strict: true })

describe('a strict reader reads documents that match their description', () => {
  it.each([
    ['the least', plainXml(), {}],
    [
      'elements in their order',
      plainXml({ beforeRoom: `<b:ID>x</b:ID>${contact}` }),
      { id: 'x', contact: { name: 'Ada' } },
    ],
    [
      'a repeated element beside itself',
      plainXml({ beforeRoom: '<b:Note>a</b:Note><b:Note>b</b:Note>' }),
      { note: [{ text: 'a' }, { text: 'b' }] },
    ],
    ['white space between elements', plainXml({ first: '\n  ', beforeRoom: ' ', last: '\r\n' }), {}],
    ['attributes in any order', plainXml({ attributes: ' Channel="Web"' }), { channel: 'Web' }],
    [
      'an open type, whatever the order and whatever else is in it',
      plainXml({ last: '<b:Wishes><b:Quiet>true</b:Quiet><c:Wine/><b:View>sea</b:View></b:Wishes>' }),
      { wishes: { quiet: true, view: 'sea' } },
    ],
    [
      'what any document may have, wherever it is',
      plainXml({
        attributes: ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:booking b.xsd"',
      }),
      {},
    ],
  ])('%s', (_case, xml, more) => {
    expect(strictly(xml)).toStrictEqual({ ...plainAsRead, ...more })
  })
})

describe('a strict reader refuses what a validating server refuses and other readers accept', () => {
  it.each([
    ['elements out of order', plainXml().replace(title + room, room + title), "Title isn't expected here", 'Booking'],
    [
      'optional elements out of order',
      plainXml({ beforeRoom: `${contact}<b:ID>x</b:ID>` }),
      "ID isn't expected here",
      'Booking',
    ],
    ['an element twice', plainXml({ first: title }), "Title isn't expected here", 'Booking'],
    [
      'a repeated element with others in between',
      plainXml({ beforeRoom: '<b:Note>a</b:Note>', last: '<b:Note>b</b:Note>' }),
      "Note isn't expected here",
      'Booking',
    ],
    ['an unknown element', plainXml({ first: '<b:Weather/>' }), "Weather isn't expected here", 'Booking'],
    ['an element of another namespace', plainXml({ first: '<c:Title/>' }), "Title isn't expected here", 'Booking'],
    [
      'an unknown attribute',
      plainXml({ attributes: ' Weather="sunny"' }),
      "The attribute Weather isn't expected here",
      'Booking',
    ],
    [
      'the second alternative of a choice',
      plainXml({ beforeRoom: '<b:Desk>3</b:Desk>' }),
      "Room isn't expected here",
      'Booking',
    ],
    ['the same alternative twice', plainXml({ beforeRoom: room }), "Room isn't expected here", 'Booking'],
    [
      'two alternatives of an optional choice',
      plainXml().replace(room, `${room}<b:Voucher>a</b:Voucher><b:Deposit>1</b:Deposit>`),
      "Deposit isn't expected here",
      'Booking',
    ],
    [
      'an unknown element in an array',
      plainXml().replace(guest, `${guest}<b:Dog/>`),
      "Dog isn't expected here",
      'Booking/Guests',
    ],
    ['an array without an entry', plainXml().replace(guest, ''), 'Guests is empty', 'Booking/Guests'],
    [
      'an array of alternatives without an entry',
      plainXml().replace('</b:Guests>', '</b:Guests><b:Extras/>'),
      'Extras is empty',
      'Booking/Extras',
    ],
    [
      'no element where only some servers leave it out',
      plainXml().replace('<b:Status>new</b:Status>', ''),
      'Status is missing',
      'Booking',
    ],
    [
      'an unknown attribute of an open type',
      plainXml({ last: '<b:Wishes Many="1"/>' }),
      "The attribute Many isn't expected here",
      'Booking/Wishes',
    ],
    ['an element in a text', plainXml().replace('Tea', 'T<b:Small/>ea'), "Small isn't expected here", 'Booking/Title'],
    [
      'an attribute of a text',
      plainXml().replace('<b:Title>', '<b:Title Age="1">'),
      "The attribute Age isn't expected here",
      'Booking/Title',
    ],
    [
      'an attribute of an array',
      plainXml().replace('<b:Guests>', '<b:Guests N="1">'),
      "The attribute N isn't expected here",
      'Booking/Guests',
    ],
    [
      'a word that an enumeration does not have',
      plainXml({ attributes: ' Channel="Fax"' }),
      'Channel must be one of Web, Phone',
      'Booking',
    ],
    ['an empty element without a value', plainXml({ beforeRoom: '<b:Start/>' }), 'must be a dateTime', 'Booking/Start'],
    ["a reference to what XML can't carry", plainXml().replace('Tea', '&#x1F;'), "can't carry", 'Booking/Title'],
    ["a character that XML can't carry", plainXml().replace('Tea', 'T\u0001'), "can't carry", 'Booking/Title'],
  ])('%s', (_case, xml, problem, path) => {
    expect(() => readBooking(xml)).not.toThrow()
    expect(readRefusal(() => strictly(xml))).toMatchObject({ path, message: expect.stringContaining(problem) })
  })
})
