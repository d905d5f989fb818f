import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { NegotiateFlag } from '../../src/simulator/ntlm/ntlm-message'
import { ntowfV2, ntProof } from '../../src/simulator/ntlm/ntlmv2'

interface Credentials {
  readonly domain: string
  readonly username: string
  readonly password: string
}

/** The messages of `httpntlm`: written by others, and without a MIC. */
const httpntlm: {
  createType1Message(options: { domain: string }): string
  parseType2Message(header: string, onError: (error: Error) => void): object | null
  createType3Message(challenge: object, credentials: Credentials): string
} = createRequire(import.meta.url)('httpntlm/ntlm.js')

export interface NtlmClient {
  negotiate(): string
  authenticate(challenge: string, credentials: Credentials): string
}

export const httpntlmClient: NtlmClient = {
  negotiate: () => httpntlm.createType1Message({ domain: '' }),
  authenticate(challenge, credentials) {
    const parsed = httpntlm.parseType2Message(challenge, (error) => {
      throw error
    })
    if (parsed === null) throw new TypeError('no challenge')
    return httpntlm.createType3Message(parsed, { ...credentials })
  },
}

const CLIENT_FLAGS =
  NegotiateFlag.unicode |
  NegotiateFlag.requestTarget |
  NegotiateFlag.ntlm |
  NegotiateFlag.alwaysSign |
  NegotiateFlag.extendedSessionSecurity |
  NegotiateFlag.targetInfo

const hmacMd5 = (key: Buffer, bytes: Buffer) => createHmac('md5', key).update(bytes).digest()
const token = (message: Buffer) => `NTLM ${message.toString('base64')}`
const message = (header: string) => Buffer.from(header.replace('NTLM ', ''), 'base64')

const MIC = { start: 72, end: 88 } as const

/** As a Windows client does it: the server's timestamp, and a MIC over the three messages, which `spoil` may break. */
export function clientWithMic(spoil: (type3: Buffer) => void = () => {}): NtlmClient {
  const type1 = Buffer.alloc(32)
  type1.write('NTLMSSP\0', 'latin1')
  type1.writeUInt32LE(1, 8)
  type1.writeUInt32LE(CLIENT_FLAGS, 12)
  return {
    negotiate: () => token(type1),
    authenticate(challenge, { domain, username, password }) {
      const type2 = message(challenge)
      const offset = type2.readUInt32LE(44)
      const targetInfo = type2.subarray(offset, offset + type2.readUInt16LE(40) - 4)
      const flags = Buffer.from([6, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0])
      const temp = Buffer.concat([
        Buffer.from([1, 1]),
        Buffer.alloc(14),
        Buffer.alloc(8, 7),
        Buffer.alloc(4),
        targetInfo,
        flags,
        Buffer.alloc(4),
      ])
      const key = ntowfV2(username, password, domain)
      const proof = ntProof(key, type2.subarray(24, 32), temp)
      const type3 = authenticateMessage(domain, username, Buffer.concat([proof, temp]))
      hmacMd5(hmacMd5(key, proof), Buffer.concat([type1, type2, type3])).copy(type3, MIC.start)
      spoil(type3)
      return token(type3)
    },
  }
}

/** MS-NLMP, 2.2.1.3. */
export function authenticateMessage(domain: string, user: string, ntResponse: Buffer): Buffer {
  const fields = [Buffer.alloc(24), ntResponse, Buffer.from(domain, 'utf16le'), Buffer.from(user, 'utf16le')]
  const header = Buffer.alloc(MIC.end)
  header.write('NTLMSSP\0', 'latin1')
  header.writeUInt32LE(3, 8)
  let offset: number = MIC.end
  for (const [index, field] of fields.entries()) {
    header.writeUInt16LE(field.length, 12 + index * 8)
    header.writeUInt16LE(field.length, 14 + index * 8)
    header.writeUInt32LE(offset, 16 + index * 8)
    offset += field.length
  }
  header.writeUInt32LE(CLIENT_FLAGS, 60)
  return Buffer.concat([header, ...fields])
}
