import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encryptionTypes, IntegrityError, Key, KeyUsage } from '../../../src/kerberos/crypto'

describe.each(encryptionTypes.map((type) => [type.name, type] as const))('%s', (_name, type) => {
  const key = new Key(type, randomBytes(type.keyBytes))

  it('decrypts what it encrypted, of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (plaintext) => {
        const ciphertext = key.encrypt(KeyUsage.apReqAuthenticator, plaintext, randomBytes)
        expect(key.decrypt(KeyUsage.apReqAuthenticator, ciphertext)).toEqual(Buffer.from(plaintext))
      }),
    )
  })

  it('refuses another usage, another key, any changed bit, and any shorter message', () => {
    const ciphertext = key.encrypt(KeyUsage.apReqAuthenticator, Buffer.from('authenticator'), randomBytes)
    const other = new Key(type, randomBytes(type.keyBytes))
    expect(() => key.decrypt(KeyUsage.apRepEncPart, ciphertext)).toThrow(IntegrityError)
    expect(() => other.decrypt(KeyUsage.apReqAuthenticator, ciphertext)).toThrow(IntegrityError)
    for (let position = 0; position < ciphertext.length; position += 1) {
      const changed = Buffer.from(ciphertext)
      changed[position] = (changed[position] ?? 0) ^ 1
      expect(() => key.decrypt(KeyUsage.apReqAuthenticator, changed)).toThrow(IntegrityError)
      expect(() => key.decrypt(KeyUsage.apReqAuthenticator, ciphertext.subarray(0, position))).toThrow(IntegrityError)
    }
  })

  it('never shows its bytes', () => {
    const shown = `${inspect(key, { showHidden: true, depth: 9 })} ${JSON.stringify(key)} ${key}`
    expect(shown).not.toContain(key.reveal().toString('hex'))
    expect(shown).not.toContain(key.reveal().toString('base64'))
  })

  it('refuses bytes of another length', () => {
    expect(() => new Key(type, Buffer.alloc(type.keyBytes + 1))).toThrow(RangeError)
  })
})
