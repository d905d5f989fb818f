import type { VaultContext } from 'ews-booking/crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTEXT, vaultWith } from './vaults'

const vault = vaultWith()
const text = fc.string({ unit: 'binary' })
const part = fc.string({ unit: 'binary', minLength: 1 })
const contexts = fc
  .record({ tenant: part, table: part, column: part, row: fc.option(part) })
  .map((context): VaultContext => context)

describe('everything that is sealed opens again', () => {
  it('any Unicode text, in any context', () => {
    fc.assert(
      fc.property(text, contexts, (plaintext, context) => {
        expect(vault.open(vault.seal(plaintext, context), context)).toBe(plaintext)
      }),
    )
  })

  it('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), contexts, (bytes, context) => {
        expect(vault.openBytes(vault.seal(bytes, context), context)).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it('any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = vault.openJson(vault.sealJson(value, CONTEXT), CONTEXT, { parse: (input) => input })
        expect(JSON.stringify(read)).toBe(JSON.stringify(value))
      }),
    )
  })

  it('plaintext passes unchanged where it is allowed', () => {
    const migrating = vaultWith({ read: 'migrating', onPlaintextRead: () => undefined })
    fc.assert(fc.property(text, (plaintext) => migrating.open(plaintext, CONTEXT) === plaintext))
  })
})
