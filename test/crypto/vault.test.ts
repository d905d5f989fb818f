import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import {
  generateKey,
  keyId,
  Secret,
  Vault,
  VaultConfigError,
  type VaultContext,
  VaultNotSealedError,
  VaultOpenError,
  VaultUnknownKeyError,
  VaultValueError,
} from 'ews-booking/crypto'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { CONTEXT, thrownBy, vaultWith } from './vaults'

const vault = vaultWith()

describe('a sealed value opens again', () => {
  it.each([
    ['a text', 's3cret'],
    ['nothing', ''],
    ['letters of all planes', 'Zürich 東京 👩🏽‍⚕️ \0'],
    ['a byte order mark', '\ufeffs3cret'],
    ['what looks like a sealed value', vault.seal('s3cret', CONTEXT)],
  ])('%s', (_case, text) => {
    expect(vault.open(vault.seal(text, CONTEXT), CONTEXT)).toBe(text)
  })

  it('as bytes, also if they are part of a larger buffer', () => {
    const bytes = new Uint8Array([1, 2, 0xff, 0, 0x80, 6]).subarray(1, 5)
    expect(vault.openBytes(vault.seal(bytes, CONTEXT), CONTEXT)).toEqual(Buffer.from(bytes))
  })

  it('as bytes if it is a text, and as a text if it is UTF-8', () => {
    expect(vault.openBytes(vault.seal('ü', CONTEXT), CONTEXT)).toEqual(Buffer.from('ü'))
    expect(vault.open(vault.seal(Buffer.from('ü'), CONTEXT), CONTEXT)).toBe('ü')
  })

  it('only as bytes if it is not UTF-8', () => {
    const stored = vault.seal(Buffer.from([0xff]), CONTEXT)
    expect(() => vault.open(stored, CONTEXT)).toThrow(VaultValueError)
  })

  it('after more contexts than the vault remembers', () => {
    const stored = vault.seal('s3cret', CONTEXT)
    for (let row = 0; row < 600; row += 1) vault.seal('x', { ...CONTEXT, row: `${row}` })
    for (let time = 0; time < 3; time += 1) expect(vault.open(stored, CONTEXT)).toBe('s3cret')
  })

  it('and has 122 + 4n/3 characters, which differ each time', () => {
    const tokens = Array.from({ length: 100 }, () => vault.seal('x'.repeat(100), CONTEXT))
    expect(new Set(tokens).size).toBe(100)
    expect(new Set(tokens.map(({ length }) => length))).toEqual(new Set([122 + Math.ceil(400 / 3)]))
  })
})

describe('texts that are the same in UTF-8 are refused', () => {
  it.each(['\ud800', 'a\udc00b'])('a lone surrogate in a text', (text) => {
    expect(() => vault.seal(text, CONTEXT)).toThrow(VaultValueError)
  })

  it('and so is a value that is neither text nor bytes', () => {
    expect(() => Reflect.apply(vault.seal, vault, [7, CONTEXT])).toThrow(VaultValueError)
  })
})

describe('a value opens only in its own place', () => {
  const elsewhere: [string, VaultContext][] = [
    ['another tenant', { ...CONTEXT, tenant: '43' }],
    ['another table', { ...CONTEXT, table: 'bookings' }],
    ['another column', { ...CONTEXT, column: 'username' }],
    ['another row', { ...CONTEXT, row: '8' }],
    ['no row', { ...CONTEXT, row: null }],
    ['a further part', { ...CONTEXT, region: 'eu' }],
    ['parts that join to the same', { ...CONTEXT, tenant: '4', table: `2${CONTEXT.table}` }],
    ['parts swapped', { ...CONTEXT, tenant: CONTEXT.row, row: CONTEXT.tenant }],
  ]

  it.each(elsewhere)('and not for %s', (_case, context) => {
    expect(() => vault.open(vault.seal('s3cret', CONTEXT), context)).toThrow(VaultOpenError)
    expect(() => vault.open(vault.seal('s3cret', context), CONTEXT)).toThrow(VaultOpenError)
  })

  it('whatever is swapped between rows, columns and tenants', () => {
    const places = ['1', '2', '3'].flatMap((tenant) =>
      ['title', 'description'].flatMap((column) => ['1', '2', '3'].map((row) => ({ ...CONTEXT, tenant, column, row }))),
    )
    const rows = places.map((place) => ({ place, stored: vault.seal('s3cret', place) }))
    for (const { place } of rows) {
      const opening = rows.filter(({ stored }) => {
        try {
          return vault.open(stored, place) === 's3cret'
        } catch (error) {
          expect(error).toBeInstanceOf(VaultOpenError)
          return false
        }
      })
      expect(opening.map((row) => row.place)).toEqual([place])
    }
  })

  it('whatever the order of the parts', () => {
    const reversed = { row: '7', column: 'password', table: 'exchange_connections', tenant: '42' }
    expect(vault.open(vault.seal('s3cret', CONTEXT), reversed)).toBe('s3cret')
  })
})

describe('JSON', () => {
  const schema = z.object({ port: z.number(), tags: z.array(z.string()) })

  it('is parsed with a schema', () => {
    const value = { port: 443, tags: ['a', '\ud800'] }
    expect(vault.openJson(vault.sealJson(value, CONTEXT), CONTEXT, schema)).toEqual(value)
  })

  it('contains the value of a Secret', () => {
    const stored = vault.sealJson({ deep: [new Secret('s3cret')], text: '[secret]' }, CONTEXT)
    expect(vault.open(stored, CONTEXT)).toBe('{"deep":["s3cret"],"text":"[secret]"}')
    expect(vault.open(vault.sealJson(new Secret('s3cret'), CONTEXT), CONTEXT)).toBe('"s3cret"')
  })

  const circular: Record<string, unknown> = {}
  circular.self = circular
  it.each([
    ['undefined', undefined],
    ['a function', () => 7],
    ['a bigint', { amount: 7n }],
    ['a circle', circular],
  ])('refuses %s', (_case, value) => {
    expect(() => vault.sealJson(value, CONTEXT)).toThrow(new VaultValueError('JSON cannot represent the value'))
  })

  it.each([
    ['no JSON', 's3cret'],
    ['what the schema does not describe', '{"port":"s3cret"}'],
  ])('refuses %s without quoting it', (_case, text) => {
    const error = thrownBy(() => vault.openJson(vault.seal(text, CONTEXT), CONTEXT, schema))
    expect(error).toBeInstanceOf(VaultValueError)
    expect(error.cause).toBeUndefined()
    expect(error.stack).not.toContain('s3cret')
  })
})

describe('keys are rotated in steps, and each can be deployed while some processes still run the step before', () => {
  const [old, next] = [generateKey(), generateKey()]
  const steps = [[old], [old, next], [next, old], [next]].map((keys) => new Vault({ keys }))
  const pairs = steps.slice(1).map((after, index) => [steps[index] ?? after, after] as const)

  it('each opens the values of the steps before and after, until the last drops the old key', () => {
    for (const [before, after] of pairs.slice(0, 2)) {
      expect(after.open(before.seal('s3cret', CONTEXT), CONTEXT)).toBe('s3cret')
      expect(before.open(after.seal('s3cret', CONTEXT), CONTEXT)).toBe('s3cret')
    }
  })

  it('the first key seals', () => {
    expect(steps.map(({ kids }) => kids[0])).toEqual([old, old, next, next].map(keyId))
    expect(steps[1]?.kids).toEqual([keyId(old), keyId(next)])
  })

  it('a value of the old key needs resealing once a new key comes first', () => {
    const stored = new Vault({ keys: [old] }).seal('s3cret', CONTEXT)
    expect(steps.map((step) => step.needsReseal(stored))).toEqual([false, false, true, true])
    const resealed = steps[2]?.reseal(stored, CONTEXT) ?? ''
    expect(steps[3]?.needsReseal(resealed)).toBe(false)
    expect(steps[3]?.open(resealed, CONTEXT)).toBe('s3cret')
  })

  it('the error names a key that was removed', () => {
    const stored = new Vault({ keys: [old] }).seal('s3cret', CONTEXT)
    const error = thrownBy(() => steps[3]?.open(stored, CONTEXT))
    expect(error).toBeInstanceOf(VaultUnknownKeyError)
    expect(error).toMatchObject({ code: 'ERR_VAULT_UNKNOWN_KEY', kid: keyId(old) })
    expect(error.message).toContain(keyId(old))
  })
})

describe('resealing', () => {
  const moved = { ...CONTEXT, row: '8' }

  it('moves a value to a new row', () => {
    const stored = vault.reseal(vault.seal('s3cret', CONTEXT), CONTEXT, moved)
    expect(vault.open(stored, moved)).toBe('s3cret')
    expect(() => vault.open(stored, CONTEXT)).toThrow(VaultOpenError)
  })

  it('keeps bytes unchanged', () => {
    const bytes = Buffer.from([0xff, 0])
    expect(vault.openBytes(vault.reseal(vault.seal(bytes, CONTEXT), CONTEXT), CONTEXT)).toEqual(bytes)
  })

  it('opens the value before it seals it', () => {
    expect(() => vault.reseal(vault.seal('s3cret', CONTEXT), moved, CONTEXT)).toThrow(VaultOpenError)
    expect(() => vault.reseal('s3cret', CONTEXT)).toThrow(VaultNotSealedError)
  })
})

describe('plaintext', () => {
  const stored = vault.seal('s3cret', CONTEXT)
  /** Damaged so that nothing opens them, but unlike anything that a person writes. */
  const damaged: [string, string][] = [
    ['cut off', stored.slice(0, 60)],
    ['cut off early', stored.slice(0, 20)],
    ['cut off late', stored.slice(0, -1)],
    ['padded', `${stored}   `],
    ['after white space', `\n${stored}`],
    ['of another header', `${Buffer.from('{"alg":"none"}').toString('base64url')}${stored.slice(80)}`],
    ['of the header of another serialization', `${Buffer.from('{"alg":"dir", "x":1}').toString('base64url')}..`],
  ]

  it('is refused', () => {
    expect(() => vault.open('s3cret', CONTEXT)).toThrow(VaultNotSealedError)
    expect(() => vault.open('', CONTEXT)).toThrow(VaultNotSealedError)
    expect(() => Reflect.apply(vault.open, vault, [null, CONTEXT])).toThrow(VaultNotSealedError)
  })

  it('passes while existing rows are being sealed, and is reported with its context but not its value', () => {
    const onPlaintextRead = vi.fn()
    const migrating = vaultWith({ read: 'migrating', onPlaintextRead })
    expect(migrating.open('s3cret', CONTEXT)).toBe('s3cret')
    expect(migrating.openBytes('ü', CONTEXT)).toEqual(Buffer.from('ü'))
    expect(migrating.open(migrating.seal('s3cret', CONTEXT), CONTEXT)).toBe('s3cret')
    expect(onPlaintextRead.mock.calls).toEqual([[CONTEXT], [CONTEXT]])
  })

  it('is returned as bytes that share no memory with others, like the bytes of a sealed value', () => {
    const migrating = vaultWith({ read: 'migrating', onPlaintextRead: () => undefined })
    const stored = migrating.seal('ü', CONTEXT)
    const lengths = ['ü', stored, ''].map((value) => migrating.openBytes(value, CONTEXT).buffer.byteLength)
    expect(lengths).toEqual([2, 2, 0])
  })

  it('is never assumed for a sealed value that does not open', () => {
    const onPlaintextRead = vi.fn()
    const key = generateKey()
    const migrating = new Vault({ keys: [key], read: 'migrating', onPlaintextRead })
    const sealed = migrating.seal('s3cret', CONTEXT)
    expect(() => migrating.open(sealed, { ...CONTEXT, row: '8' })).toThrow(VaultOpenError)
    expect(() => migrating.open(stored, CONTEXT)).toThrow(VaultUnknownKeyError)
    expect(() => migrating.open(sealed.replace(/.{22}$/, 'A'.repeat(22)), CONTEXT)).toThrow(VaultOpenError)
    expect(onPlaintextRead).not.toHaveBeenCalled()
  })

  it.each(damaged)('is not what a damaged value is: %s', (_case, value) => {
    const onPlaintextRead = vi.fn()
    const migrating = vaultWith({ read: 'migrating', onPlaintextRead })
    expect(() => migrating.open(value, CONTEXT)).toThrow(VaultOpenError)
    expect(() => vault.open(value, CONTEXT)).toThrow(VaultOpenError)
    expect(() => vault.needsReseal(value)).toThrow(VaultOpenError)
    expect(onPlaintextRead).not.toHaveBeenCalled()
  })

  it('is written and read for tenants on a plan without encryption', () => {
    const keys = [generateKey()]
    const plain = new Vault({ keys, write: 'plaintext' })
    const sealed = new Vault({ keys }).seal('s3cret', CONTEXT)
    expect(plain.write).toBe('plaintext')
    expect(plain.seal('s3cret', CONTEXT)).toBe('s3cret')
    expect(plain.seal(Buffer.from('ü'), CONTEXT)).toBe('ü')
    expect(plain.open('s3cret', CONTEXT)).toBe('s3cret')
    expect(plain.open(sealed, CONTEXT)).toBe('s3cret')
    expect(plain.reseal(sealed, CONTEXT)).toBe('s3cret')
    expect([sealed, 's3cret'].map((value) => plain.needsReseal(value))).toEqual([true, false])
  })

  it.each<[string, string | Buffer]>([
    ['what would be taken for a sealed value', stored],
    ['what would be taken for a damaged one', stored.slice(0, 60)],
    ['bytes that are no text', Buffer.from([0xff])],
  ])('is never %s', (_case, value) => {
    expect(() => vaultWith({ write: 'plaintext' }).seal(value, CONTEXT)).toThrow(VaultValueError)
  })

  it('needs resealing, and is not sealed', () => {
    expect(vault.needsReseal('s3cret')).toBe(true)
    expect([stored, 's3cret', '', undefined, null, 7].map((value) => vault.isSealed(value))).toEqual([
      true,
      ...Array(5).fill(false),
    ])
  })
})

describe('options are checked', () => {
  const key = generateKey()
  it.each<[string, unknown, RegExp]>([
    ['no keys', {}, /keys/],
    ['an empty list', { keys: [] }, /keys/],
    ['a key instead of a list', { keys: key }, /keys/],
    ['a misspelt option', { keys: [key], writes: 'plaintext' }, /writes/],
    ['no such way to write', { keys: [key], write: 'plain' }, /write/],
    ['migrating without counting', { keys: [key], read: 'migrating' }, /onPlaintextRead/],
    ['what is written and not read', { keys: [key], write: 'plaintext', read: 'sealed' }, /^The option read: can't be/],
    ['what can not be called', { keys: [key], onPlaintextRead: 7 }, /onPlaintextRead/],
    ['no options', undefined, /options/],
  ])('%s', (_case, options, message) => {
    const error = thrownBy(() => Reflect.construct(Vault, [options]))
    expect(error).toBeInstanceOf(VaultConfigError)
    expect(error.code).toBe('ERR_VAULT_CONFIG')
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain(key)
  })
})

describe('a polluted Object.prototype', () => {
  const polluted = (members: object, call: () => void) => {
    Object.assign(Object.prototype, members)
    try {
      call()
    } finally {
      for (const name of Object.keys(members)) Reflect.deleteProperty(Object.prototype, name)
    }
  }

  it('does not switch sealing off', () => {
    polluted({ write: 'plaintext' }, () => expect(vaultWith().write).toBe('sealed'))
  })

  it('does not allow plaintext', () => {
    polluted({ read: 'migrating' }, () => {
      const counting = vaultWith({ onPlaintextRead: () => undefined })
      expect(() => counting.open('s3cret', CONTEXT)).toThrow(VaultNotSealedError)
    })
  })

  it('is no part of a context', () => {
    const stored = vault.seal('s3cret', CONTEXT)
    polluted({ region: 'eu', tenant: '43' }, () => expect(vault.open(stored, CONTEXT)).toBe('s3cret'))
  })
})

/** A stand-in for a key management service. It wraps keys with a key that it keeps (AES Key Wrap, RFC 3394). */
class LocalKms {
  readonly #key = randomBytes(32)
  readonly #iv = Buffer.alloc(8, 0xa6)

  wrap(key: Uint8Array): Buffer {
    const cipher = createCipheriv('id-aes256-wrap', this.#key, this.#iv)
    return Buffer.concat([cipher.update(key), cipher.final()])
  }

  async unwrap(wrapped: Uint8Array): Promise<Buffer> {
    const decipher = createDecipheriv('id-aes256-wrap', this.#key, this.#iv)
    return Buffer.concat([decipher.update(wrapped), decipher.final()])
  }
}

describe('keys that a key management service wrapped', () => {
  const kms = new LocalKms()
  const key = generateKey()
  const wrapped = kms.wrap(Buffer.from(key, 'base64url'))
  const unwrap = (each: Uint8Array) => kms.unwrap(each)

  it('are the same keys when unwrapped', async () => {
    const other = randomBytes(32)
    const fromKms = await Vault.fromKms({ wrappedKeys: [wrapped, kms.wrap(other)], unwrap })
    expect(fromKms.kids).toEqual([key, other.toString('base64url')].map(keyId))
    expect(new Vault({ keys: [key] }).open(fromKms.seal('s3cret', CONTEXT), CONTEXT)).toBe('s3cret')
  })

  it('take the options of a vault', async () => {
    const fromKms = await Vault.fromKms({ wrappedKeys: [wrapped], unwrap, write: 'plaintext' })
    expect(fromKms.seal('s3cret', CONTEXT)).toBe('s3cret')
  })

  it('fail with the error of the service', async () => {
    const denied = new Error('AccessDenied')
    await expect(Vault.fromKms({ wrappedKeys: [1], unwrap: () => Promise.reject(denied) })).rejects.toBe(denied)
    await expect(Vault.fromKms({ wrappedKeys: [randomBytes(40)], unwrap })).rejects.toThrow()
  })

  it.each<[string, unknown, string]>([
    ['a key that is too short', { wrappedKeys: [1], unwrap: () => randomBytes(16) }, 'keys[0] must be 32 bytes'],
    ['no bytes', { wrappedKeys: [wrapped, 2], unwrap: () => key }, 'unwrap returned no bytes for wrappedKeys[0]'],
    ['nothing', { wrappedKeys: [1], unwrap: () => undefined }, 'unwrap returned no bytes for wrappedKeys[0]'],
    ['no keys', { wrappedKeys: [], unwrap }, 'keys must have at least one key'],
  ])('are refused: %s', async (_case, options, message) => {
    const made = Reflect.apply(Vault.fromKms, Vault, [options])
    await expect(made).rejects.toThrow(VaultConfigError)
    await expect(made).rejects.toThrow(message)
  })

  it.each<[string, object | undefined, string]>([
    ['no options', undefined, 'The options: '],
    ['no list of keys', { wrappedKeys: undefined }, 'The option wrappedKeys: '],
    ['one key', { wrappedKeys: wrapped }, 'The option wrappedKeys: '],
    ['keys that are not wrapped beside', { keys: [key] }, 'keys'],
    ['a misspelt option', { writes: 'plaintext' }, 'writes'],
    ['migrating without counting', { read: 'migrating' }, 'The option onPlaintextRead: is required'],
  ])('are not unwrapped if the options are wrong: %s', async (_case, wrong, message) => {
    const unwrapping = vi.fn(unwrap)
    const options = wrong && { wrappedKeys: [wrapped], unwrap: unwrapping, ...wrong }
    const made = Reflect.apply(Vault.fromKms, Vault, [options])
    await expect(made).rejects.toThrow(VaultConfigError)
    await expect(made).rejects.toThrow(message)
    expect(unwrapping).not.toHaveBeenCalled()
  })

  it('are refused without a function that unwraps them', async () => {
    const made = Reflect.apply(Vault.fromKms, Vault, [{ wrappedKeys: [wrapped], unwrap: 'unwrap' }])
    await expect(made).rejects.toThrow('The option unwrap: must be a function')
  })
})
