import { hkdfSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generateKey, keyId, Vault, type VaultContext } from 'ews-booking/crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { encrypt } from '../../src/crypto/a256gcm'
import { contextInfo } from '../../src/crypto/context'
import { headerOf, writeToken } from '../../src/crypto/token'
import { VaultKey } from '../../src/crypto/vault-key'
import { CONTEXT } from './vaults'

const key = generateKey()
const vault = new Vault({ keys: [key] })

/** The content key of the format, derived with Node.js' HKDF. */
function contentKey(key: string, context: VaultContext): Uint8Array {
  const info = Buffer.from(contextInfo(context), 'latin1')
  return new Uint8Array(hkdfSync('sha256', Buffer.from(key, 'base64url'), '', info, 32))
}

describe('jose', () => {
  it.each(['s3cret', '', 'Zürich 👩🏽‍⚕️', 'x'.repeat(10_000)])('opens what the vault seals', async (text) => {
    const opened = await compactDecrypt(vault.seal(text, CONTEXT), contentKey(key, CONTEXT))
    expect(Buffer.from(opened.plaintext).toString()).toBe(text)
    expect(opened.protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: keyId(key) })
  })

  it.each(['s3cret', '', 'Zürich 👩🏽‍⚕️', 'x'.repeat(10_000)])('seals what the vault opens', async (text) => {
    const sealed = await new CompactEncrypt(Buffer.from(text))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyId(key) })
      .encrypt(contentKey(key, CONTEXT))
    expect(vault.open(sealed, CONTEXT)).toBe(text)
  })

  it('does not open a value with the key of another row', async () => {
    const elsewhere = contentKey(key, { ...CONTEXT, row: '8' })
    await expect(compactDecrypt(vault.seal('s3cret', CONTEXT), elsewhere)).rejects.toThrow(
      'decryption operation failed',
    )
  })
})

interface Vector {
  readonly key: string
  readonly kid: string
  readonly context: VaultContext
  /** Hexadecimal. */
  readonly info: string
  readonly contentKey: string
  readonly iv: string
  readonly plaintext?: string
  readonly plaintextBytes?: string
  readonly token: string
}

const fixtures = fileURLToPath(new URL('../../fixtures/vault/', import.meta.url))

describe('the published vectors', () => {
  it.each(readdirSync(fixtures))('%s', async (file) => {
    const vector: Vector = JSON.parse(readFileSync(`${fixtures}${file}`, 'utf8'))
    const plaintext =
      vector.plaintextBytes === undefined ? vector.plaintext : Buffer.from(vector.plaintextBytes, 'base64url')
    const bytes = Buffer.from(plaintext ?? '')
    const vaultKey = new VaultKey(vector.key, file)
    const iv = Buffer.from(vector.iv, 'base64url')
    const info = contextInfo(vector.context)

    expect(Buffer.from(info, 'latin1').toString('hex')).toBe(vector.info)
    expect(Buffer.from(contentKey(vector.key, vector.context)).toString('base64url')).toBe(vector.contentKey)
    expect(keyId(vector.key)).toBe(vector.kid)
    const encrypted = encrypt(vaultKey.contentKey(info), iv, Buffer.from(headerOf(vector.kid)), bytes)
    expect(writeToken(headerOf(vector.kid), encrypted)).toBe(vector.token)
    expect(new Vault({ keys: [vector.key] }).openBytes(vector.token, vector.context)).toEqual(bytes)
    const opened = await compactDecrypt(vector.token, Buffer.from(vector.contentKey, 'base64url'))
    expect(Buffer.from(opened.plaintext)).toEqual(bytes)
  })
})
