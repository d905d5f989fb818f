import { randomBytes } from 'node:crypto'
import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'
import { generateKey, Secret, Vault } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { publicTexts } from '../public-texts'
import { CONTEXT } from './vaults'

const shown = (value: unknown) =>
  [
    inspect(value, { depth: 20, showHidden: true, getters: true, showProxy: true }),
    format('%s %o %j', value, value, value),
    `${value}`,
    JSON.stringify(value),
    ...publicTexts(value),
  ].join('\n')

describe("pain 27: a vault's keys", () => {
  const key = generateKey()
  const bytes = Buffer.from(key, 'base64url')
  const forms = [key, bytes.toString('hex'), bytes.toString('base64'), bytes.toString('latin1')]

  it('are in nothing that the vault shows', () => {
    const vault = new Vault({ keys: [key] })
    for (let time = 0; time < 3; time += 1) vault.open(vault.seal('s3cret', CONTEXT), CONTEXT)
    const everything = shown(vault) + inspect(vault, { depth: 20, showHidden: true })
    expect(forms.filter((form) => everything.includes(form))).toEqual([])
    expect(Reflect.ownKeys(vault)).toEqual([])
    expect(JSON.stringify(vault)).toBe('{}')
  })

  it.each(['base64url', 'hex'] as const)('are not in memory that Node.js shares among buffers, as %s', (encoding) => {
    const secret = randomBytes(32)
    const text = secret.toString(encoding)
    const pool = Buffer.from(Buffer.allocUnsafe(1).buffer)
    new Vault({ keys: [text] }).seal('s3cret', CONTEXT)
    expect(Buffer.allocUnsafe(1).buffer).toBe(pool.buffer)
    expect(pool.includes(secret)).toBe(false)
  })
})

describe('pain 27: a Secret', () => {
  const secret = new Secret('zw0lf-Böxkämpfer')

  it('reveals its value on request', () => {
    expect(secret.reveal()).toBe('zw0lf-Böxkämpfer')
  })

  it('prints as [secret] everywhere', () => {
    expect([`${secret}`, String(secret), inspect(secret), format('%s', secret)]).toEqual(Array(4).fill('[secret]'))
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}')
    expect(inspect({ deep: [secret] }, { showHidden: true })).toContain('[secret]')
    expect(shown({ secret })).not.toContain('zw0lf')
  })

  it('has no value in copies', () => {
    expect(serialize({ secret }).toString('latin1')).not.toContain('zw0lf')
    expect(inspect(structuredClone({ secret }))).not.toContain('zw0lf')
    expect(shown({ ...secret })).not.toContain('zw0lf')
  })
})
