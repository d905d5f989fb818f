import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  attribute,
  type ElementDescription,
  namespaceOf,
  optional,
  readXml,
  repeatedChoice,
  text,
  type ValueOfParts,
  writeXml,
} from '../../src/xml'
import { readRefusal } from './refusal'

const trip = namespaceOf('urn:trip', 't')
const id = { id: attribute(text) }
const stops = repeatedChoice('stops', { night: text, visit: trip.complexType({ guide: optional(text) }) })
const root = trip.element('Trip', trip.complexType(id, { title: text }, stops, { note: optional(text) }))

const read = (content: string, strict = false) =>
  readXml(root, `<Trip xmlns="urn:trip" Id="1"><Title>South</Title>${content}</Trip>`, { strict })
/** Callers without TypeScript can pass anything. */
const untyped: ElementDescription<unknown> = root
const write = (stops: unknown) => writeXml(untyped, { id: '1', title: 'South', stops }, [trip])

describe('elements in any order are one array', () => {
  const inOrder = [{ night: 'a' }, { visit: { guide: 'Ada' } }, { night: 'b' }]

  it('which keeps the order of the document', () => {
    const xml = '<Night>a</Night><Visit><Guide>Ada</Guide></Visit><Night>b</Night><Note>end</Note>'
    for (const strict of [true, false]) {
      expect(read(xml, strict)).toEqual({ id: '1', title: 'South', stops: inOrder, note: 'end' })
    }
    expect(readXml(root, write(inOrder), { strict: true }).stops).toEqual(inOrder)
  })

  it('which a strict reader wants in its place, and with an entry', () => {
    readRefusal(() => read('<Night>a</Night><Note>end</Note><Night>b</Night>', true))
    readRefusal(() => read('<Note>end</Note>', true))
    expect(read('<Rest/><Note>end</Note>')).toEqual({ id: '1', title: 'South', stops: [], note: 'end' })
  })

  it.each([
    [[], 'stops must have at least 1 entry'],
    [undefined, 'stops must be an array'],
    [[{ night: 'a' }, {}], 'stops[1] needs one of night, visit'],
    [[{ night: 'a', visit: {} }], 'stops[0] can have only one of night, visit'],
    [[{ day: 'a' }], "stops[0].day isn't known here; known keys are night, visit"],
    [[{ visit: { guide: 7 } }], 'stops[0].visit.guide must be a string'],
  ])('which can not be written from %j', (entries, message) => {
    expect(() => write(entries)).toThrow(message)
  })

  it('which TypeScript knows', () => {
    type Trip = ValueOfParts<[typeof id, typeof stops]>
    expectTypeOf<{ id: string; stops: { night: string }[] }>().toExtend<Trip>()
    expectTypeOf<{ id: string; stops: { day: string }[] }>().not.toExtend<Trip>()
    expectTypeOf<{ id: string }>().not.toExtend<Trip>()
  })
})
