import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { envelopeNamespaces } from '../../src/operations/soap/envelope'
import { type ElementDescription, readXml, writeXml } from '../../src/xml'
import { arbitraryOf, textWithIllegalCharacter } from '../arbitraries'
import { envelopes } from '../operations/envelopes'
import { Booking, booking, contact } from './booking'
import { writeRefusal } from './refusal'
import { pathOf, replaced, textPlaces } from './text-places'

const documents = [...envelopes, { title: 'a document with every word of the description language', root: Booking }]

const write = (root: ElementDescription<unknown>, value: unknown) =>
  writeXml(root, value, [...envelopeNamespaces, booking, contact])

describe('a reader reads what is written as the same value', () => {
  it.each(documents)('$title', ({ root }) => {
    fc.assert(
      fc.property(arbitraryOf(root.type), (value) => {
        expect(readXml(root, write(root, value))).toStrictEqual(value)
      }),
    )
  })
})

describe('a strict reader reads what is written as the same value', () => {
  it.each(documents)('$title', ({ root }) => {
    fc.assert(
      fc.property(arbitraryOf(root.type), (value) => {
        expect(readXml(root, write(root, value), { strict: true })).toStrictEqual(value)
      }),
    )
  })
})

/** Up to ten of them, evenly spread, since each takes writing a whole document. */
function some<Entry>(entries: readonly Entry[], chance: number): Entry[] {
  const step = Math.max(1, Math.ceil(entries.length / 10))
  return entries.filter((_, index) => index % step === chance % step)
}

describe("a string that XML can't carry is refused wherever it stands, and the field is named", () => {
  it.each(documents)('$title', ({ root }) => {
    fc.assert(
      fc.property(arbitraryOf(root.type), textWithIllegalCharacter, fc.nat(), (value, illegal, chance) => {
        for (const place of some(textPlaces(root.type, value), chance)) {
          const error = writeRefusal(() => write(root, replaced(value, place, illegal)))
          expect(error.path).toBe(pathOf(place))
          expect(error.message).not.toContain(illegal)
        }
      }),
      { numRuns: 20 },
    )
  })
})
