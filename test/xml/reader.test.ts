import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { XmlReader } from '../../src/xml'
import { Booking, plainAsRead, plainXml, readBooking } from './booking'
import { readRefusal } from './refusal'

const elements =
  '<Title>Tea</Title><Room>Blue</Room><Guests><Guest>Ada</Guest></Guests><Currency>CHF</Currency><Status>new</Status>'

describe('names are compared by namespace, whatever the prefix', () => {
  it.each([
    ['our prefixes', plainXml()],
    ['other prefixes', plainXml().replaceAll('b:', 'ns0:').replaceAll('xmlns:b=', 'xmlns:ns0=')],
    ['the default namespace', `<Booking xmlns="urn:booking" Number="7">${elements}</Booking>`],
    [
      'a prefix that is declared where it is used',
      plainXml().replace('<b:Title>', '<x:Title xmlns:x="urn:booking">').replace('</b:Title>', '</x:Title>'),
    ],
    [
      'a prefix that means something else further down',
      plainXml({ last: '<x:Extension xmlns:x="urn:x" xmlns:b="urn:other"><b:Title>Coffee</b:Title></x:Extension>' }),
    ],
  ])('%s', (_case, xml) => {
    expect(readBooking(xml)).toStrictEqual(plainAsRead)
  })

  it('an element that belongs to another namespace is read', () => {
    const xml = plainXml({ beforeRoom: '<p:Contact xmlns:p="urn:contact"><p:Name>Ada</p:Name></p:Contact>' })
    expect(readBooking(xml)).toStrictEqual({ ...plainAsRead, contact: { name: 'Ada' } })
  })

  it.each(['urn:booking', 'urn:contact', 'urn:whatever', ''])(
    'an element whose namespace differs between servers is read from "%s"',
    (uri) => {
      const xml = plainXml({ last: `<Remark xmlns="${uri}">none</Remark>` })
      expect(readBooking(xml)).toStrictEqual({ ...plainAsRead, remark: 'none' })
    },
  )
})

describe('unknown content is skipped', () => {
  it.each([
    ['an unknown element', { first: '<b:Weather>sunny</b:Weather>' }],
    [
      'an unknown element with known ones in it',
      { last: '<b:Old><b:Title>Coffee</b:Title><b:Desk>3</b:Desk></b:Old>' },
    ],
    ['an empty unknown element', { last: '<b:Weather/>' }],
    ['an element of another namespace', { last: '<c:Title>Coffee</c:Title>' }],
    ['an element of no namespace', { last: '<Title>Coffee</Title>' }],
    ['a known element where another one is expected', { last: '<b:Guest>Bob</b:Guest>' }],
    ['an unknown attribute', { attributes: ' Weather="sunny"' }],
    ['an attribute of another namespace', { attributes: ' c:Channel="Web"' }],
    ['a type of XML Schema', { attributes: ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="b:Any"' }],
    ['an attribute that is an element elsewhere', { attributes: ' Title="Coffee"' }],
    ['text between elements', { first: ' Hello ', last: '\n' }],
    ['a comment', { first: '<!-- <b:Title>Coffee</b:Title> -->' }],
    ['a processing instruction', { first: '<?robots no?>' }],
  ])('%s', (_case, more) => {
    expect(readBooking(plainXml(more))).toStrictEqual(plainAsRead)
  })

  it.each([
    ['an entry of another name in an array', '<b:Guest>Ada</b:Guest><b:Dog>Rex</b:Dog>'],
    ['an element in a text', '<b:Guest>A<b:Small/>da</b:Guest>'],
    ['an element with text in a text', '<b:Guest>A<b:Small>xyz</b:Small>da</b:Guest>'],
    ['an attribute of a text', '<b:Guest Age="36">Ada</b:Guest>'],
    ['a comment in a text', '<b:Guest>A<!-- xyz -->da</b:Guest>'],
  ])('%s', (_case, guests) => {
    expect(readBooking(plainXml().replace('<b:Guest>Ada</b:Guest>', guests))).toStrictEqual(plainAsRead)
  })

  it('elements may come in any order, because servers differ', () => {
    const reversed = elements
      .replaceAll('><', '>\n<')
      .split(/(?<=<\/(?:Title|Room|Guests|Currency|Status)>)/)
      .reverse()
    expect(readBooking(`<Booking xmlns="urn:booking" Number="7">${reversed.join('')}</Booking>`)).toStrictEqual(
      plainAsRead,
    )
  })
})

describe('text is decoded as XML specifies', () => {
  it.each([
    ['references to characters', '&#84;&#x65;a', 'Tea'],
    ['the five entities that XML has', '&lt;&gt;&amp;&quot;&apos;', `<>&"'`],
    ['a carriage return by reference', 'a&#xD;b', 'a\rb'],
    ['line ends of any kind as line feeds', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['a CDATA section', '<![CDATA[<Tea> & &amp;]]>', '<Tea> & &amp;'],
    ['CDATA sections beside text', 'a<![CDATA[<]]>b<![CDATA[>]]>c', 'a<b>c'],
    ['an empty CDATA section', '<![CDATA[]]>', ''],
    ['white space at the ends', ' Tea\n', ' Tea\n'],
    ['characters of two, three and four bytes', 'é漢😀', 'é漢😀'],
    ['a byte order mark in the middle', 'a\ufeffb', 'a\ufeffb'],
    ['nothing', '', ''],
  ])('%s', (_case, xml, title) => {
    expect(readBooking(plainXml().replace('Tea', () => xml))).toStrictEqual({ ...plainAsRead, title })
  })

  it('an empty element is an empty text', () => {
    expect(readBooking(plainXml().replace('<b:Title>Tea</b:Title>', '<b:Title/>'))).toMatchObject({ title: '' })
  })

  it('an empty array is an array without entries', () => {
    expect(readBooking(plainXml({ beforeRoom: '<b:Extras/>' }))).toMatchObject({ extras: [] })
  })

  it('white space in an attribute becomes spaces, unless it is a reference', () => {
    const xml = plainXml({ beforeRoom: '<b:Note Language="a\tb\nc&#xA;d">x</b:Note>' })
    expect(readBooking(xml)).toMatchObject({ note: [{ language: 'a b c\nd', text: 'x' }] })
  })

  it.each([
    ['an XML declaration', `<?xml version="1.0" encoding="utf-8"?>\n${plainXml()}`],
    ['a byte order mark', `\ufeff${plainXml()}`],
    ['a byte order mark before an XML declaration', `\ufeff<?xml version="1.0" encoding="utf-8"?>${plainXml()}`],
    ['a comment and line ends at either end', `<!-- a -->\r\n${plainXml()}\r\n<!-- b -->\r\n`],
  ])('a document may have %s', (_case, xml) => {
    expect(readBooking(xml)).toStrictEqual(plainAsRead)
  })
})

describe('repeated elements become an array, in order', () => {
  it('if adjacent', () => {
    const xml = plainXml({ beforeRoom: '<b:Note>one</b:Note><b:Note Language="de">zwei</b:Note>' })
    expect(readBooking(xml)).toMatchObject({ note: [{ text: 'one' }, { language: 'de', text: 'zwei' }] })
  })

  it('if other elements are in between', () => {
    const xml = plainXml({ first: '<b:Note>one</b:Note>', last: '<b:Note>two</b:Note>' })
    expect(readBooking(xml)).toMatchObject({ note: [{ text: 'one' }, { text: 'two' }] })
  })

  it('as alternatives, each with its own name', () => {
    const xml = plainXml({ last: '<b:Extras><b:Parking>1</b:Parking><b:Meal>Tea</b:Meal></b:Extras>' })
    expect(readBooking(xml)).toMatchObject({ extras: [{ parking: true }, { meal: 'Tea' }] })
  })
})

describe('members that servers may omit may be missing', () => {
  it.each([
    ['what is lenient', '<b:Status>new</b:Status>', 'status'],
    ['what is fixed', '<b:Currency>CHF</b:Currency>', 'currency'],
  ])('%s', (_case, element, key) => {
    expect(readBooking(plainXml().replace(element, ''))).not.toHaveProperty(key)
  })

  it('a fixed member may have another value', () => {
    expect(readBooking(plainXml().replace('CHF', 'EUR'))).toMatchObject({ currency: 'EUR' })
  })
})

describe('pain 17: a character that XML forbids is replaced, and the answer is read', () => {
  const read = (title: string) => readBooking(plainXml().replace('Tea', () => title)).title

  it.each([
    ['a control character by reference', 'a&#x1F;b', 'a\ufffdb'],
    ['one by decimal reference', 'a&#16;b', 'a\ufffdb'],
    ['the null character by reference', '&#x0;', '\ufffd'],
    ['half of a surrogate pair by reference', '&#xD83D;', '\ufffd'],
    ['a noncharacter by reference', '&#xFFFE;', '\ufffd'],
    ['a control character itself', 'a\u0001b\u001fc', 'a\ufffdb\ufffdc'],
    ['a noncharacter itself', 'a\uffffb', 'a\ufffdb'],
    ['one in a CDATA section', '<![CDATA[a\u0002b]]>', 'a\ufffdb'],
    ['white space by reference, which is allowed', 'a&#xD;&#xA;&#x9;b', 'a\r\n\tb'],
  ])('%s', (_case, xml, title) => {
    expect(read(xml)).toBe(title)
  })

  it('in an attribute', () => {
    const xml = plainXml({ beforeRoom: '<b:Note Language="d&#x1;\u0002e">x</b:Note>' })
    expect(readBooking(xml)).toMatchObject({ note: [{ language: 'd\ufffd\ufffde', text: 'x' }] })
  })

  it('in a skipped element', () => {
    expect(readBooking(plainXml({ first: '<b:Weather W="&#x1;">\u0001<!--\u0002--></b:Weather>' }))).toStrictEqual(
      plainAsRead,
    )
  })
})

describe('answers of newer or careless servers are read', () => {
  it('an unknown word of an enumeration is returned unchanged', () => {
    expect(readBooking(plainXml({ attributes: ' Channel="Fax"' }))).toStrictEqual({ ...plainAsRead, channel: 'Fax' })
  })

  it.each([
    ['empty', '<c:Contact/>'],
    ['with nothing in it but white space', '<c:Contact>\n</c:Contact>'],
    ['with nothing in it but what is newer than its description', '<c:Contact><c:Handle>@ada</c:Handle></c:Contact>'],
  ])('an optional complex element that is %s counts as absent', (_case, contact) => {
    expect(readBooking(plainXml({ beforeRoom: contact }))).toStrictEqual(plainAsRead)
  })

  it.each([
    ['a date', { beforeRoom: '<b:Start/>' }],
    ['a date, with white space in it', { beforeRoom: '<b:Start>\n</b:Start>' }],
    ['an attribute of an enumeration', { attributes: ' Channel=""' }],
    ['a boolean', { last: '<b:Wishes><b:Quiet></b:Quiet></b:Wishes>' }],
  ])('an empty element for %s counts as absent', (_case, more) => {
    const { wishes: _wishes, ...value } = readBooking(plainXml(more))
    expect(value).toStrictEqual(plainAsRead)
  })
})

describe('a reader that has refused a document keeps refusing it', () => {
  it('whatever is written later', () => {
    const reader = new XmlReader(Booking)
    const padding = `<b:Weather>${'x'.repeat(2000)}</b:Weather>`
    const refused = readRefusal(() => reader.write(Buffer.from(`${plainXml({ first: padding }).slice(0, -4)}>`)))
    expect(readRefusal(() => reader.write(Buffer.from('</b:Booking>')))).toBe(refused)
    expect(readRefusal(() => reader.end())).toBe(refused)
  })
})

describe('the memory of a chunk belongs to the caller', () => {
  it.each([1, 2, 3, 5])('and may be reused, for chunks of %d bytes', (size) => {
    const bytes = Buffer.from(plainXml().replace('Tea', 'Thé'))
    const shared = Buffer.alloc(size)
    const reader = new XmlReader(Booking)
    for (let start = 0; start < bytes.length; start += size) {
      const length = bytes.copy(shared, 0, start, start + size)
      reader.write(shared.subarray(0, length))
    }
    expect(reader.end()).toStrictEqual({ ...plainAsRead, title: 'Thé' })
  })
})

describe('a long text is a copy, not a view on the chunk in which it arrived', () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const bytesInUse = () => {
    collectGarbage()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }

  it('no name is cached for ever, however many a document has', () => {
    const names = Array.from({ length: 1100 }, (_, number) => `<b:N${number}/>`).join('')
    const others = '<b:Zz/><b:Yy/>'.repeat(200_000)
    const reader = new XmlReader(Booking)
    const before = bytesInUse()
    reader.write(Buffer.from(plainXml({ first: names + others })))
    expect(bytesInUse() - before).toBeLessThan(20_000_000)
    expect(reader.end()).toStrictEqual(plainAsRead)
  })

  it('a value keeps no more memory alive than its size', () => {
    const padding = `<b:Weather>${'x'.repeat(1_000_000)}</b:Weather>`
    const before = bytesInUse()
    const values = Array.from({ length: 50 }, (_, number) =>
      readBooking(plainXml({ first: padding }).replace('Tea', `A title of some length, ${number}`)),
    )
    expect(bytesInUse() - before).toBeLessThan(10_000_000)
    expect(values.at(-1)).toStrictEqual({ ...plainAsRead, title: 'A title of some length, 49' })
  })
})

describe('a document that does not match its description is refused, with name, path and place', () => {
  it.each([
    ['a required element is missing', plainXml().replace('<b:Title>Tea</b:Title>', ''), 'Title is missing', 'Booking'],
    [
      'a required element is in the wrong namespace',
      plainXml().replaceAll('b:Title', 'c:Title'),
      'Title is missing',
      'Booking',
    ],
    ['a required attribute is missing', plainXml().replace(' Number="7"', ''), 'Number is missing', 'Booking'],
    [
      'a required attribute is in a namespace',
      plainXml().replace(' Number', ' b:Number'),
      'Number is missing',
      'Booking',
    ],
    [
      'no alternative of a choice is there',
      plainXml().replace('<b:Room>Blue</b:Room>', ''),
      'One of Room, Desk is missing',
      'Booking',
    ],
    [
      'an element deeper down is missing',
      plainXml({ beforeRoom: '<c:Contact><c:Phone>1</c:Phone></c:Contact>' }),
      'Name is missing',
      'Booking/Contact',
    ],
    ['an attribute is no number', plainXml().replace('"7"', '"seven"'), 'Number must be an integer', 'Booking'],
    [
      'an element is no boolean',
      plainXml({ last: '<b:Extras><b:Parking>yes</b:Parking></b:Extras>' }),
      'Parking must be true or false',
      'Booking/Extras/Parking',
    ],
    [
      'an element is no date',
      plainXml({ beforeRoom: '<b:Start>tomorrow</b:Start>' }),
      'Start must be a dateTime',
      'Booking/Start',
    ],
    ['a required attribute is empty', plainXml().replace('"7"', '""'), 'Number must be an integer', 'Booking'],
    ['the root has another name', '<b:Order xmlns:b="urn:booking"/>', 'Expected Booking, got Order', ''],
    ['the root is in another namespace', '<Booking xmlns="urn:other"/>', 'got one of the namespace urn:other', ''],
    ['the root is in no namespace', '<Booking/>', 'got one of no namespace', ''],
  ])('%s', (_case, xml, problem, path) => {
    const error = readRefusal(() => readBooking(xml))
    expect(error).toMatchObject({ name: 'XmlReadError', path, message: expect.stringContaining(problem) })
  })

  it('lines and columns count from one', () => {
    const xml = plainXml({ beforeRoom: '\n\n  <b:Start>tomorrow</b:Start>' })
    const error = readRefusal(() => readBooking(xml))
    expect(error).toMatchObject({ line: 3, column: '  <b:Start>tomorrow</b:Start>'.length + 1 })
    expect(error.message).toMatch(/^Start must be a dateTime .* in Booking\/Start \(line 3, column 30\)$/)
  })

  it.each([
    ['text', plainXml({ beforeRoom: '<b:Start>my secret</b:Start>' })],
    ['attribute', plainXml().replace('"7"', '"my secret"')],
  ])('the refused %s is not quoted, because it may be a secret', (_case, xml) => {
    expect(readRefusal(() => readBooking(xml)).message).not.toContain('secret')
  })
})

describe('documents that are not XML are refused', () => {
  const withTitle = (title: string) => plainXml().replace('Tea', () => title)

  it.each([
    ['nothing', ''],
    ['white space', ' \r\n '],
    ['a byte order mark alone', '\ufeff'],
    ['an XML declaration alone', '<?xml version="1.0"?>'],
    ['a comment alone', '<!-- -->'],
    ['plain text', 'Access denied'],
    ['JSON', '{"error": "denied"}'],
    ['HTML', '<!DOCTYPE html><html><body>Log in</body></html>'],
    ['HTML in small letters', '<!doctype html><html><body>Log in</body></html>'],
    ['HTML without a document type', '<html><body>Log in<br></body></html>'],
    ['two roots', `${plainXml()}${plainXml()}`],
    ['text after the root', `${plainXml()}Tea`],
    ['an entity that is not declared', withTitle('&nbsp;')],
    ['an ampersand that begins nothing', withTitle('a & b')],
    ['tags that cross', withTitle('<b:X><b:Y></b:X></b:Y>')],
    ['an attribute twice', plainXml({ attributes: ' Number="8"' })],
    ['a prefix that is not declared', withTitle('<z:X/>')],
    [
      'more than 100 prefixes',
      plainXml({ attributes: Array.from({ length: 100 }, (_, n) => ` xmlns:p${n}="urn:${n}"`).join('') }),
    ],
    ['a reference to no character', withTitle('&#x110000;')],
    ['a reference that is too long to be one', withTitle(`&#${'0'.repeat(40)}65;`)],
    ['a tag of more than 64 Ki characters', plainXml({ attributes: ` Channel="${'x'.repeat(65_536)}"` })],
    ['an attribute without quotes', plainXml({ attributes: ' Channel=Web' })],
  ])('%s', (_case, xml) => {
    const error = readRefusal(() => readBooking(xml))
    expect(error.line).toBeGreaterThan(0)
    expect(error.column).toBeGreaterThan(0)
  })

  it('a login page is recognized by the name of its root', () => {
    expect(readRefusal(() => readBooking('<html xmlns="http://www.w3.org/1999/xhtml"/>')).message).toContain(
      'Expected Booking, got html',
    )
  })
})

describe('a document type declaration is refused, which prevents attacks by entities', () => {
  it.each([
    ['one without anything', '<!DOCTYPE Booking>'],
    ['a file of the host', '<!DOCTYPE Booking [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['an address of the net', '<!DOCTYPE Booking SYSTEM "http://169.254.169.254/">'],
    ['a billion laughs', '<!DOCTYPE Booking [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x "&b;&b;">]>'],
  ])('%s', (_case, doctype) => {
    const xml = `<?xml version="1.0"?>${doctype}${plainXml().replace('Tea', '&x;')}`
    expect(readRefusal(() => readBooking(xml)).message).toContain('A document type declaration is not allowed')
  })
})

describe('a depth over 100 is refused', () => {
  /** A document of `depth` elements inside each other. */
  const nested = (depth: number, name = 'b:Old') =>
    plainXml({ last: `<${name}>`.repeat(depth - 1) + `</${name}>`.repeat(depth - 1) })

  it('100 is read', () => {
    expect(readBooking(nested(100))).toStrictEqual(plainAsRead)
  })

  it('101 is refused', () => {
    expect(readRefusal(() => readBooking(nested(101))).message).toContain('Elements are nested deeper than 100')
  })

  it('even if known elements are nested in each other', () => {
    expect(readRefusal(() => readBooking(nested(101, 'b:Title'))).message).toContain('nested deeper than 100')
  })

  it('a million is refused at the 101st', () => {
    const { line, column } = readRefusal(() => readBooking(nested(1_000_000)))
    expect({ line, column }).toMatchObject({ line: 1, column: nested(101).indexOf('</b:Old>') + 1 })
  })
})

describe('only UTF-8 and UTF-16 are read', () => {
  const bytesOf = (xml: string, encoding: BufferEncoding) => Buffer.from(xml, encoding)
  const title = 'Thé 漢 😀'
  const document = `<?xml version="1.0" encoding="utf-16"?>${plainXml().replace('Tea', title)}`

  it.each([
    ['UTF-8', bytesOf(document, 'utf8')],
    ['UTF-8 with a byte order mark', bytesOf(`\ufeff${document}`, 'utf8')],
    ['little-endian UTF-16 with a byte order mark', bytesOf(`\ufeff${document}`, 'utf16le')],
    ['little-endian UTF-16 without one', bytesOf(document, 'utf16le')],
    ['big-endian UTF-16 with a byte order mark', bytesOf(`\ufeff${document}`, 'utf16le').swap16()],
    ['big-endian UTF-16 without one', bytesOf(document, 'utf16le').swap16()],
  ])('%s, whole and byte by byte', (_case, bytes) => {
    expect(readBooking(bytes)).toStrictEqual({ ...plainAsRead, title })
    const reader = new XmlReader(Booking)
    for (const byte of bytes) reader.write(Uint8Array.of(byte))
    expect(reader.end()).toStrictEqual({ ...plainAsRead, title })
  })

  it.each([
    ['Latin-1', bytesOf(plainXml().replace('Tea', 'Thé'), 'latin1')],
    ['a lone continuation byte', Buffer.concat([bytesOf(plainXml(), 'utf8'), Buffer.of(0x80)])],
    ['the first half of a character', Buffer.concat([bytesOf(plainXml(), 'utf8'), Buffer.of(0xe2, 0x82)])],
    ['half of a surrogate pair', Buffer.concat([bytesOf(plainXml(), 'utf8'), Buffer.of(0xed, 0xa0, 0x80)])],
    ['a character of too many bytes', Buffer.concat([bytesOf(plainXml(), 'utf8'), Buffer.of(0xc0, 0xaf)])],
  ])('%s is refused', (_case, bytes) => {
    expect(readRefusal(() => readBooking(bytes)).message).toContain('The document is not UTF-8')
  })

  it.each([
    ['half of a surrogate pair', bytesOf(`\ufeff${plainXml().replace('Tea', '\ud83d')}`, 'utf16le')],
    ['half of a code unit', bytesOf(`\ufeff${plainXml()} `, 'utf16le').subarray(0, -1)],
  ])('UTF-16 with %s is refused', (_case, bytes) => {
    expect(readRefusal(() => readBooking(bytes)).message).toContain('The document is not UTF-16LE')
  })
})
