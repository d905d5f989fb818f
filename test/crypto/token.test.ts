import { generateKey, keyId, Vault, VaultError, VaultNotSealedError, VaultOpenError } from 'ews-booking/crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KeyRing } from '../../src/crypto/key-ring'
import { headerOf, type KnownKeys, readToken } from '../../src/crypto/token'
import { bySuite } from '../suite'
import { CONTEXT } from './vaults'

const key = generateKey()
const vault = new Vault({ keys: [key] })
const migrating = new Vault({ keys: [generateKey()], read: 'migrating', onPlaintextRead: () => undefined })
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Tokens of values of 0 to 99 bytes, which have every length of base64url. */
const tokens = Array.from({ length: 100 }, (_, length) => vault.seal('x'.repeat(length), CONTEXT))

const NO_KEYS: KnownKeys = { find: () => undefined }

/** Returns the changed tokens that the vault doesn't refuse. */
function accepted(changed: Iterable<string>): string[] {
  const found: string[] = []
  for (const each of changed) if (!isRefused(each)) found.push(each)
  return found
}

function isRefused(stored: string): boolean {
  try {
    vault.open(stored, CONTEXT)
    return false
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    return true
  }
}

function* changedAtEachPlace(token: string, characters: readonly string[]): Generator<string> {
  for (let at = 0; at < token.length; at += 1) {
    for (const character of characters) {
      if (character !== token[at]) yield token.slice(0, at) + character + token.slice(at + 1)
    }
  }
}

/** Returns the permutations of a list. */
function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

describe('a changed token is refused', () => {
  const { stackTraceLimit } = Error
  beforeAll(() => {
    for (const token of tokens) vault.open(token, CONTEXT)
    // Most of the time for a million errors goes into their stacks.
    Error.stackTraceLimit = 0
  })
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit
  })

  it('with a character changed to any other, of the alphabet or not', () => {
    const others = [...ALPHABET, '.', '=', ' ', '\n', '+', 'é']
    const some = tokens.slice(0, bySuite({ quick: 4, slow: tokens.length }))
    for (const token of some) expect(accepted(changedAtEachPlace(token, others))).toEqual([])
  })

  it('with other values in the unused bits of the last characters of base64url', () => {
    const unused = tokens.flatMap((token) => {
      const parts = token.split('.')
      return parts.flatMap((part, index) =>
        Array.from(ALPHABET, (last) => parts.with(index, part.slice(0, -1) + last).join('.')).filter(
          (each) => each !== token,
        ),
      )
    })
    expect(accepted(unused)).toEqual([])
  })

  it('truncated anywhere, at its end or its beginning', () => {
    const cut = tokens.flatMap((token) =>
      Array.from(token, (_, at) => [token.slice(0, at), token.slice(at + 1)]).flat(),
    )
    expect(accepted(cut)).toEqual([])
  })

  it('with one more character, anywhere', () => {
    const longer = tokens.flatMap((token) =>
      Array.from(token, (_, at) =>
        ['A', '.', ' ', '='].map((more) => token.slice(0, at) + more + token.slice(at)),
      ).flat(),
    )
    expect(accepted(longer)).toEqual([])
    expect(accepted(tokens.flatMap((token) => ['A', '.', ' ', '=', '\n', '\0'].map((more) => token + more)))).toEqual(
      [],
    )
  })

  it('with its parts in another order', () => {
    const reordered = tokens.flatMap((token) =>
      permutations(token.split('.'))
        .map((parts) => parts.join('.'))
        .filter((each) => each !== token),
    )
    expect(reordered.length).toBeGreaterThan(10_000)
    expect(accepted(reordered)).toEqual([])
  })

  it('with a part of another token', () => {
    const other = new Vault({ keys: [generateKey()] }).seal('another', CONTEXT).split('.')
    const swapped = tokens.flatMap((token, index) =>
      [other, tokens.at(index - 1)?.split('.') ?? []].flatMap((from) =>
        [0, 2, 3, 4]
          .map((at) =>
            token
              .split('.')
              .with(at, from[at] ?? '')
              .join('.'),
          )
          .filter((each) => each !== token),
      ),
    )
    expect(swapped.length).toBe(700)
    expect(accepted(swapped)).toEqual([])
  })

  it('and so is any other text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => isRefused(text)))
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...ALPHABET, '.') }), (text) => isRefused(text)))
  })
})

describe('a header is read in one serialization only', () => {
  const [header = '', ...rest] = (tokens[20] ?? '').split('.')
  const json = Buffer.from(header, 'base64url').toString()
  const { alg, enc, kid }: Record<string, string> = JSON.parse(json)

  it('which is the one that the vault writes', () => {
    expect(json).toBe(`{"alg":"dir","enc":"A256GCM","kid":"${kid}"}`)
    expect([alg, enc, kid]).toEqual(['dir', 'A256GCM', vault.kids[0]])
  })

  it.each([
    ['members in another order', JSON.stringify({ kid, alg, enc })],
    ['white space', json.replace(',', ', ')],
    ['compression', JSON.stringify({ alg, enc, kid, zip: 'DEF' })],
    ['an extension', JSON.stringify({ alg, enc, kid, crit: ['exp'], exp: 1 })],
    ['another algorithm', json.replace('A256GCM', 'A128GCM')],
    ['another key management', json.replace('"dir"', '"A256KW"')],
    ['no kid', JSON.stringify({ alg, enc })],
    ['a kid that is too short', json.replace(/.{3}"}$/, '"}')],
    ['a kid with stray bits', json.replace(/."}$/, 'B"}')],
    ['a kid that is escaped', json.replace(`"kid":"${kid?.[0]}`, `"kid":"\\u00${kid?.charCodeAt(0).toString(16)}`)],
    ['a member twice', json.replace('"kid"', '"kid":"x","kid"')],
    ['nothing', ''],
  ])('and not with %s', (_case, changed) => {
    const token = [Buffer.from(changed).toString('base64url'), ...rest].join('.')
    expect(vault.isSealed(token)).toBe(false)
    expect(() => vault.open(token, CONTEXT)).toThrow(VaultOpenError)
    expect(() => migrating.open(token, CONTEXT)).toThrow(VaultOpenError)
  })
})

/** Whether a text is a token, found by splitting it, decoding its parts and encoding them again. */
function isToken(text: string): boolean {
  const parts = text.split('.')
  const bytes = parts.map((part) => Buffer.from(part, 'base64url'))
  const [header = '', ...lengths] = [bytes[0]?.toString('latin1'), ...bytes.slice(1).map(({ length }) => length)]
  const kid = /"kid":"(.{22})"/.exec(`${header}`)?.[1] ?? ''
  return (
    parts.every((part, index) => bytes[index]?.toString('base64url') === part) &&
    Buffer.from(kid, 'base64url').toString('base64url') === kid &&
    parts[0] === headerOf(kid) &&
    JSON.stringify(lengths) === JSON.stringify([0, 12, lengths[2], 16])
  )
}

describe('every way of reading agrees on what a token is', () => {
  const [known, unknown] = [new KeyRing([key]), new KeyRing([generateKey()])]
  const places = fc.record({ at: fc.nat({ max: 260 }), removed: fc.nat({ max: 2 }), text: someText() })
  const changed = fc
    .tuple(fc.constantFrom(...tokens), fc.array(places, { maxLength: 2 }))
    .map(([token, changes]) =>
      changes.reduce((text, { at, removed, text: more }) => replaced(text, at, removed, more), token),
    )

  function someText() {
    return fc.string({
      unit: fc.constantFrom(...ALPHABET, '.', '=', '+', '/', ' ', '\n', 'é', '\ud83d\udd11'),
      maxLength: 2,
    })
  }

  function replaced(text: string, at: number, removed: number, more: string): string {
    return text.slice(0, at) + more + text.slice(at + removed)
  }

  it('with its key, with another key, without a key, and by decoding and encoding again', () => {
    const results = { tokens: 0, others: 0 }
    fc.assert(
      fc.property(changed, (text) => {
        const expected = isToken(text)
        results[expected ? 'tokens' : 'others'] += 1
        for (const keys of [known, unknown, NO_KEYS]) expect(readToken(text, keys) !== undefined).toBe(expected)
      }),
      { numRuns: 3000 },
    )
    expect(Math.min(...Object.values(results))).toBeGreaterThan(100)
  })

  it('and on its parts', () => {
    for (const token of tokens) {
      const [header = '', , ...parts] = token.split('.')
      const [iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
      const expected = { header, kid: keyId(key), iv, ciphertext, tag }
      for (const keys of [known, unknown, NO_KEYS]) expect(readToken(token, keys)).toEqual(expected)
    }
  })
})

describe('a tag has 16 bytes', () => {
  it.each([0, 4, 8, 12, 13, 14, 15, 17, 32])('and not %i', (length) => {
    const parts = (tokens[20] ?? '').split('.')
    const tag = Buffer.alloc(32, Buffer.from(parts[4] ?? '', 'base64url')).subarray(0, length)
    expect(readToken(parts.with(4, tag.toString('base64url')).join('.'), NO_KEYS)).toBeUndefined()
  })
})

describe('plaintext', () => {
  it.each(['Dr. Meier', 'a..b.c.d', 'https://mail.example.com/..', 'eyes', '....'])(
    'is not taken for a token: %s',
    (text) => {
      expect(() => vault.open(text, CONTEXT)).toThrow(VaultNotSealedError)
      expect(migrating.open(text, CONTEXT)).toBe(text)
    },
  )
})
