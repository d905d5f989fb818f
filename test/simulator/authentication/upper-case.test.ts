import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { upperCase } from '../../../src/simulator/authentication/upper-case'

describe('Upper case by the rules of Windows', () => {
  it.each([
    ['svc-booking@example.com', 'SVC-BOOKING@EXAMPLE.COM'],
    ['jörg çelik ÿ', 'JÖRG ÇELIK Ÿ'],
    ['ελένη', 'ΕΛΈΝΗ'],
    ['ᾳ', 'ᾼ'],
    ['дмитрий', 'ДМИТРИЙ'],
    ['ǆ', 'Ǆ'],
    ['ａｂ', 'ＡＢ'],
  ])('of %s is %s', (name, upper) => {
    expect(upperCase(name)).toBe(upper)
  })

  it.each([
    ['ß, whose upper case is two letters', 'ß'],
    ['the dotless i, whose upper case belongs to another letter', 'ı'],
    ['the dotted I', 'İ'],
    ['the long s', 'ſ'],
    ['the s at the end of a Greek word', 'ς'],
    ['a title case letter', 'ǅ'],
    ['the micro sign', '\u00b5'],
    ['a ligature', 'ﬁ'],
    ['Georgian, whose capitals are younger', 'გიორგი'],
    ['a surrogate pair', '𐐨𐞁'],
  ])("doesn't change %s", (_case, name) => {
    expect(upperCase(name)).toBe(name)
  })

  it.each([
    ['ελένης', 'ΕΛΈΝΗς'],
    ['groß', 'GROß'],
    ['\u00b5-lab', '\u00b5-LAB'],
    ['ſtefan', 'ſTEFAN'],
    ['ǅordje', 'ǅORDJE'],
  ])('converts %s to the unusual %s', (name, upper) => {
    expect(upperCase(name)).toBe(upper)
  })

  it("is that of Microsoft's table for all code units, on every version of Node", () => {
    const digest = createHash('sha256')
    for (let unit = 0; unit <= 0xffff; unit += 1) digest.update(upperCase(String.fromCharCode(unit)), 'utf16le')
    expect(digest.digest('hex')).toBe('41c26bc7a12bdaeb26025c93118697c7e3ef81ee048b00fe5cce2a472e0e0742')
  })

  it('keeps the length, and is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const upper = upperCase(name)
        expect(upper).toHaveLength(name.length)
        expect(upperCase(upper)).toBe(upper)
      }),
    )
  })
})
