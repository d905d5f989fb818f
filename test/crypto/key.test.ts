import { hkdfSync, randomBytes } from 'node:crypto'
import { generateKey, keyId, Vault, VaultConfigError } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { CONTEXT, thrownBy } from './vaults'

describe('a generated key', () => {
  it('has 32 bytes in base64url, is new each time, and is accepted', () => {
    const keys = Array.from({ length: 1000 }, generateKey)
    expect(new Set(keys).size).toBe(1000)
    for (const key of keys) expect(Buffer.from(key, 'base64url').toString('base64url')).toBe(key)
    expect(new Vault({ keys }).kids).toHaveLength(1000)
  })
})

describe('the id of a key', () => {
  it('is computed from the key with HKDF, in base64url', () => {
    const key = generateKey()
    const kid = hkdfSync('sha256', Buffer.from(key, 'base64url'), '', 'ews-booking/vault/kid/v1', 16)
    expect(keyId(key)).toBe(Buffer.from(kid).toString('base64url'))
  })

  it('is the same for the key in hex', () => {
    const key = generateKey()
    const hex = Buffer.from(key, 'base64url').toString('hex')
    expect([hex, hex.toUpperCase()].map(keyId)).toEqual([keyId(key), keyId(key)])
  })
})

const bytes = Buffer.from(generateKey(), 'base64url')
const refused: [string, unknown, string?][] = [
  ['nothing', undefined, 'keys[1] is undefined. Is the environment variable set?'],
  ['an empty text', ''],
  ['no text', 7],
  ['a passphrase', 'correct horse battery staple'],
  ['a passphrase of 43 characters', `${'correct-horse-battery-staple-'.repeat(2).slice(0, 42)}s`],
  [
    'a passphrase of small letters',
    'the-quick-brown-fox-jumps-over-the-lazy-dog',
    'keys[1] is not random: it is a passphrase',
  ],
  [
    'a passphrase of capitals',
    'THE-QUICK-BROWN-FOX-JUMPS-OVER-THE-LAZY-DOE',
    'keys[1] is not random: it is a passphrase',
  ],
  ['a passphrase of 32 bytes, in base64url', Buffer.from('correct horse battery staple 123').toString('base64url')],
  ['a passphrase of 32 bytes, in hex', Buffer.from('correct horse battery staple 123').toString('hex')],
  ['16 bytes', randomBytes(16).toString('base64url')],
  ['33 bytes', randomBytes(33).toString('base64url')],
  ['base64 with padding', `${bytes.toString('base64url')}=`],
  ['white space around', `${bytes.toString('base64url')}\n`],
  ['hex and white space', ` ${bytes.toString('hex')}`],
  ['stray bits', bytes.toString('base64url').replace(/.$/, 'B')],
  ['the same bytes all over', '00'.repeat(32)],
  ['a pattern', 'deadbeef'.repeat(8)],
  ['a pattern of half its length', randomBytes(16).toString('hex').repeat(2)],
  ['a sequence', Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('hex')],
  ['a sequence that descends', Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - 7 * index)).toString('hex')],
  ['few different bytes', Buffer.from(Array.from({ length: 32 }, (_, index) => (index * index) % 11)).toString('hex')],
  ['few different characters', `${'aB3aB3xaB'.repeat(5).slice(0, 42)}A`],
  ['bytes that are too few', bytes.subarray(1)],
]

describe('a weak or malformed key is refused: the error names its position and does not quote it', () => {
  it.each(refused)('%s', (_case, key, message = 'keys[1]') => {
    const error = thrownBy(() => Reflect.construct(Vault, [{ keys: [generateKey(), key] }]))
    expect(error).toBeInstanceOf(VaultConfigError)
    expect(error.message).toContain(message)
    expect(error.cause).toBeUndefined()
    const text = key instanceof Uint8Array ? bytes.toString('hex') : String(key)
    if (text.length > 1 && key !== undefined) expect(`${error.stack}`).not.toContain(text.trim())
  })

  it.each([
    ['in the same form', (key: string) => key],
    ['in another form', (key: string) => Buffer.from(key, 'base64url').toString('hex')],
    ['as bytes', (key: string) => Buffer.from(key, 'base64url')],
  ])('the same key twice, %s', (_case, form) => {
    const key = generateKey()
    const error = thrownBy(() => new Vault({ keys: [generateKey(), key, form(key)] }))
    expect(error).toBeInstanceOf(VaultConfigError)
    expect(error.message).toBe('keys[2] is the same key as keys[1]')
  })
})

describe('keys as bytes', () => {
  it('may be overwritten by the caller afterwards', () => {
    const key = Buffer.from(generateKey(), 'base64url')
    const [kept, given] = [new Vault({ keys: [Buffer.from(key)] }), new Vault({ keys: [key] })]
    key.fill(0)
    expect(kept.open(given.seal('s3cret', CONTEXT), CONTEXT)).toBe('s3cret')
  })
})
