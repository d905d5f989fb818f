import { describe, expect, it } from 'vitest'
import { encryptionType } from '../../../src/kerberos/crypto'
import { deriveKey } from '../../../src/kerberos/crypto/aes-sha1'
import { deriveSha2Key } from '../../../src/kerberos/crypto/aes-sha2'
import { decryptStealing, encryptStealing } from '../../../src/kerberos/crypto/ciphertext-stealing'
import { type KeyUsage, type Purpose, usageConstant } from '../../../src/kerberos/crypto/encryption-type'
import { nFold } from '../../../src/kerberos/crypto/n-fold'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

const typeOf = (id: number) => {
  const found = encryptionType(id)
  if (found === undefined) throw new TypeError(`There is no encryption type ${id}`)
  return found
}

describe('n-fold (RFC 3961, A.1)', () => {
  it.each([
    ['012345', 64, 'be072631276b1955'],
    ['password', 56, '78a07b6caf85fa'],
    ['Rough Consensus, and Running Code', 64, 'bb6ed30870b7f0e0'],
    ['password', 168, '59e4a8ca7c0385c3c37b3f6d2000247cb6e6bd5b3e'],
    ['MASSACHVSETTS INSTITVTE OF TECHNOLOGY', 192, 'db3b0d8f0b061e603282b308a50841229ad798fab9540c1b'],
    ['Q', 168, '518a54a215a8452a518a54a215a8452a518a54a215'],
    ['ba', 168, 'fb25d531ae8974499f52fd92ea9857c4ba24cf297e'],
    ['kerberos', 64, '6b65726265726f73'],
    ['kerberos', 128, '6b65726265726f737b9b5b2b93132b93'],
    ['kerberos', 168, '8372c236344e5f1550cd0747e15d62ca7a5a3bcea4'],
    ['kerberos', 256, '6b65726265726f737b9b5b2b93132b935c9bdcdad95c9899c4cae4dee6d6cae4'],
  ])('of %j to %i bits', (text, bits, folded) => {
    expect(nFold(Buffer.from(text), bits / 8).toString('hex')).toBe(folded)
  })
})

const ATHENA = Buffer.from('ATHENA.MIT.EDUraeburn')

describe('the key of a password (RFC 3962, B)', () => {
  it.each([
    [
      1,
      'password',
      ATHENA,
      '42263c6e89f4fc28b8df68ee09799f15',
      'fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161',
    ],
    [
      2,
      'password',
      ATHENA,
      'c651bf29e2300ac27fa469d693bdda13',
      'a2e16d16b36069c135d5e9d2e25f896102685618b95914b467c67622225824ff',
    ],
    [
      1200,
      'password',
      ATHENA,
      '4c01cd46d632d01e6dbe230a01ed642a',
      '55a6ac740ad17b4846941051e1e8b0a7548d93b0ab30a8bc3ff16280382b8c2a',
    ],
    [
      5,
      'password',
      hex('1234567878563412'),
      'e9b23d52273747dd5c35cb55be619d8e',
      '97a4e786be20d81a382d5ebc96d5909cabcdadc87ca48f574504159f16c36e31',
    ],
    [
      1200,
      'X'.repeat(64),
      Buffer.from('pass phrase equals block size'),
      '59d1bb789a828b1aa54ef9c2883f69ed',
      '89adee3608db8bc71f1bfbfe459486b05618b70cbae22092534e56c553ba4b34',
    ],
    [
      1200,
      'X'.repeat(65),
      Buffer.from('pass phrase exceeds block size'),
      'cb8005dc5f90179a7f02104c0018751d',
      'd78c5c9cb872a8c9dad4697f0bb5b2d21496c82beb2caeda2112fceea057401b',
    ],
    [
      50,
      '\u{1d11e}',
      Buffer.from('EXAMPLE.COMpianist'),
      'f149c1f2e154a73452d43e7fe62a56e5',
      '4b6d9839f84406df1f09cc166db4b83c571848b784a3d6bdc346589a3e393f9e',
    ],
  ])('with %i iterations of %j', async (iterations, password, salt, key128, key256) => {
    expect((await typeOf(17).keyOfPassword(password, salt, iterations)).toString('hex')).toBe(key128)
    expect((await typeOf(18).keyOfPassword(password, salt, iterations)).toString('hex')).toBe(key256)
  })
})

describe('ciphertext stealing (RFC 3962, B)', () => {
  const key = Buffer.from('chicken teriyaki')
  const plaintext = Buffer.from("I would like the General Gau's Chicken, please, and wonton soup.")

  it.each([
    [17, 'c6353568f2bf8cb4d8a580362da7ff7f97'],
    [31, 'fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5'],
    [32, '39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584'],
    [47, '97687268d6ecccc0c07b25e25ecfe584b3fffd940c16a18c1b5549d2f838029e39312523a78662d5be7fcbcc98ebf5'],
    [48, '97687268d6ecccc0c07b25e25ecfe5849dad8bbb96c4cdc03bc103e1a194bbd839312523a78662d5be7fcbcc98ebf5a8'],
    [
      64,
      '97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a8' +
        '4807efe836ee89a526730dbc2f7bc8409dad8bbb96c4cdc03bc103e1a194bbd8',
    ],
  ])('of %i bytes', (length, ciphertext) => {
    const part = plaintext.subarray(0, length)
    expect(encryptStealing(key, part).toString('hex')).toBe(ciphertext)
    expect(decryptStealing(key, hex(ciphertext)).toString()).toBe(part.toString())
  })
})

const BASE_KEY: Readonly<Record<number, Buffer>> = {
  19: hex('37 05 D9 60 80 C1 77 28 A0 E8 00 EA B6 E0 D2 3C'),
  20: hex('6D 40 4D 37 FA F7 9F 9D F0 D3 35 68 D3 20 66 98 00 EB 48 36 47 2E A8 A0 26 D1 6B 71 82 46 0C 52'),
}
const baseKeyOf = (id: number): Buffer => BASE_KEY[id] ?? Buffer.alloc(0)

/** The usage of RFC 8009's examples. */
const USAGE = 2

describe('keys derived for a use', () => {
  it.each<[KeyUsage, Purpose, string, string]>([
    [2, 'checksum', '42263c6e89f4fc28b8df68ee09799f15', '34280a382bc92769b2da2f9ef066854b'],
    [2, 'encryption', '42263c6e89f4fc28b8df68ee09799f15', '5b14fc4e250e14ddf9dccf1af6674f53'],
    [
      2,
      'checksum',
      'fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161',
      'bfab388bdcb238e9f9c98d6a878304f04d30c82556375ac507a7a852790f4674',
    ],
  ])('by RFC 3961: usage %i, %s', (usage, purpose, key, derived) => {
    expect(deriveKey(hex(key), usageConstant(usage, purpose)).toString('hex')).toBe(derived)
  })

  it.each<[number, 'sha256' | 'sha384', Purpose, number, string]>([
    [19, 'sha256', 'checksum', 16, 'b31a018a48f54776f403e9a396325dc3'],
    [19, 'sha256', 'encryption', 16, '9b197dd1e8c5609d6e67c3e37c62c72e'],
    [19, 'sha256', 'integrity', 16, '9fda0e56ab2d85e1569a688696c26a6c'],
    [20, 'sha384', 'checksum', 24, 'ef5718be86cc84963d8bbb5031e9f5c4ba41f28faf69e73d'],
    [20, 'sha384', 'encryption', 32, '56ab22bee63d82d7bc5227f6773f8ea7a5eb1c825160c38312980c442e5c7e49'],
    [20, 'sha384', 'integrity', 24, '69b16514e3cd8e56b82010d5c73012b622c4d00ffc23ed1f'],
  ])('by RFC 8009: type %i with %s, %s', (id, hash, purpose, bytes, derived) => {
    expect(deriveSha2Key(hash, baseKeyOf(id), usageConstant(USAGE, purpose), bytes).toString('hex')).toBe(derived)
  })
})

describe('RFC 8009, A', () => {
  const salt = Buffer.concat([hex('10 DF 9D D7 83 E5 BC 8A CE A1 73 0E 74 35 5F 61'), ATHENA])

  it.each([
    [19, '089bca48b105ea6ea77ca5d2f39dc5e7'],
    [20, '45bd806dbf6a833a9cffc1c94589a222367a79bc21c413718906e9f578a78467'],
  ])('the key of a password for type %i', async (id, key) => {
    expect((await typeOf(id).keyOfPassword('password', salt, 32_768)).toString('hex')).toBe(key)
  })

  const counting = (length: number) => Buffer.from(Array.from({ length }, (_, index) => index))

  it.each([
    [19, 0, '7e5895eaf2672435bad817f545a37148', 'ef85fb890bb8472f4dab20394dca781dad877eda39d50c870c0d5a0a8e48c718'],
    [
      19,
      6,
      '7bca285e2fd4130fb55b1a5c83bc5b24',
      '84d7f30754ed987bab0bf3506beb09cfb55402cef7e6877ce99e247e52d16ed4421dfdf8976c',
    ],
    [
      19,
      16,
      '56ab21713ff62c0a1457200f6fa9948f',
      '3517d640f50ddc8ad3628722b3569d2ae07493fa8263254080ea65c1008e8fc295fb4852e7d83e1e7c48c37eebe6b0d3',
    ],
    [
      19,
      21,
      'a7a4e29a4728ce10664fb64e49ad3fac',
      '720f73b18d9859cd6ccb4346115cd336c70f58edc0c4437c5573544c31c813bc' + 'e1e6d072c186b39a413c2f92ca9b8334a287ffcbfc',
    ],
    [
      20,
      0,
      'f764e9fa15c276478b2c7d0c4e5f58e4',
      '41f53fa5bfe7026d91faf9be959195a058707273a96a40f0a01960621ac612748b9bbfbe7eb4ce3c',
    ],
    [
      20,
      6,
      'b80d3251c1f6471494256ffe712d0b9a',
      '4ed7b37c2bcac8f74f23c1cf07e62bc7b75fb3f637b9f559c7f664f69eab7b6092237526ea0d1f61cb20d69d10f2',
    ],
    [
      20,
      16,
      '53bf8a0d105265d4e276428624ce5e63',
      'bc47ffec7998eb91e8115cf8d19dac4bbbe2e163e87dd37f49beca92027764f6' +
        '8cf51f14d798c2273f35df574d1f932e40c4ff255b36a266',
    ],
    [
      20,
      21,
      '763e65367e864f02f55153c7e3b58af1',
      '40013e2df58e8751957d2878bcd2d6fe101ccfd556cb1eae79db3c3ee86429f2' +
        'b2a602ac86fef6ecb647d6295fae077a1feb517508d2c16b4192e01f62',
    ],
  ])('type %i encrypts %i bytes', (id, length, confounder, ciphertext) => {
    const type = typeOf(id)
    const key = baseKeyOf(id)
    expect(type.encrypt(key, USAGE, counting(length), hex(confounder)).toString('hex')).toBe(ciphertext)
    expect(type.decrypt(key, USAGE, hex(ciphertext))).toEqual(counting(length))
  })

  it.each([
    [19, 'd78367186643d67b411cba9139fc1dee'],
    [20, '45ee791567eefca37f4ac1e0222de80d43c3bfa06699672a'],
  ])('the checksum of type %i', (id, checksum) => {
    expect(typeOf(id).checksum(baseKeyOf(id), USAGE, counting(21)).toString('hex')).toBe(checksum)
  })
})
