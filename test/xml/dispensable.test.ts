import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  attribute,
  choice,
  dispensable,
  instant,
  integer,
  namespaceOf,
  nonEmptyText,
  optional,
  readXml,
  repeated,
  text,
  token,
  XmlReader,
} from '../../src/xml'
import { readRefusal } from './refusal'

const zoo = namespaceOf('urn:zoo', 'z')
const Keeper = zoo.complexType({ name: text, since: optional(instant) })
const Animal = zoo.complexType(
  {
    id: attribute(text),
    size: optional(dispensable(integer())),
    legs: optional(integer()),
    keeper: optional(dispensable(Keeper)),
    tag: repeated(dispensable(zoo.complexType({ number: attribute(integer()), word: optional(text) }))),
  },
  choice({ cage: text, field: text }),
)
const Zoo = zoo.element(
  'Zoo',
  zoo.complexType({ name: text, animals: zoo.arrayOf({ animal: dispensable(Animal) }), guard: optional(Keeper) }),
)

const animal = (inner: string, id = ' Id="1"') => `<Animal${id}>${inner}<Cage>a</Cage></Animal>`
const other = '<Animal Id="2"><Field>b</Field></Animal>'
const document = (animals: string, rest = '') =>
  `<Zoo xmlns="urn:zoo"><Name>n</Name><Animals>${animals}${other}</Animals>${rest}</Zoo>`

let published: unknown[] = []
const listen = (message: unknown) => published.push(message)
beforeEach(() => {
  published = []
  subscribe('ews-booking:unreadable', listen)
})
afterEach(() => {
  unsubscribe('ews-booking:unreadable', listen)
})

const second = { id: '2', field: 'b' }
const first = { id: '1', cage: 'a' }

describe('a dispensable part that cannot be read is dropped, and the rest is kept', () => {
  it.each([
    ['a leaf', animal('<Size>big</Size><Legs>4</Legs>'), [{ ...first, legs: 4 }, second], 'Animals/Animal/Size'],
    [
      'an element that lacks a part',
      animal('<Keeper><Since>2026-12-01T00:00:00Z</Since><X><Y/></X></Keeper><Legs>4</Legs>'),
      [{ ...first, legs: 4 }, second],
      'Animals/Animal/Keeper',
    ],
    [
      'an element around a leaf, with what follows in it',
      animal('<Keeper><Since>long ago</Since><Name>Ada</Name><X>1<Y>2</Y></X></Keeper><Legs>4</Legs>'),
      [{ ...first, legs: 4 }, second],
      'Animals/Animal/Keeper/Since',
    ],
    [
      'one of several',
      animal('<Tag Number="a"><Word>w</Word></Tag><Tag Number="2"/><Tag Number="b"/>'),
      [{ ...first, tag: [{ number: 2 }] }, second],
      'Animals/Animal/Tag',
    ],
    ['an entry, for a leaf in it', animal('<Legs>four</Legs>'), [second], 'Animals/Animal/Legs'],
    ['an entry without its attribute', animal('', ''), [second], 'Animals/Animal'],
    ['an entry without one of a choice', '<Animal Id="1"/>', [second], 'Animals/Animal'],
  ])('%s', (_case, animals, value, path) => {
    expect(readXml(Zoo, document(animals))).toStrictEqual({ name: 'n', animals: value })
    expect(published[0]).toStrictEqual({ path: `Zoo/${path}`, problem: expect.any(String) })
  })

  it('however the bytes are split', () => {
    const animals = animal('<Keeper><Since>long ago</Since><Name>Ada</Name></Keeper><Size>x</Size>')
    const bytes = Buffer.from(document(animals).replace('<Name>n', `<X>${'x'.repeat(3000)}</X><Name>n`))
    for (let cut = 3000; cut < bytes.length; cut += 1) {
      const reader = new XmlReader(Zoo)
      reader.write(bytes.subarray(0, cut))
      reader.write(bytes.subarray(cut))
      expect(reader.end().animals).toStrictEqual([first, second])
    }
  })

  it('the problem is reported without quoting the text', () => {
    readXml(Zoo, document(animal('<Size>my secret</Size>')))
    expect(published).toEqual([
      { path: 'Zoo/Animals/Animal/Size', problem: expect.stringMatching(/^Size must be an integer/) },
    ])
    expect(JSON.stringify(published)).not.toContain('secret')
  })
})

describe('any other error refuses the document', () => {
  it.each([
    [
      'an unreadable part that nobody called dispensable',
      document('', '<Guard><Since>x</Since><Name>a</Name></Guard>'),
    ],
    ['a missing part of the root', document('').replace('<Name>n</Name>', '')],
    ['XML that is malformed within a dispensable part', document(animal('<Keeper><Since>x</Since></X></Keeper>'))],
    ['a dispensable part that does not end', document(animal('<Keeper><Since>x</Since>'))],
    ['depth within a dispensable part', document(animal(`<Keeper><Since>x</Since>${'<X>'.repeat(120)}`))],
  ])('%s', (_case, xml) => {
    readRefusal(() => readXml(Zoo, xml))
  })

  it('a strict reader drops nothing', () => {
    readRefusal(() => readXml(Zoo, document(animal('<Size>big</Size>')), { strict: true }))
    expect(published).toEqual([])
  })
})

describe('white space and emptiness', () => {
  const Words = zoo.element(
    'Words',
    zoo.complexType({ code: optional(token), address: optional(nonEmptyText), note: optional(text) }),
  )

  it('white space around a token is dropped', () => {
    expect(readXml(Words, '<Words xmlns="urn:zoo"><Code>\n Busy </Code></Words>')).toStrictEqual({ code: 'Busy' })
  })

  it.each(['<Address/>', '<Address> </Address>'])('a text that must not be empty counts as absent: %s', (address) => {
    expect(readXml(Words, `<Words xmlns="urn:zoo">${address}<Note/></Words>`)).toStrictEqual({ note: '' })
  })
})
