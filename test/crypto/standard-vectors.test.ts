import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decrypt, encrypt } from '../../src/crypto/a256gcm'
import { expand, extract } from '../../src/crypto/hkdf'
import aesGcm from './vectors/aes-256-gcm.json' with { type: 'json' }
import hkdf from './vectors/hkdf-sha256.json' with { type: 'json' }
import jwe from './vectors/jwe-content.json' with { type: 'json' }

const hex = (text: string) => Buffer.from(text, 'hex')
const base64url = (text: string) => Buffer.from(text, 'base64url')
const latin1 = (text: string) => hex(text).toString('latin1')

const NOTHING = Buffer.alloc(0)

/** The vault derives one block. Longer outputs begin with it. */
const firstBlock = (okm: string) => hex(okm).subarray(0, 32).toString('hex')

describe('HKDF with SHA-256', () => {
  it("passes the 24 tests of Wycheproof that have no salt or one of zeros, as the vault's derivation has", () => {
    expect(new Set(hkdf.tests.map(({ tcId }) => tcId)).size).toBe(24)
  })

  it.each(hkdf.tests)('Wycheproof $tcId', ({ ikm, info, size, okm }) => {
    expect(expand(extract(hex(ikm)), latin1(info), Math.min(size, 32)).toString('hex')).toBe(firstBlock(okm))
  })

  it.each([
    [
      'A.1',
      '077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5',
      'f0f1f2f3f4f5f6f7f8f9',
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf',
    ],
    [
      'A.2',
      '06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244',
      Buffer.from(Array.from({ length: 80 }, (_, index) => 0xb0 + index)).toString('hex'),
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c',
    ],
    [
      'A.3',
      '19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04',
      '',
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
    ],
  ])('RFC 5869, %s: expands', (_case, pseudorandomKey, info, okm) => {
    expect(expand(createSecretKey(hex(pseudorandomKey)), latin1(info)).toString('hex')).toBe(okm)
  })

  it('RFC 5869, A.3: extracts without a salt', () => {
    const pseudorandomKey = extract(Buffer.alloc(22, 0x0b)).export().toString('hex')
    expect(pseudorandomKey).toBe('19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04')
  })
})

describe('AES-256-GCM', () => {
  it("passes the 66 tests of Wycheproof that have the vault's lengths: key 256 bits, vector 96, tag 128", () => {
    expect(new Set(aesGcm.tests.map(({ tcId }) => tcId)).size).toBe(66)
    expect(aesGcm.tests.filter(({ result }) => result === 'valid')).toHaveLength(39)
  })

  it.each(aesGcm.tests)('Wycheproof $tcId is $result', ({ key, iv, aad, msg, ct, tag, result }) => {
    const encrypted = { iv: hex(iv), ciphertext: hex(ct), tag: hex(tag) }
    const opened = decrypt(hex(key), encrypted, hex(aad))
    expect(opened?.toString('hex')).toBe(result === 'valid' ? msg : undefined)
    if (result === 'valid') expect(encrypt(hex(key), hex(iv), hex(aad), hex(msg))).toEqual(encrypted)
  })
})

describe('a truncated tag', () => {
  it.each([4, 8, 12, 15])('to %i bytes does not authenticate', (length) => {
    const key = createSecretKey(Buffer.alloc(32, 7))
    const encrypted = encrypt(key, Buffer.alloc(12), NOTHING, Buffer.from('s3cret'))
    const cut = { ...encrypted, tag: encrypted.tag.subarray(0, length) }
    expect(() => decrypt(key, cut, NOTHING)).toThrow('Invalid authentication tag length')
  })
})

describe('the content of a JWE', () => {
  it.each(jwe.tests)('$source', ({ cek, header, iv, plaintext, ciphertext, tag }) => {
    const encrypted = { iv: base64url(iv), ciphertext: base64url(ciphertext), tag: base64url(tag) }
    for (const key of [base64url(cek), createSecretKey(base64url(cek))]) {
      expect(encrypt(key, base64url(iv), Buffer.from(header), Buffer.from(plaintext))).toEqual(encrypted)
      expect(decrypt(key, encrypted, Buffer.from(header))?.toString()).toBe(plaintext)
    }
  })
})
