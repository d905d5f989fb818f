import { createHash, createHmac, X509Certificate } from 'node:crypto'
import { createRequire } from 'node:module'
import { NegotiateFlag } from '../../src/simulator/authentication/ntlm-message'
import { ntowfV2, ntProof } from '../../src/simulator/authentication/ntlmv2'

interface Credentials {
  readonly domain: string
  readonly username: string
  readonly password: string
}

/** The messages of `httpntlm`: an independent implementation without a MIC. */
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
export const token = (message: Buffer) => `NTLM ${message.toString('base64')}`
export const message = (header: string) => Buffer.from(header.replace('NTLM ', ''), 'base64')

const MIC = { start: 72, end: 88 } as const
const HEADER_BYTES_WITHOUT_MIC = 64

/** MsvAvFlags in a client's target info: the message has a MIC. */
export const MIC_PROMISE = Buffer.from([6, 0, 4, 0, 2, 0, 0, 0])

type Change = (message: Buffer) => unknown

/** The behavior of a client, and of an attacker between client and server. */
interface Manner {
  /** Sends a MIC over the three messages, and the flag that announces it. Defaults to true. */
  readonly mic?: boolean
  /** The flags of its first message. Defaults to Unicode and extended session security. */
  readonly flags?: number
  /** MsvAvChannelBindings. Defaults to none. */
  readonly channelBindings?: Buffer | undefined
  /** Changes a message after the client has written it, or before the client reads it. */
  readonly inTransit?: { readonly negotiate?: Change; readonly challenge?: Change; readonly authenticate?: Change }
}

/** A client like Windows, with the server's timestamp and a MIC. */
export function ntlmClient(manner: Manner = {}): NtlmClient {
  const { mic = true, flags = CLIENT_FLAGS, channelBindings, inTransit = {} } = manner
  const type1 = negotiateMessage(flags)
  return {
    negotiate: () => token(changed(type1, inTransit.negotiate)),
    authenticate(challenge, { domain, username, password }) {
      const type2 = changed(message(challenge), inTransit.challenge)
      const temp = Buffer.concat([
        Buffer.from([1, 1]),
        Buffer.alloc(14),
        Buffer.alloc(8, 7),
        Buffer.alloc(4),
        targetInfoOf(type2),
        mic ? MIC_PROMISE : Buffer.alloc(0),
        channelBindings === undefined ? Buffer.alloc(0) : pair(10, channelBindings),
        pair(0, Buffer.alloc(0)),
        Buffer.alloc(4),
      ])
      const key = ntowfV2(username, password, domain)
      const proof = ntProof(key, type2.subarray(24, 32), temp)
      const type3 = authenticateMessage(domain, username, Buffer.concat([proof, temp]), {
        flags: type2.readUInt32LE(20),
        headerBytes: mic ? MIC.end : HEADER_BYTES_WITHOUT_MIC,
      })
      if (mic) hmacMd5(hmacMd5(key, proof), Buffer.concat([type1, type2, type3])).copy(type3, MIC.start)
      return token(changed(type3, inTransit.authenticate))
    },
  }
}

/**
 * A client like curl: OEM instead of Unicode, the flags of the challenge and a workstation name in the last message, and no room
 * for version and MIC.
 */
export const curlClient = ntlmClient({ flags: 0x00088206, mic: false })

/** MS-NLMP, 2.2.1.1. */
export function negotiateMessage(flags = CLIENT_FLAGS): Buffer {
  const type1 = Buffer.alloc(32)
  type1.write('NTLMSSP\0', 'latin1')
  type1.writeUInt32LE(1, 8)
  type1.writeUInt32LE(flags, 12)
  return type1
}

function changed(original: Buffer, change: Change = () => {}): Buffer {
  const copy = Buffer.from(original)
  change(copy)
  return copy
}

/** The pairs of a challenge, without the terminator. */
function targetInfoOf(type2: Buffer): Buffer {
  const offset = type2.readUInt32LE(44)
  return type2.subarray(offset, offset + type2.readUInt16LE(40) - 4)
}

/** AV_PAIR (MS-NLMP, 2.2.2.1). */
function pair(id: number, value: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt16LE(id)
  header.writeUInt16LE(value.length, 2)
  return Buffer.concat([header, value])
}

/** The channel binding of a client that sees the certificate `pem`, by the hash of its signature (RFC 5929, 4.1). */
export function channelBindingsFor(pem: string, hash: string): Buffer {
  const endPoint = createHash(hash).update(new X509Certificate(pem).raw).digest()
  const applicationData = Buffer.concat([Buffer.from('tls-server-end-point:'), endPoint])
  const struct = Buffer.concat([Buffer.alloc(20), applicationData])
  struct.writeUInt32LE(applicationData.length, 16)
  return createHash('md5').update(struct).digest()
}

/** MS-NLMP, 2.2.1.3. */
export function authenticateMessage(
  domain: string,
  user: string,
  ntResponse: Buffer,
  { flags = CLIENT_FLAGS, headerBytes = MIC.end }: { flags?: number; headerBytes?: number } = {},
): Buffer {
  const encoding = (flags & NegotiateFlag.unicode) === 0 ? 'latin1' : 'utf16le'
  const names = [domain, user, 'WORKSTATION'].map((name) => Buffer.from(name, encoding))
  const fields = [Buffer.alloc(24), ntResponse, ...names]
  const header = Buffer.alloc(headerBytes)
  header.write('NTLMSSP\0', 'latin1')
  header.writeUInt32LE(3, 8)
  let offset = headerBytes
  for (const [index, field] of fields.entries()) {
    header.writeUInt16LE(field.length, 12 + index * 8)
    header.writeUInt16LE(field.length, 14 + index * 8)
    header.writeUInt32LE(offset, 16 + index * 8)
    offset += field.length
  }
  header.writeUInt32LE(flags, 60)
  return Buffer.concat([header, ...fields])
}
