import { describe, expect, it } from 'vitest'
import { attribute, choice, namespaceOf, optional, readXml, repeated, requiring, text, writeXml } from '../../src/xml'
import { writeRefusal } from './refusal'

const trip = namespaceOf('urn:trip', 't')

/** A hotel has a night and, only with a night, a breakfast. A journey is by trains or by cars. */
const Trip = trip.element(
  'Trip',
  trip.complexType(
    { id: optional(attribute(text)), night: optional(text), breakfast: requiring(text, 'night') },
    choice({ train: repeated(text), car: repeated(text) }),
  ),
)
const write = (value: unknown) => writeXml<unknown>(Trip, value, [trip])
const bare = (xml: string) => xml.replace(/^.*?\?>/, '').replace(' xmlns:t="urn:trip"', '')

describe('a member that requires another', () => {
  it('is written if the other one is present', () => {
    expect(bare(write({ night: 'Mon', breakfast: 'Tue', train: ['a'] }))).toBe(
      '<t:Trip><t:Night>Mon</t:Night><t:Breakfast>Tue</t:Breakfast><t:Train>a</t:Train></t:Trip>',
    )
  })

  it('is refused without the other one', () => {
    expect(writeRefusal(() => write({ breakfast: 'Tue', train: ['a'] }))).toMatchObject({
      path: 'breakfast',
      message: expect.stringContaining('needs night beside it'),
    })
  })

  it('is read in any case', () => {
    const xml = '<t:Trip xmlns:t="urn:trip"><t:Breakfast>Tue</t:Breakfast><t:Train>a</t:Train></t:Trip>'
    expect(readXml(Trip, xml)).toEqual({ breakfast: 'Tue', train: ['a'] })
  })
})

describe('a repeated alternative', () => {
  it('is written and read as often as it occurs', () => {
    const value = { train: ['a', 'b'] }
    expect(bare(write(value))).toBe('<t:Trip><t:Train>a</t:Train><t:Train>b</t:Train></t:Trip>')
    expect(readXml(Trip, write(value), { strict: true })).toEqual(value)
  })

  it('excludes the others, and one of them is required', () => {
    expect(writeRefusal(() => write({ train: ['a'], car: ['b'] }))).toMatchObject({
      message: expect.stringContaining('can have only one of train, car'),
    })
    expect(writeRefusal(() => write({}))).toMatchObject({
      message: expect.stringContaining('needs one of train, car'),
    })
  })
})
