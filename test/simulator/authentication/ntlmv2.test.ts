import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { md4 } from '../../../src/simulator/authentication/md4'
import { ntowfV2, ntProof } from '../../../src/simulator/authentication/ntlmv2'

describe('NTLMv2', () => {
  const key = ntowfV2('User', 'Password', 'Domain')

  it('derives the key of MS-NLMP, 4.2.4.1.1', () => {
    expect(key.toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f')
  })

  it('computes the proof of MS-NLMP, 4.2.4.2.2', () => {
    const pairs = ['02000c0044006f006d00610069006e00', '01000c00530065007200760065007200', '00000000']
    const temp = Buffer.from(
      `0101000000000000${'00'.repeat(8)}${'aa'.repeat(8)}00000000${pairs.join('')}00000000`,
      'hex',
    )
    const proof = ntProof(key, Buffer.from('0123456789abcdef', 'hex'), temp)
    expect(proof.toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c')
  })

  it.each([
    ['straße', 'STRAßE'],
    ['kırmızı', 'KıRMıZı'],
    ['ελένης', 'ΕΛΈΝΗς'],
    ['𐐨', '𐐨'],
  ])('hashes the user name %s as %s', (user, upper) => {
    const password = '🗝️ pässwörd'
    const expected = createHmac('md5', md4(Buffer.from(password, 'utf16le'))).update(
      Buffer.from(`${upper}Domain`, 'utf16le'),
    )
    expect(ntowfV2(user, password, 'Domain')).toEqual(expected.digest())
  })
})
