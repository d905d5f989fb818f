import { VaultConfigError, type VaultContext } from 'ews-booking/crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contextInfo } from '../../src/crypto/context'
import { CONTEXT, thrownBy, vaultWith } from './vaults'

const LABEL = 'ews-booking/vault/v1\0'

/** LP of the format: a length in four bytes, then UTF-8. */
function lengthPrefixed(text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(text))
  return Buffer.concat([length, Buffer.from(text)])
}

const infoOf = (parts: readonly string[]) => Buffer.concat([Buffer.from(LABEL), ...parts.map(lengthPrefixed)])

describe('the info from which content keys are derived', () => {
  it('has the name and value of each part, sorted by name', () => {
    const parts = ['column', 'password', 'row', '7', 'table', 'exchange_connections', 'tenant', '42']
    expect(Buffer.from(contextInfo(CONTEXT), 'latin1')).toEqual(infoOf(parts))
  })

  it('sorts names by UTF-8 bytes, also where UTF-16 code units have another order', () => {
    const parts = ['column', 'c', 'row', 'r', 'table', 't', 'tenant', 'x', 'Ä', '1', '\uff5e', '2', '\u{1f511}', '3']
    const context = { '\u{1f511}': '3', '\uff5e': '2', Ä: '1', tenant: 'x', table: 't', row: 'r', column: 'c' }
    expect(Buffer.from(contextInfo(context), 'latin1')).toEqual(infoOf(parts))
  })

  it('omits a row that is null', () => {
    const parts = ['column', 'password', 'table', 'exchange_connections', 'tenant', '42']
    expect(Buffer.from(contextInfo({ ...CONTEXT, row: null }), 'latin1')).toEqual(infoOf(parts))
  })

  it('has lengths that need more than one byte', () => {
    const tenant = 'ü'.repeat(40_000)
    const parts = ['column', 'password', 'row', '7', 'table', 'exchange_connections', 'tenant', tenant]
    expect(Buffer.from(contextInfo({ ...CONTEXT, tenant }), 'latin1').equals(infoOf(parts))).toBe(true)
  })

  it('differs for any two contexts', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
    const parts = fc.dictionary(name, name, { noNullPrototype: true })
    const contexts = parts.map((further): VaultContext => ({ ...CONTEXT, ...further }))
    const sorted = (context: VaultContext) =>
      JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)))
    fc.assert(
      fc.property(contexts, contexts, (a, b) => {
        expect(contextInfo(a) === contextInfo(b)).toBe(sorted(a) === sorted(b))
      }),
    )
  })
})

describe('an invalid context is refused, and the error names the part', () => {
  const { row: _row, ...withoutRow } = CONTEXT
  const HIDDEN = { enumerable: false }
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'context'],
    ['no object', 'password', 'context'],
    ['no row', withoutRow, 'row'],
    ['an undefined row', { ...CONTEXT, row: undefined }, 'row'],
    ['an empty row', { ...CONTEXT, row: '' }, 'row must be a string that is not empty, or null'],
    ['a row that is a number', { ...CONTEXT, row: 7 }, 'row'],
    ['a tenant that is null', { ...CONTEXT, tenant: null }, 'tenant'],
    ['an empty table', { ...CONTEXT, table: '' }, 'table'],
    ['a column with a lone surrogate', { ...CONTEXT, column: 'a\ud800' }, 'column'],
    ['a further part that is undefined', { ...CONTEXT, k3y: undefined }, 'further part'],
    ['a further part that is null', { ...CONTEXT, k3y: null }, 'further part'],
    ['a further part with a lone surrogate for a name', { ...CONTEXT, 'k3y\udc00': 'x' }, 'further part'],
    ['a further part without a name', { ...CONTEXT, '': 'x' }, 'further part'],
    ['parts that are inherited', Object.create(CONTEXT), 'column'],
    ['a tenant that is not enumerable', Object.defineProperty({ ...CONTEXT, k3y: 'x' }, 'tenant', HIDDEN), 'tenant'],
  ])('%s', (_case, context, part) => {
    for (const vault of [vaultWith(), vaultWith({ write: 'plaintext' })]) {
      for (const call of [vault.seal, vault.open, vault.openBytes, vault.sealJson]) {
        const error = thrownBy(() => Reflect.apply(call, vault, ['s3cret', context]))
        expect(error).toBeInstanceOf(VaultConfigError)
        expect(error.message).toContain(part)
        expect(error.message).not.toContain('k3y')
      }
    }
  })
})
