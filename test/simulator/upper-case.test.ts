import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { upperCase } from '../../src/simulator/upper-case'

describe('Upper case as Windows has it', () => {
  it.each([
    ['svc-booking@example.com', 'SVC-BOOKING@EXAMPLE.COM'],
    ['jörg çelik ÿ', 'JÖRG ÇELIK Ÿ'],
    ['ελένης', 'ΕΛΈΝΗΣ'],
    ['дмитрий', 'ДМИТРИЙ'],
    ['ǆ', 'Ǆ'],
    ['ａｂ', 'ＡＢ'],
  ])('of %s is %s', (name, upper) => {
    expect(upperCase(name)).toBe(upper)
  })

  it.each([
    ['ß, whose upper case is two letters', 'ß'],
    ['the dotless i, whose upper case is that of another', 'ı'],
    ['the dotted I', 'İ'],
    ['the long s', 'ſ'],
    ['the micro sign', 'µ'],
    ['a ligature', 'ﬁ'],
    ['Georgian, whose capitals are younger', 'გიორგი'],
    ['a pair of code units', '𐐨𐞁'],
  ])('leaves %s as it is', (_case, name) => {
    expect(upperCase(name)).toBe(name)
  })

  it('changes no length, and nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const upper = upperCase(name)
        expect(upper).toHaveLength(name.length)
        expect(upperCase(upper)).toBe(upper)
      }),
    )
  })
})
