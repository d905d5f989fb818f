import { createHmac } from 'node:crypto'

/** Who signs in. `domain` is empty where `username` is a user principal name. */
export interface NtlmCredentials {
  readonly username: string
  readonly domain: string
  /** NTOWFv1: all that NTLM ever needs of the password. */
  readonly passwordHash: Buffer
}

/** The server's CHALLENGE_MESSAGE, as far as it counts (MS-NLMP 2.2.1.2). */
export interface NtlmChallenge {
  readonly serverChallenge: Buffer
  readonly targetInfo: Buffer
}

/** What must be new in each AUTHENTICATE_MESSAGE. */
export interface NtlmFreshness {
  /** 8 random bytes. */
  readonly clientChallenge: Buffer
  /** 100-nanosecond intervals since 1601, for servers that send no time of their own. */
  readonly fileTime: bigint
}

/** The server's message is malformed, or offers less than NTLMv2 with extended session security. */
export class NtlmChallengeError extends Error {
  override readonly name = 'NtlmChallengeError'
}

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1')
const CHALLENGE_HEADER_LENGTH = 48
const AUTHENTICATE_HEADER_LENGTH = 64

/** MS-NLMP 2.2.2.5. Neither signing, sealing nor key exchange: HTTP uses none of them, and Node's OpenSSL has no RC4. */
const Flag = {
  unicode: 0x00000001,
  requestTarget: 0x00000004,
  ntlm: 0x00000200,
  alwaysSign: 0x00008000,
  extendedSessionSecurity: 0x00080000,
  targetInfo: 0x00800000,
} as const

const AUTHENTICATE_FLAGS = Object.values(Flag).reduce((sum, flag) => sum | flag, 0)

/** MS-NLMP 2.2.2.1, AvId. */
const MSV_AV_EOL = 0
const MSV_AV_TIMESTAMP = 7

/** Loaded when first needed: not everybody signs in with NTLM, and not every process makes a call. */
const loadMessages = async () => (await import('httpntlm/ntlm.js')).default

/** What authentication starts with, for an `Authorization` header. The same for everybody: it tells nothing about the account. */
export const negotiateMessage = async (): Promise<string> => (await loadMessages()).createType1Message({})

/** NTOWFv1 (MS-NLMP 3.3.1). */
export const passwordHash = async (password: string): Promise<Buffer> =>
  (await loadMessages()).create_NT_hashed_password(password)

/**
 * Reads the token of a `WWW-Authenticate: NTLM <token>` header (MS-NLMP 2.2.1.2).
 *
 * @throws NtlmChallengeError
 */
export function readChallenge(token: string): NtlmChallenge {
  const message = Buffer.from(token, 'base64')
  const isChallenge =
    message.length >= CHALLENGE_HEADER_LENGTH &&
    message.subarray(0, 8).equals(SIGNATURE) &&
    message.readUInt32LE(8) === 2
  if (!isChallenge) throw new NtlmChallengeError('The server sent a malformed NTLM challenge')
  const flags = message.readUInt32LE(20)
  if ((flags & Flag.extendedSessionSecurity) === 0) {
    throw new NtlmChallengeError('The server offers no extended session security, so only the unsafe NTLMv1')
  }
  const length = message.readUInt16LE(40)
  const offset = message.readUInt32LE(44)
  if (length === 0 || offset + length > message.length) {
    throw new NtlmChallengeError('The server sent no target information, so only the unsafe NTLMv1 would be possible')
  }
  return { serverChallenge: message.subarray(24, 32), targetInfo: message.subarray(offset, offset + length) }
}

/** The value of one attribute of the target information (MS-NLMP 2.2.2.1). */
function attributeValue(targetInfo: Buffer, wanted: number): Buffer | undefined {
  let position = 0
  while (position + 4 <= targetInfo.length) {
    const id = targetInfo.readUInt16LE(position)
    const end = position + 4 + targetInfo.readUInt16LE(position + 2)
    if (id === MSV_AV_EOL || end > targetInfo.length) return undefined
    if (id === wanted) return targetInfo.subarray(position + 4, end)
    position = end
  }
  return undefined
}

const hmacMd5 = (key: Buffer, ...parts: readonly Buffer[]): Buffer =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('md5', key)).digest()

const utf16 = (text: string) => Buffer.from(text, 'utf16le')

/** NTOWFv2 (MS-NLMP 3.3.2): only the user name is made upper case. */
export const responseKey = ({ username, domain, passwordHash }: NtlmCredentials): Buffer =>
  hmacMd5(passwordHash, utf16(username.toUpperCase() + domain))

/** The NTLMv2 response to a challenge: proof, then what was proved (MS-NLMP 3.3.2 and 2.2.2.8). */
export function ntlmV2Response(
  credentials: NtlmCredentials,
  { serverChallenge, targetInfo }: NtlmChallenge,
  { clientChallenge, fileTime }: NtlmFreshness,
): Buffer {
  const ownTime = Buffer.alloc(8)
  ownTime.writeBigUInt64LE(fileTime)
  const clientData = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    attributeValue(targetInfo, MSV_AV_TIMESTAMP) ?? ownTime,
    clientChallenge,
    Buffer.alloc(4),
    targetInfo,
    Buffer.alloc(4),
  ])
  return Buffer.concat([hmacMd5(responseKey(credentials), serverChallenge, clientData), clientData])
}

/** The LMv2 response; all zero where the server sends its time (MS-NLMP 3.1.5.1.2). */
function lmV2Response(
  credentials: NtlmCredentials,
  challenge: NtlmChallenge,
  { clientChallenge }: NtlmFreshness,
): Buffer {
  if (attributeValue(challenge.targetInfo, MSV_AV_TIMESTAMP) !== undefined) return Buffer.alloc(24)
  const proof = hmacMd5(responseKey(credentials), challenge.serverChallenge, clientChallenge)
  return Buffer.concat([proof, clientChallenge])
}

/** What proves the password, for an `Authorization` header: the AUTHENTICATE_MESSAGE (MS-NLMP 2.2.1.3). */
export function authenticateMessage(
  credentials: NtlmCredentials,
  challenge: NtlmChallenge,
  freshness: NtlmFreshness,
): string {
  const header = Buffer.alloc(AUTHENTICATE_HEADER_LENGTH)
  SIGNATURE.copy(header)
  header.writeUInt32LE(3, 8)
  const fields = [
    lmV2Response(credentials, challenge, freshness),
    ntlmV2Response(credentials, challenge, freshness),
    utf16(credentials.domain),
    utf16(credentials.username),
    Buffer.alloc(0),
    Buffer.alloc(0),
  ]
  let offset = AUTHENTICATE_HEADER_LENGTH
  fields.forEach((field, index) => {
    const at = 12 + index * 8
    header.writeUInt16LE(field.length, at)
    header.writeUInt16LE(field.length, at + 2)
    header.writeUInt32LE(offset, at + 4)
    offset += field.length
  })
  header.writeUInt32LE(AUTHENTICATE_FLAGS, 60)
  return `NTLM ${Buffer.concat([header, ...fields]).toString('base64')}`
}
