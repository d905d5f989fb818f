import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyChannelBinding } from '../../../src/simulator/authentication/extended-protection'
import { NtlmConnection } from '../../../src/simulator/authentication/ntlm-connection'
import { DOMAIN_ACCOUNT } from '../ews-connection'
import { NOW, options } from '../exchange'
import { message, negotiateMessage, ntlmClient, token } from '../ntlm-client'

const { accounts } = options
const newConnection = () => new NtlmConnection({ accounts, now: () => NOW, acceptsChannelBinding: anyChannelBinding })

/** The last message of a correct client, and the connection that waits for it. */
function atTheLastMessage(mic: boolean) {
  const connection = newConnection()
  const answer = connection.receive(negotiateMessage())
  if (answer.step !== 'challenge') throw new TypeError('no challenge')
  return { connection, last: message(ntlmClient({ mic }).authenticate(token(answer.message), DOMAIN_ACCOUNT)) }
}

/** The challenge to a client that offers `flags`: its flags, target name, version, and the names in its target info. */
function challengeTo(flags: number) {
  const answer = newConnection().receive(negotiateMessage(flags))
  if (answer.step !== 'challenge') throw new TypeError('no challenge')
  const field = (position: number) => {
    const offset = answer.message.readUInt32LE(position + 4)
    return answer.message.subarray(offset, offset + answer.message.readUInt16LE(position))
  }
  return {
    flags: answer.message.readUInt32LE(20),
    targetName: field(12),
    targetInfo: field(40),
    version: answer.message.subarray(48, 56),
  }
}

/** Ways to damage a message at a position, given as a share of its length, with some bytes. */
const damage: Record<string, (original: Buffer, position: number, bytes: Uint8Array) => Buffer> = {
  'bytes are replaced': (original, position, bytes) => {
    const copy = Buffer.from(original)
    copy.set(bytes.subarray(0, original.length - position), position)
    return copy
  },
  'bytes are inserted': (original, position, bytes) =>
    Buffer.concat([original.subarray(0, position), bytes, original.subarray(position)]),
  'it is truncated': (original, position) => original.subarray(0, position),
  'bytes are missing': (original, position, bytes) =>
    Buffer.concat([original.subarray(0, position), original.subarray(position + bytes.length)]),
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const someBytes = fc.uint8Array({ minLength: 1, maxLength: 8 })

describe('A challenge', () => {
  const UNICODE = 1
  const OEM = 2
  const CHARACTER_SETS = UNICODE | OEM
  const DOMAIN_IN_UNICODE = Buffer.from('EXAMPLE', 'utf16le')

  it.each([
    ['Unicode', UNICODE, UNICODE, DOMAIN_IN_UNICODE],
    ['OEM characters', OEM, OEM, Buffer.from('EXAMPLE')],
    ['both', UNICODE | OEM, UNICODE, DOMAIN_IN_UNICODE],
  ])('to a client that offers %s selects one, also for its target name', (_case, offered, chosen, name) => {
    const { flags, targetName, targetInfo } = challengeTo(0x88204 | offered)
    expect(flags & CHARACTER_SETS).toBe(chosen)
    expect(targetName).toEqual(name)
    expect(targetInfo.subarray(4, 4 + DOMAIN_IN_UNICODE.length)).toEqual(DOMAIN_IN_UNICODE)
  })

  it.each([
    ['a version', 0x0208_8205, '0a007c4f0000000f'],
    ['none', 0x0008_8205, '0000000000000000'],
  ])('to a client that offers %s has the same', (_case, offered, version) => {
    expect(challengeTo(offered).version.toString('hex')).toBe(version)
  })
})

describe('A connection with NTLM', () => {
  it('challenges by a clock that is before all that NTLM can tell', () => {
    const connection = new NtlmConnection({
      accounts,
      now: () => new Date('1500-01-01T00:00:00Z'),
      acceptsChannelBinding: anyChannelBinding,
    })
    expect(connection.receive(negotiateMessage()).step).toBe('challenge')
  })

  it.each([true, false])('accepts a correct client, with a MIC: %s', (mic) => {
    const { connection, last } = atTheLastMessage(mic)
    expect(connection.receive(last)).toMatchObject({ step: 'authenticated', account: { mayImpersonate: 'all' } })
  })

  it.each(Object.entries(damage))('refuses the last message when %s', (_case, damaged) => {
    fc.assert(
      fc.property(place, someBytes, (share, bytes) => {
        const { connection, last } = atTheLastMessage(true)
        const sent = damaged(last, Math.floor(share * last.length), bytes)
        fc.pre(!sent.equals(last))
        expect(connection.receive(sent).step).not.toBe('authenticated')
        expect(connection.account).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it.each(Object.entries(damage))("doesn't throw when %s in a message without a MIC", (_case, damaged) => {
    fc.assert(
      fc.property(place, someBytes, (share, bytes) => {
        const { connection, last } = atTheLastMessage(false)
        connection.receive(damaged(last, Math.floor(share * last.length), bytes))
        connection.receive(damaged(negotiateMessage(), Math.floor(share * negotiateMessage().length), bytes))
      }),
      { numRuns: 500 },
    )
  })

  it('refuses noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(0, 1, 2, 3, 4), (noise, type) => {
        const connection = newConnection()
        connection.receive(negotiateMessage())
        const header = Buffer.from([...Buffer.from('NTLMSSP\0'), type, 0, 0, 0])
        expect(connection.receive(Buffer.concat([header, noise])).step).not.toBe('authenticated')
      }),
    )
  })
})
