import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quotable } from '../../src/xml'

/** Any code units, halves of surrogate pairs among them. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 })
  .map((units) => String.fromCharCode(...units))

describe('a quoted text from elsewhere', () => {
  it.each([
    ['plain text', 'The mailbox is full.', 'The mailbox is full.'],
    ['letters of any script', 'Zürich 漢字 😀', 'Zürich 漢字 😀'],
    ['nothing', '', ''],
    ['a line end', 'a\r\nWARN b', 'a\\u{d}\\u{a}WARN b'],
    ['a terminal escape', '\u001b[2J', '\\u{1b}[2J'],
    ['a C1 control character', 'a\u0085\u009bb', 'a\\u{85}\\u{9b}b'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
    ['an override of the direction', 'a\u202eb\u2066c\u200fd\u061ce', 'a\\u{202e}b\\u{2066}c\\u{200f}d\\u{61c}e'],
    ['a byte order mark', '\ufeffa', '\\u{feff}a'],
    ['a tag character', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half of a surrogate pair', 'a\ud83d', 'a\\u{d83d}'],
  ])('%s', (_case, text, quote) => {
    expect(quotable(text)).toBe(quote)
  })

  it('is cut after 200 characters', () => {
    expect(quotable('x'.repeat(200))).toBe('x'.repeat(200))
    expect(quotable('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`)
  })

  it('is cut to the requested length', () => {
    expect(quotable('abcdef', 5)).toBe('abcd…')
    expect(quotable('abcd😀f', 6)).toBe('abcd…')
  })

  it('is cut to the same length if it needs escaping', () => {
    expect(quotable('\n'.repeat(100)).length).toBeLessThanOrEqual(200)
  })

  it('is always one line without invisible characters', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 250 }), (text, maxLength) => {
        const quote = quotable(text, maxLength)
        expect(quote).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(quote.length).toBeLessThanOrEqual(maxLength)
      }),
    )
  })
})
