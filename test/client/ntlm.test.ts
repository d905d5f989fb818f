import { describe, expect, it } from 'vitest'
import {
  authenticateMessage,
  negotiateMessage,
  ntlmV2Response,
  passwordHash,
  readChallenge,
  responseKey,
} from '../../src/client/ntlm'

/** The account, challenge and target information of MS-NLMP 4.2.1 and 4.2.4. */
const credentials = { username: 'User', domain: 'Domain', passwordHash: await passwordHash('Password') }
const serverChallenge = Buffer.from('0123456789abcdef', 'hex')
const targetInfo = Buffer.from('02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000', 'hex')
const freshness = { clientChallenge: Buffer.alloc(8, 0xaa), fileTime: 0n }

/** A CHALLENGE_MESSAGE (MS-NLMP 2.2.1.2). */
function challengeMessage({ flags = 0xe28a8215, length = targetInfo.length, offset = 48 } = {}): Buffer {
  const header = Buffer.alloc(48)
  header.write('NTLMSSP\0', 'latin1')
  header.writeUInt32LE(2, 8)
  header.writeUInt32LE(flags, 20)
  serverChallenge.copy(header, 24)
  header.writeUInt16LE(length, 40)
  header.writeUInt16LE(length, 42)
  header.writeUInt32LE(offset, 44)
  return Buffer.concat([header, targetInfo])
}

const field = (message: Buffer, at: number): Buffer =>
  message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at))

describe('NTLMv2 is computed as MS-NLMP 4.2.4 publishes it', () => {
  it('NTOWFv1, 4.2.2.1.2', () => {
    expect(credentials.passwordHash.toString('hex')).toBe('a4f49c406510bdcab6824ee7c30fd852')
  })

  it('NTOWFv2, 4.2.4.1.1', () => {
    expect(responseKey(credentials).toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f')
  })

  it('the NTLMv2 response, 4.2.4.2.2', () => {
    const response = ntlmV2Response(credentials, { serverChallenge, targetInfo }, freshness)
    expect(response.subarray(0, 16).toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c')
    expect(response.subarray(16, 44).toString('hex')).toBe(`0101000000000000${'00'.repeat(8)}${'aa'.repeat(8)}00000000`)
  })

  it('the LMv2 response, 4.2.4.2.1, in the message where 2.2.1.3 wants it', () => {
    const header = authenticateMessage(credentials, { serverChallenge, targetInfo }, freshness)
    const message = Buffer.from(header.replace(/^NTLM /, ''), 'base64')
    expect(field(message, 12).toString('hex')).toBe('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa')
    expect(field(message, 20).subarray(0, 16).toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c')
    expect(field(message, 28).toString('utf16le')).toBe('Domain')
    expect(field(message, 36).toString('utf16le')).toBe('User')
  })
})

describe("the server's time", () => {
  const time = Buffer.from('0090d336b734c301', 'hex')
  const timed = Buffer.concat([targetInfo.subarray(0, -4), Buffer.from('07000800', 'hex'), time, Buffer.alloc(4)])

  it('stands in the response in place of ours, and silences the LMv2 response (3.1.5.1.2)', () => {
    const challenge = { serverChallenge, targetInfo: timed }
    expect(ntlmV2Response(credentials, challenge, freshness).subarray(24, 32)).toEqual(time)
    const header = authenticateMessage(credentials, challenge, freshness)
    expect(field(Buffer.from(header.replace(/^NTLM /, ''), 'base64'), 12)).toEqual(Buffer.alloc(24))
  })
})

describe('pain 3: neither MD4 nor DES of OpenSSL is needed', () => {
  it('any Unicode is a password', async () => {
    expect(await passwordHash('pässwörd 🔑')).toHaveLength(16)
  })
})

describe('the first message', () => {
  it('tells nothing about the account', async () => {
    const message = Buffer.from((await negotiateMessage()).replace(/^NTLM /, ''), 'base64')
    expect(message.subarray(0, 12)).toEqual(Buffer.from('NTLMSSP\0\u0001\0\0\0', 'latin1'))
    expect(message.readUInt16LE(16) + message.readUInt16LE(24)).toBe(0)
  })
})

describe('a challenge', () => {
  it('gives its number and target information', () => {
    expect(readChallenge(challengeMessage().toString('base64'))).toEqual({ serverChallenge, targetInfo })
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'malformed'],
    ['no NTLM message', Buffer.alloc(60, 1), 'malformed'],
    ['a message of another type', challengeMessage().fill(1, 8, 9), 'malformed'],
    ['a message that is cut off', challengeMessage().subarray(0, 40), 'malformed'],
    ['no extended session security: a downgrade to NTLMv1', challengeMessage({ flags: 0x00800205 }), 'NTLMv1'],
    ['no target information: a downgrade to NTLMv1', challengeMessage({ length: 0 }), 'NTLMv1'],
    ['target information outside of the message', challengeMessage({ offset: 4_000_000_000 }), 'NTLMv1'],
  ])('is refused when it is %s', (_case, message, reason) => {
    expect(() => readChallenge(message.toString('base64'))).toThrow(reason)
  })
})
