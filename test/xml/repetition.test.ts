import { describe, expect, it } from 'vitest'
import {
  attribute,
  enumeration,
  instant,
  namespaceOf,
  optional,
  readXml,
  repeated,
  text,
  XmlReader,
} from '../../src/xml'
import { readRefusal } from './refusal'

const one = namespaceOf('urn:one', 'one')
const two = namespaceOf('urn:two', 'two')

const Inner = one.complexType({ name: optional(text), kind: optional(enumeration('Big', 'Small')) })
const List = one.element(
  'List',
  one.complexType({
    name: repeated(text),
    stranger: repeated(two.ref(text)),
    at: repeated(instant),
    kind: repeated(enumeration('Big', 'Small', 'a&b')),
    size: repeated(enumeration('Big', 'Small')),
    inner: repeated(Inner),
  }),
)

const list = (content: string) => `<List xmlns="urn:one" xmlns:p="urn:one" xmlns:q="urn:two">${content}</List>`
const read = (content: string) => readXml(List, list(content))

describe('a tag that comes again is not taken for an earlier one that meant something else', () => {
  it('under a redeclared prefix', () => {
    const stranger = '<x:Stranger>a</x:Stranger>'
    const xml =
      `<p:Other xmlns:x="urn:two">${stranger}</p:Other>${'<q:Stranger>b</q:Stranger>'.repeat(2)}` +
      '<x:Stranger xmlns:x="urn:two">c</x:Stranger><x:Stranger xmlns:x="urn:one">d</x:Stranger>' +
      '<x:Stranger xmlns:x="urn:two">e</x:Stranger>'
    expect(read(xml)).toStrictEqual({ stranger: ['b', 'b', 'c', 'e'] })
  })

  it('in a redeclared default namespace', () => {
    const names = '<Name>a</Name><Name>b</Name>'
    expect(read(`${names}<Other xmlns="urn:two">${names}</Other>${names}`)).toStrictEqual({
      name: ['a', 'b', 'a', 'b'],
    })
    expect(read(`${names}<Name xmlns="urn:two">c</Name><Name>d</Name>`)).toStrictEqual({ name: ['a', 'b', 'd'] })
  })

  it('under a prefix that is no longer declared', () => {
    const name = '<x:Name>a</x:Name>'
    readRefusal(() => read(`<Inner xmlns:x="urn:one">${name}${name}</Inner>${name}`))
  })

  it('at another depth', () => {
    expect(
      read('<Name>a</Name><Inner><Name>b</Name></Inner><Name>c</Name><Inner><Name>d</Name></Inner>'),
    ).toStrictEqual({
      name: ['a', 'c'],
      inner: [{ name: 'b' }, { name: 'd' }],
    })
  })

  it('in a skipped element', () => {
    const kind = '<Size>Big</Size>'
    expect(read(`${kind}${kind}<Other>${kind}${kind}</Other>${kind}`)).toStrictEqual({ size: ['Big', 'Big', 'Big'] })
  })

  it('if the tag only starts in the same way', () => {
    expect(read('<Name>a</Name><Name>b</Name><Names>c</Names><Name x="1">d</Name><Name>e</Name>')).toStrictEqual({
      name: ['a', 'b', 'd', 'e'],
    })
  })
})

describe('each tag has its own attributes', () => {
  const Entry = one.element(
    'Entry',
    one.arrayOf({ point: one.complexType({ x: attribute(text), y: optional(attribute(text)) }) }),
  )

  it.each([
    [
      'the same again',
      '<Point X="1" Y="2"/><Point X="1" Y="2"/>',
      [
        { x: '1', y: '2' },
        { x: '1', y: '2' },
      ],
    ],
    ['of another value', '<Point X="1"/><Point X="1"/><Point X="2"/>', [{ x: '1' }, { x: '1' }, { x: '2' }]],
    [
      'of another name',
      '<Point X="1" Y="2"/><Point Y="1" X="2"/>',
      [
        { x: '1', y: '2' },
        { y: '1', x: '2' },
      ],
    ],
    [
      'in a tag that is empty or not',
      '<Point X="1"/><Point X="1"></Point><Point X="1"/>',
      [{ x: '1' }, { x: '1' }, { x: '1' }],
    ],
    ['too long to be remembered', `<Point X="${'1'.repeat(2000)}"/>`.repeat(3), Array(3).fill({ x: '1'.repeat(2000) })],
  ])('%s', (_case, points, expected) => {
    expect(readXml(Entry, `<Entry xmlns="urn:one">${points}</Entry>`)).toEqual(expected)
  })

  it('in a strict document after a lenient one with the same tag', () => {
    const xml = '<Entry xmlns="urn:one"><Point X="&#1;"/></Entry>'
    expect(readXml(Entry, xml)).toEqual([{ x: '\ufffd' }])
    readRefusal(() => readXml(Entry, xml, { strict: true }))
  })
})

describe('a document with thousands of names of its own', () => {
  it('is read, and so is the one after it', () => {
    const strangers = Array.from({ length: 3000 }, (_, index) => `<Name${index} xmlns="urn:${index}"/>`).join('')
    for (let documents = 0; documents < 3; documents += 1) {
      expect(read(`${strangers}<Name>a</Name>`)).toStrictEqual({ name: ['a'] })
      expect(read('<Name>b</Name><q:Stranger>c</q:Stranger>')).toStrictEqual({ name: ['b'], stranger: ['c'] })
    }
  })
})

describe('a value that is read in place is the same as the value of its text', () => {
  const nine = new Date('2027-03-01T09:00:00Z')

  it.each([
    ['a time', '<At>2027-03-01T09:00:00Z</At>', { at: [nine] }],
    ['a time with white space', '<At> 2027-03-01T09:00:00Z\n</At>', { at: [nine] }],
    ['a time with a reference', '<At>2027-03-01T09:00:00&#90;</At>', { at: [nine] }],
    ['a time in two pieces', '<At>2027-03-01<!-- -->T09:00:00Z</At>', { at: [nine] }],
    ['a word', '<Size>Big</Size>', { size: ['Big'] }],
    ['a word with white space', '<Size> Big\r\n</Size>', { size: ['Big'] }],
    ['a word with a reference', '<Size>B&#105;g</Size>', { size: ['Big'] }],
    ['a word in a section', '<Size><![CDATA[Big]]></Size>', { size: ['Big'] }],
    ['a word that is unknown', '<Size>Bug</Size>', { size: ['Bug'] }],
    ['a word with another one in it', '<Size>Sm<Other>Big</Other>all</Size>', { size: ['Small'] }],
    ['a word that has to be escaped', '<Kind>a&amp;b</Kind>', { kind: ['a&b'] }],
    ['a word with an attribute beside it', '<Size x="1">Big</Size>', { size: ['Big'] }],
  ])('%s', (_case, content, expected) => {
    expect(read(content)).toStrictEqual(expected)
  })

  it.each([
    ['a time with something after it', '<At>2027-03-01T09:00:00Z]]></At>'],
    ['a word that would have to be escaped', '<Kind>a&b</Kind>'],
    ['a word that ends in what no text may have', '<Size>Big]]></Size>'],
    ['a word in a tag that another one closes', '<Size>Big</Kind>'],
    ['a word in a tag that a longer one closes', '<Size>Big</Sizes>'],
  ])('%s is refused', (_case, content) => {
    readRefusal(() => read(content))
  })
})

it('repeated tags are read alike, wherever the chunks of the document end', () => {
  const entry =
    '<Inner xmlns="urn:one"><Name>a&amp;b</Name><Kind>Big</Kind></Inner><At>2027-03-01T09:00:00</At><q:Stranger y="1"/>'
  const bytes = Buffer.from(list(entry.repeat(3)))
  const whole = readXml(List, bytes)
  expect(whole.inner).toStrictEqual(Array(3).fill({ name: 'a&b', kind: 'Big' }))
  for (const cut of bytes.keys()) {
    const reader = new XmlReader(List)
    reader.write(bytes.subarray(0, cut))
    reader.write(bytes.subarray(cut))
    expect(reader.end()).toStrictEqual(whole)
  }
})
