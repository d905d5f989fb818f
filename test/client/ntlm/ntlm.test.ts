import { createHash, createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authenticateMessage } from '../../../src/client/ntlm/authenticate-message'
import { readChallenge } from '../../../src/client/ntlm/challenge-message'
import { ntlmIdentity, windowsUpperCase } from '../../../src/client/ntlm/credentials'
import { negotiateMessage, passwordHash } from '../../../src/client/ntlm/negotiate-message'
import { lmV2Response, ntlmV2Response, responseKey } from '../../../src/client/ntlm/ntlmv2'
import { readTargetInfo, writeTargetInfo } from '../../../src/client/ntlm/target-info'

/** The account, challenge and target information of MS-NLMP 4.2.1 and 4.2.4. */
const identity = { username: 'User', domain: 'Domain' }
const hash = await passwordHash('Password')
const serverChallenge = Buffer.from('0123456789abcdef', 'hex')
const targetInfo = Buffer.from('02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000', 'hex')
const given = { key: responseKey(identity, hash), serverChallenge, clientChallenge: Buffer.alloc(8, 0xaa) }

/** FILETIME, as 07 in target information. */
const time = Buffer.from('0090d336b734c301', 'hex')
const withTime = Buffer.concat([targetInfo.subarray(0, -4), Buffer.from('07000800', 'hex'), time, Buffer.alloc(4)])

/** Returns a CHALLENGE_MESSAGE (MS-NLMP 2.2.1.2). The flags default to those of 4.2.4. */
function challengeMessage({ flags = 0xe28a8233, info = targetInfo, cut = 0, offset = 48 } = {}): Buffer {
  const header = Buffer.alloc(48)
  header.write('NTLMSSP\0', 'latin1')
  header.writeUInt32LE(2, 8)
  header.writeUInt32LE(flags, 20)
  serverChallenge.copy(header, 24)
  header.writeUInt16LE(info.length - cut, 40)
  header.writeUInt16LE(info.length - cut, 42)
  header.writeUInt32LE(offset, 44)
  return Buffer.concat([header, info])
}

const challengeOf = (message: Buffer) => readChallenge(message.toString('base64'))

const field = (message: Buffer, at: number): Buffer =>
  message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at))

/** Returns the pairs that the proof covers. They follow NTProofStr and 28 bytes of time and challenge. */
const provedPairs = (message: Buffer) => readTargetInfo(field(message, 20).subarray(16 + 28))

async function messageFor(challenge: Buffer, facts: { channelBinding?: Buffer } = {}): Promise<Buffer> {
  return authenticateMessage({
    identity,
    key: given.key,
    negotiateMessage: await negotiateMessage(),
    challenge: challengeOf(challenge),
    targetName: 'HTTP/mail.example.com',
    clientChallenge: given.clientChallenge,
    fileTime: Buffer.alloc(8),
    ...facts,
  })
}

describe('NTLMv2 matches the vectors of MS-NLMP 4.2.4', () => {
  it('NTOWFv1, 4.2.2.1.2', () => {
    expect(hash.toString('hex')).toBe('a4f49c406510bdcab6824ee7c30fd852')
  })

  it('NTOWFv2, 4.2.4.1.1', () => {
    expect(given.key.toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f')
  })

  it('the session base key, 4.2.4.1.2', () => {
    const { sessionKey } = ntlmV2Response(given, Buffer.alloc(8), targetInfo)
    expect(sessionKey.toString('hex')).toBe('8de40ccadbc14a82f15cb0ad0de95ca3')
  })

  it('the LMv2 response, 4.2.4.2.1', () => {
    expect(lmV2Response(given).toString('hex')).toBe('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa')
  })

  it('the NTLMv2 response, 4.2.4.2.2', () => {
    const { response } = ntlmV2Response(given, Buffer.alloc(8), targetInfo)
    expect(response.subarray(0, 16).toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c')
    expect(response.subarray(16, 44).toString('hex')).toBe(`0101000000000000${'00'.repeat(8)}${'aa'.repeat(8)}00000000`)
    expect(response.subarray(44)).toEqual(Buffer.concat([targetInfo, Buffer.alloc(4)]))
  })

  it('the names are where 2.2.1.3 puts them', async () => {
    const message = await messageFor(challengeMessage())
    expect(message.subarray(0, 12)).toEqual(Buffer.from('NTLMSSP\0\u0003\0\0\0', 'latin1'))
    expect(field(message, 12)).toEqual(lmV2Response(given))
    expect(field(message, 28).toString('utf16le')).toBe('Domain')
    expect(field(message, 36).toString('utf16le')).toBe('User')
  })
})

describe('an authenticate message', () => {
  const MIC_PRESENT = Buffer.from([2, 0, 0, 0])

  it('for a server that sends its time has that time, no LM response, and a message integrity code (3.1.5.1.2)', async () => {
    const challenge = challengeMessage({ info: withTime })
    const message = await messageFor(challenge)
    expect(field(message, 20).subarray(16 + 8, 16 + 16)).toEqual(time)
    expect(field(message, 12)).toEqual(Buffer.alloc(24))
    expect(provedPairs(message).get(6)).toEqual(MIC_PRESENT)

    const withoutCode = Buffer.from(message).fill(0, 72, 88)
    const sessionKey = createHmac('md5', given.key).update(field(message, 20).subarray(0, 16)).digest()
    const code = createHmac('md5', sessionKey).update(Buffer.concat([await negotiateMessage(), challenge, withoutCode]))
    expect(message.subarray(72, 88)).toEqual(code.digest())
  })

  it('for a server that sends none has none of these', async () => {
    const message = await messageFor(challengeMessage())
    expect(field(message, 20).subarray(16 + 8, 16 + 16)).toEqual(Buffer.alloc(8))
    expect(message.subarray(72, 88)).toEqual(Buffer.alloc(16))
    expect(provedPairs(message).has(6)).toBe(false)
  })

  it("keeps the server's flags in addition to its own", async () => {
    const flagged = Buffer.concat([Buffer.from('0600040001000000', 'hex'), withTime])
    const message = await messageFor(challengeMessage({ info: flagged }))
    expect(provedPairs(message).get(6)).toEqual(Buffer.from([3, 0, 0, 0]))
  })

  it('includes service and channel in the proof', async () => {
    const channelBinding = Buffer.alloc(16, 7)
    const pairs = provedPairs(await messageFor(challengeMessage(), { channelBinding }))
    expect(pairs.get(9)?.toString('utf16le')).toBe('HTTP/mail.example.com')
    expect(pairs.get(10)).toEqual(channelBinding)
  })

  it("has no binding without a channel, not even the server's", async () => {
    const bound = Buffer.concat([Buffer.from(`0a001000${'ff'.repeat(16)}`, 'hex'), targetInfo])
    expect(provedPairs(await messageFor(challengeMessage({ info: bound }))).has(10)).toBe(false)
  })

  it('agrees to the flags that both have, without signing, sealing and key exchange', async () => {
    const message = await messageFor(challengeMessage({ flags: 0xffffffff }))
    expect(message.readUInt32LE(60).toString(16)).toBe('a0888205')
    const modest = await messageFor(challengeMessage({ flags: 0x00080201 }))
    expect(modest.readUInt32LE(60).toString(16)).toBe('80201')
  })
})

describe('pain 1: user names', () => {
  it.each([
    ['EXAMPLE\\svc', undefined, { username: 'svc', domain: 'EXAMPLE' }],
    ['svc@example.com', undefined, { username: 'svc@example.com', domain: '' }],
    ['svc', 'EXAMPLE', { username: 'svc', domain: 'EXAMPLE' }],
    ['svc', undefined, { username: 'svc', domain: '' }],
    ['.\\svc', undefined, { username: 'svc', domain: '.' }],
  ])('%s with domain %s', (username, domain, expected) => {
    expect(ntlmIdentity(username, domain)).toEqual(expected)
  })

  it.each([
    ['svc-Booking@example.com', 'SVC-BOOKING@EXAMPLE.COM'],
    ['zoë', 'ZOË'],
    ['groß', 'GROß'],
    ['ışık', 'ıŞıK'],
    ['ŉame', 'ŉAME'],
    ['ςοφία', 'ςΟΦΊΑ'],
    ['ᾠδή', 'ᾨΔΉ'],
    ['გიორგი', 'გიორგი'],
    ['\u00b5-lab', '\u00b5-LAB'],
    ['ſtefan', 'ſTEFAN'],
    ['ǅordje', 'ǅORDJE'],
    ['δοκιμή', 'ΔΟΚΙΜΉ'],
    ['𐐨', '𐐨'],
    ['李雷', '李雷'],
  ])('%s is %s in upper case, as on Windows', (name, expected) => {
    expect(windowsUpperCase(name)).toBe(expected)
  })

  it('use the upper case of MS-UCODEREF 3.1.5.3, whichever version of Unicode JavaScript has', () => {
    const codeUnits = String.fromCharCode(...Array(0x10000).keys())
    expect(createHash('sha256').update(windowsUpperCase(codeUnits), 'utf16le').digest('hex')).toBe(
      '41c26bc7a12bdaeb26025c93118697c7e3ef81ee048b00fe5cce2a472e0e0742',
    )
  })

  it('keep their length', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => windowsUpperCase(name).length === name.length))
  })
})

describe('pain 3: neither MD4 nor DES of OpenSSL is needed', () => {
  it('a password may be any Unicode text', async () => {
    expect(await passwordHash('pässwörd 🔑')).toHaveLength(16)
  })
})

describe('the first message', () => {
  it('reveals nothing about the account', async () => {
    const message = await negotiateMessage()
    expect(message.subarray(0, 12)).toEqual(Buffer.from('NTLMSSP\0\u0001\0\0\0', 'latin1'))
    expect(message.readUInt16LE(16) + message.readUInt16LE(24)).toBe(0)
  })
})

describe('a challenge', () => {
  it('yields its number and target information', () => {
    const message = challengeMessage()
    expect(challengeOf(message)).toEqual({
      message,
      flags: 0xe28a8233,
      serverChallenge,
      targetInfo: new Map([
        [2, Buffer.from('Domain', 'utf16le')],
        [1, Buffer.from('Server', 'utf16le')],
      ]),
    })
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'malformed'],
    ['no NTLM message', Buffer.alloc(60, 1), 'malformed'],
    ['a message of another type', challengeMessage().fill(1, 8, 9), 'malformed'],
    ['a message that is cut off', challengeMessage().subarray(0, 40), 'malformed'],
    ['no extended session security: a downgrade to NTLMv1', challengeMessage({ flags: 0x00800205 }), 'NTLMv1'],
    ['no target information: a downgrade to NTLMv1', challengeMessage({ cut: targetInfo.length }), 'NTLMv1'],
    ['target information outside of the message', challengeMessage({ offset: 4_000_000_000 }), 'NTLMv1'],
    ['target information without an end', challengeMessage({ cut: 4 }), 'malformed'],
    ['a pair that is longer than it', challengeMessage({ cut: 5 }), 'malformed'],
    ['names in no Unicode', challengeMessage({ flags: 0xe28a8232 }), 'Unicode'],
  ])('is refused when it is %s', (_case, message, reason) => {
    expect(() => challengeOf(message)).toThrow(reason)
  })

  it('of any bytes is read or refused with one kind of error', () => {
    const near = fc
      .tuple(
        fc.constantFrom(challengeMessage(), challengeMessage({ info: withTime })),
        fc.nat(100),
        fc.nat(255),
        fc.nat(120),
      )
      .map(([message, position, byte, length]) => {
        const bytes = Buffer.from(message)
        if (position < bytes.length) bytes[position] = byte
        return bytes.subarray(0, Math.max(length, 40))
      })
    fc.assert(
      fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 200 }).map(Buffer.from)), (bytes) => {
        try {
          expect(challengeOf(bytes).serverChallenge).toHaveLength(8)
        } catch (error) {
          expect(error).toMatchObject({ name: 'NtlmChallengeError' })
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('has target information that is written as it was read', () => {
    expect(writeTargetInfo(readTargetInfo(withTime))).toEqual(withTime)
  })
})
