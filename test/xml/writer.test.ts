import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute, content, namespaceOf, optional, text, writeXml } from '../../src/xml'
import { arbitraryOf } from '../arbitraries'
import { BookingType, plain, writeBooking } from './booking'
import { writeRefusal } from './refusal'

const full = {
  number: 7,
  channel: 'Web',
  title: 'Tea',
  start: new Date('2026-12-01T09:00:00Z'),
  id: 'x1',
  contact: { name: 'Ada', phone: '+41' },
  note: [{ language: 'en', text: 'quiet' }, { text: 'please' }],
  desk: 3,
  voucher: 'V1',
  guests: ['Ada', 'Grace'],
  extras: [{ meal: 'Lunch' }, { parking: true }, { meal: 'Dinner' }],
  currency: 'CHF',
  status: 'new',
  remark: 'none',
}

describe('a document is written as it is described', () => {
  it('declares its namespaces on the root, and has elements in the order of the schema', () => {
    expect(writeBooking(full)).toBe(
      [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<b:Booking xmlns:b="urn:booking" xmlns:c="urn:contact" Number="7" Channel="Web">',
        '<b:Title>Tea</b:Title>',
        '<b:Start>2026-12-01T09:00:00Z</b:Start>',
        '<b:ID>x1</b:ID>',
        '<c:Contact><c:Name>Ada</c:Name><c:Phone>+41</c:Phone></c:Contact>',
        '<b:Note Language="en">quiet</b:Note><b:Note>please</b:Note>',
        '<b:Desk>3</b:Desk>',
        '<b:Voucher>V1</b:Voucher>',
        '<b:Guests><b:Guest>Ada</b:Guest><b:Guest>Grace</b:Guest></b:Guests>',
        '<b:Extras><b:Meal>Lunch</b:Meal><b:Parking>true</b:Parking><b:Meal>Dinner</b:Meal></b:Extras>',
        '<b:Currency>CHF</b:Currency>',
        '<b:Status>new</b:Status>',
        '<b:Remark>none</b:Remark>',
        '</b:Booking>',
      ].join(''),
    )
  })

  it('whatever the order of the keys in the object', () => {
    const reversed = Object.fromEntries(Object.entries(full).reverse())
    expect(writeBooking(reversed)).toBe(writeBooking(full))
  })

  it('whatever the order of the keys in any object', () => {
    fc.assert(
      fc.property(arbitraryOf(BookingType), (value) => {
        expect(writeBooking(withKeysReversed(value))).toBe(writeBooking(value))
      }),
    )
  })

  it('omits undefined and absent members', () => {
    const undefinedOnes = { start: undefined, contact: undefined, note: undefined, voucher: undefined, desk: undefined }
    expect(writeBooking({ ...plain, ...undefinedOnes })).toBe(writeBooking(plain))
  })

  it('omits a repeated element that does not occur', () => {
    expect(writeBooking({ ...plain, note: [] })).toBe(writeBooking(plain))
  })

  it('always writes fixed members, given or not', () => {
    expect(writeBooking(plain)).toContain('<b:Currency>CHF</b:Currency>')
    expect(writeBooking({ ...plain, currency: 'CHF' })).toBe(writeBooking(plain))
  })

  it('never writes local members', () => {
    expect(writeBooking({ ...plain, reminder: new Date() })).toBe(writeBooking(plain))
  })

  it('writes an element in no namespace without a prefix', () => {
    const none = namespaceOf('', '')
    const root = none.element('note', none.complexType({ text }))
    expect(writeXml(root, { text: 'a' }, [])).toContain('<note><Text>a</Text></note>')
  })
})

describe('every string is written as text', () => {
  const none = namespaceOf('', '')
  const root = none.element('note', none.complexType({ title: optional(attribute(text)), text: content(text) }))
  const body = (value: { title?: string; text: string }) => writeXml(root, value, []).replace(/^<\?.*?\?>/, '')

  it.each([
    ['markup', 'a < b && c > d', '<note>a &lt; b &amp;&amp; c &gt; d</note>'],
    ['the end of a CDATA section', ']]>', '<note>]]&gt;</note>'],
    ['a reference', '&amp;&#13;', '<note>&amp;amp;&amp;#13;</note>'],
    ['a carriage return, which readers would take for a line feed', 'a\r\nb', '<note>a&#xD;\nb</note>'],
    ['white space at the ends', ' a ', '<note> a </note>'],
    ['nothing but white space', ' \t\n', '<note> \t\n</note>'],
    ['quotes', `"'`, `<note>"'</note>`],
    ['characters of four bytes', '😀', '<note>😀</note>'],
  ])('%s, as an element', (_case, value, xml) => {
    expect(body({ text: value })).toBe(xml)
  })

  it.each([
    ['markup', 'a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['a quote', '"', '&quot;'],
    ['white space, which readers would take for spaces', '\t\r\n ', '&#x9;&#xD;&#xA; '],
    ['nothing', '', ''],
    ['what looks like true', 'true', 'true'],
  ])('%s, as an attribute', (_case, value, xml) => {
    expect(body({ title: value, text: 'x' })).toBe(`<note Title="${xml}">x</note>`)
  })
})

describe('a value that does not match its description is refused, and the error names the field as the caller wrote it', () => {
  const { title, number, status, room, guests, ...nothing } = plain

  it.each([
    ['a required element is missing', { number, status, room, guests }, 'title', 'is missing'],
    ['a required attribute is missing', { title, status, room, guests }, 'number', 'is missing'],
    ['what only servers may leave out is missing', { title, number, room, guests }, 'status', 'is missing'],
    ['a required field is undefined', { ...plain, title: undefined }, 'title', 'is missing'],
    ['a required field deeper down is missing', { ...plain, contact: {} }, 'contact.name', 'is missing'],
    [
      'a required field of a repeated one is missing',
      { ...plain, note: [{ text: 'a' }, {}] },
      'note[1].text',
      'is missing',
    ],
    [
      'a key is unknown',
      { ...plain, titel: 'Tea' },
      'titel',
      /^isn't known here; known keys are number, channel, title/,
    ],
    [
      'a key deeper down is unknown',
      { ...plain, contact: { name: 'Ada', fax: '1' } },
      'contact.fax',
      /isn't known here/,
    ],
    ['two alternatives are given', { ...plain, desk: 3 }, '', 'can have only one of room, desk'],
    [
      'two optional alternatives are given',
      { ...plain, voucher: 'V', deposit: 1 },
      '',
      'can have only one of voucher, deposit',
    ],
    ['no alternative is given', { number, title, status, guests }, '', 'needs one of room, desk'],
    [
      'an entry has two alternatives',
      { ...plain, extras: [{ meal: 'Tea', parking: true }] },
      'extras[0]',
      /^can have only one of/,
    ],
    [
      'an entry has no alternative',
      { ...plain, extras: [{ meal: 'Tea' }, {}] },
      'extras[1]',
      'needs one of meal, parking',
    ],
    [
      'an entry has an unknown alternative',
      { ...plain, extras: [{ golf: true }] },
      'extras[0].golf',
      /^isn't known here/,
    ],
    [
      'an entry is of the wrong type',
      { ...plain, extras: [{ parking: 'yes' }] },
      'extras[0].parking',
      /^must be true or false/,
    ],
    ['an array is empty that has to have an entry', { ...plain, guests: [] }, 'guests', 'must have at least 1 entry'],
    ['an array is no array', { ...plain, guests: 'Ada' }, 'guests', 'must be an array'],
    ['a repeated element is no array', { ...plain, note: { text: 'a' } }, 'note', 'must be an array'],
    ['an entry of an array is of the wrong type', { ...plain, guests: ['Ada', 7] }, 'guests[1]', /^must be a string/],
    ['an entry of an array is undefined', { ...plain, guests: ['Ada', undefined] }, 'guests[1]', /^must be a string/],
    ['an array has a hole', { ...plain, guests: new Array(1) }, 'guests[0]', /^must be a string/],
    ['a repeated element has a hole', { ...plain, note: new Array(1) }, 'note[0]', /^must be an object/],
    ['an object is a string', { ...plain, contact: 'Ada' }, 'contact', 'must be an object with name, phone'],
    ['an object is an array', { ...plain, contact: ['Ada'] }, 'contact', 'must be an object with name, phone'],
    ['an object is a Date', { ...plain, contact: new Date() }, 'contact', 'must be an object with name, phone'],
    ['an object is null', { ...plain, contact: null }, 'contact', 'must be an object with name, phone'],
    ['a string is a number', { ...plain, title: 7 }, 'title', 'must be a string, got 7'],
    ['an optional string is null', { ...plain, id: null }, 'id', 'must be a string, got null'],
    ['a number is a string', { ...plain, number: '7' }, 'number', /^must be an integer .*got a string$/],
    ['a number is out of range', { ...plain, number: 0 }, 'number', /^must be an integer from 1 to/],
    ['a Date is a string', { ...plain, start: '2026-12-01' }, 'start', /^must be a valid Date .*got a string$/],
    ['a Date is invalid', { ...plain, start: new Date('x') }, 'start', /got an invalid Date$/],
    ['an attribute is not in its enumeration', { ...plain, channel: 'Fax' }, 'channel', /^must be one of Web, Phone/],
    ['what is fixed is another value', { ...plain, currency: 'EUR' }, 'currency', /^is always the same/],
    ['a control character is in an element', { ...plain, title: 'a\u001fb' }, 'title', /^contains U\+001F/],
    [
      'a control character is in an attribute',
      { ...plain, note: [{ language: '\u0000', text: '' }] },
      'note[0].language',
      /U\+0000/,
    ],
    ['a control character is in content', { ...plain, note: [{ text: '\u001a' }] }, 'note[0].text', /U\+001A/],
    ['half of a surrogate pair is in a text', { ...plain, title: 'a\ud83d' }, 'title', /^contains U\+D83D/],
    ['U+FFFE is in a text', { ...plain, title: '\ufffe' }, 'title', /^contains U\+FFFE/],
    ['nothing is right', nothing, '', /^needs one of/],
  ])('%s', (_case, value, path, problem) => {
    const error = writeRefusal(() => writeBooking(value))
    expect(error).toMatchObject({ name: 'XmlWriteError', path, problem: expect.stringMatching(problem) })
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'Tea'],
    ['an array', [plain]],
  ])('the whole value is %s', (_case, value) => {
    expect(writeRefusal(() => writeBooking(value))).toMatchObject({
      path: '',
      message: expect.stringMatching(/^The value must be an object/),
    })
  })

  it('the message is a sentence', () => {
    const error = writeRefusal(() => writeBooking({ ...plain, contact: {} }))
    expect(error.message).toBe('contact.name is missing')
  })
})

function withKeysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysReversed)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value).map(([key, member]) => [key, withKeysReversed(member)])
  return Object.fromEntries(entries.reverse())
}
