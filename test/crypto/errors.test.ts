import { inspect } from 'node:util'
import {
  generateKey,
  Vault,
  VaultConfigError,
  VaultError,
  VaultNotSealedError,
  VaultOpenError,
  VaultUnknownKeyError,
  VaultValueError,
} from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { CONTEXT, thrownBy } from './vaults'

const SECRET = 'zw0lf-Böxkämpfer'
const context = { ...CONTEXT, tenant: 'Pr4xis', row: 'Zeile-4711' }
const key = generateKey()
const vault = new Vault({ keys: [key] })
const stored = vault.seal(SECRET, context)
const parts = stored.split('.')

/** Texts that no error may contain. */
const HIDDEN = [
  SECRET,
  context.tenant,
  context.row,
  key,
  stored,
  ...parts.slice(2),
  Buffer.from(key, 'base64url').toString('hex'),
]

const OPEN_ERROR = 'The stored value does not open: it is damaged, was changed, or was sealed for another context'

describe('whatever is wrong with a stored value, the error is identical', () => {
  it.each<[string, () => unknown]>([
    ['another context', () => vault.open(stored, { ...context, tenant: 'another' })],
    ['a changed tag', () => vault.open(parts.with(4, 'A'.repeat(22)).join('.'), context)],
    ['a changed vector', () => vault.open(parts.with(2, 'A'.repeat(16)).join('.'), context)],
    ['a changed text', () => vault.open(parts.with(3, 'AAAA').join('.'), context)],
    [
      'a malformed value',
      () =>
        vault.open(
          parts
            .slice(1)
            .with(0, parts[0] ?? '')
            .join('.'),
          context,
        ),
    ],
    ['a value that was cut off', () => vault.open(stored.slice(0, 100), context)],
    ['to be resealed', () => vault.reseal(stored, { ...context, row: '8' })],
    ['in JSON', () => vault.openJson(stored, { ...context, row: '8' }, { parse: String })],
  ])('%s', (_case, call) => {
    const error = thrownBy(call)
    expect(error).toBeInstanceOf(VaultOpenError)
    expect({ ...error, message: error.message }).toEqual({
      code: 'ERR_VAULT_OPEN',
      name: 'VaultOpenError',
      message: OPEN_ERROR,
    })
    expect(error.cause).toBeUndefined()
  })
})

interface ErrorType {
  readonly code: string
  new (...parameters: never[]): VaultError
}

describe('pain 27: errors', () => {
  it.each<[ErrorType, string, () => unknown]>([
    [VaultConfigError, 'ERR_VAULT_CONFIG', () => vault.seal(SECRET, { ...context, column: '' })],
    [VaultConfigError, 'ERR_VAULT_CONFIG', () => new Vault({ keys: [key, key] })],
    [VaultConfigError, 'ERR_VAULT_CONFIG', () => new Vault({ keys: [SECRET] })],
    [VaultOpenError, 'ERR_VAULT_OPEN', () => vault.open(stored, { ...context, row: null })],
    [VaultNotSealedError, 'ERR_VAULT_NOT_SEALED', () => vault.open(SECRET, context)],
    [VaultValueError, 'ERR_VAULT_VALUE', () => vault.seal(`${SECRET}\ud800`, context)],
    [VaultValueError, 'ERR_VAULT_VALUE', () => vault.openJson(stored, context, { parse: String })],
    [VaultValueError, 'ERR_VAULT_VALUE', () => vault.sealJson({ [SECRET]: 7n }, context)],
    [VaultValueError, 'ERR_VAULT_VALUE', () => new Vault({ keys: [key], write: 'plaintext' }).seal(stored, context)],
  ])('%o have the code %s, and contain nothing of value, key or context', (type, code, call) => {
    const error = thrownBy(call)
    expect(error).toBeInstanceOf(type)
    expect(error.code).toBe(code)
    expect(type.code).toBe(code)
    expect(error.name).toBe(type.name)
    expect(error.cause).toBeUndefined()
    const shown = inspect(error, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(error) + error.stack
    expect(HIDDEN.filter((hidden) => shown.includes(hidden))).toEqual([])
  })

  it('for an unknown key contain its id, and nothing else of the value', () => {
    const error = thrownBy(() => new Vault({ keys: [generateKey()] }).open(stored, context))
    expect(error).toBeInstanceOf(VaultUnknownKeyError)
    expect(error).toMatchObject({ code: VaultUnknownKeyError.code, kid: vault.kids[0] })
    const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)
    expect(HIDDEN.filter((hidden) => shown.includes(hidden))).toEqual([])
  })

  it('share one base class', () => {
    for (const type of [VaultConfigError, VaultOpenError, VaultNotSealedError, VaultUnknownKeyError, VaultValueError]) {
      expect(type.prototype).toBeInstanceOf(VaultError)
    }
  })
})
