/** The flags that the simulator uses (MS-NLMP, 2.2.2.5). */
export const NegotiateFlag = {
  unicode: 0x00000001,
  oem: 0x00000002,
  requestTarget: 0x00000004,
  sign: 0x00000010,
  ntlm: 0x00000200,
  alwaysSign: 0x00008000,
  targetTypeDomain: 0x00010000,
  extendedSessionSecurity: 0x00080000,
  targetInfo: 0x00800000,
  version: 0x02000000,
  negotiate128: 0x20000000,
  negotiate56: 0x80000000,
} as const

/** Kinds of attribute-value pairs in target info (MS-NLMP, 2.2.2.1). */
export const AvId = {
  eol: 0,
  nbComputerName: 1,
  nbDomainName: 2,
  dnsComputerName: 3,
  dnsDomainName: 4,
  flags: 6,
  timestamp: 7,
  channelBindings: 10,
} as const

/** Attribute-value pairs by their `AvId`. Names in them are always in Unicode. */
export type TargetInfo = ReadonlyMap<number, Buffer>

/** The message is cut off, has fields beyond its end, or names no character set. */
export class NtlmMessageError extends Error {
  override readonly name = 'NtlmMessageError'
}

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1')
const MIC_OFFSET = 72
const MIC_END = 88
/** MsvAvFlags: the message has a MIC (MS-NLMP, 2.2.2.1). */
const MIC_PRESENT = 0x2

/** 1 negotiate, 2 challenge, 3 authenticate (MS-NLMP, 2.2); `undefined` if it isn't NTLM. */
export function messageType(message: Buffer): number | undefined {
  const isNtlm = message.length >= 12 && message.subarray(0, 8).equals(SIGNATURE)
  return isNtlm ? message.readUInt32LE(8) : undefined
}

/**
 * The encoding of names by the flag that selects it. Unicode has precedence (MS-NLMP, 2.2.2.5). A message doesn't say which code
 * page a client's OEM character set is. The simulator assumes Latin-1, which reads ASCII correctly.
 */
const CHARACTER_SETS = [
  { flag: NegotiateFlag.unicode, encoding: 'utf16le' },
  { flag: NegotiateFlag.oem, encoding: 'latin1' },
] as const

function characterSet(flags: number) {
  const named = CHARACTER_SETS.find(({ flag }) => (flags & flag) !== 0)
  if (named === undefined) throw new NtlmMessageError('offers neither Unicode nor OEM characters')
  return named
}

/**
 * Reads the flags of a client's first message (MS-NLMP, 2.2.1.1).
 *
 * @throws NtlmMessageError
 */
export function readNegotiateFlags(message: Buffer): number {
  if (message.length < 16) throw new NtlmMessageError('too short for NEGOTIATE_MESSAGE')
  return message.readUInt32LE(12)
}

/** A client's proof of its password (MS-NLMP, 2.2.1.3). */
export interface AuthenticateMessage {
  readonly domain: string
  readonly user: string
  /** NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY (MS-NLMP, 2.2.2.5). */
  readonly extendedSessionSecurity: boolean
  /** `NTProofStr` (16 bytes) and `temp`. In NTLMv1, 24 bytes in all. */
  readonly ntResponse: Buffer
  readonly targetInfo: TargetInfo
  /** Only read if the target info announces it: other messages can have anything in that position. */
  readonly mic: Mic | undefined
}

/** The code over all three messages, 16 bytes, and its own message as it was before the code was inserted. */
export interface Mic {
  readonly code: Buffer
  readonly message: Buffer
}

/** @throws NtlmMessageError */
export function readAuthenticateMessage(message: Buffer): AuthenticateMessage {
  if (message.length < 64) throw new NtlmMessageError('too short for AUTHENTICATE_MESSAGE')
  const flags = message.readUInt32LE(60)
  const { encoding } = characterSet(flags)
  const ntResponse = readField(message, 20)
  const targetInfo = readTargetInfo(ntResponse.subarray(NTLMV2_HEADER_BYTES))
  return {
    domain: readField(message, 28).toString(encoding),
    user: readField(message, 36).toString(encoding),
    extendedSessionSecurity: (flags & NegotiateFlag.extendedSessionSecurity) !== 0,
    ntResponse,
    targetInfo,
    mic: announcesMic(targetInfo) ? readMic(message) : undefined,
  }
}

/** `NTProofStr` and the fields before the pairs of NTLMv2_CLIENT_CHALLENGE (MS-NLMP, 2.2.2.7). */
const NTLMV2_HEADER_BYTES = 16 + 28

function announcesMic(targetInfo: TargetInfo): boolean {
  const flags = targetInfo.get(AvId.flags)
  return flags?.length === 4 && (flags.readUInt32LE() & MIC_PRESENT) !== 0
}

function readMic(message: Buffer): Mic {
  if (message.length < MIC_END) throw new NtlmMessageError('too short for the MIC that it announces')
  return { code: message.subarray(MIC_OFFSET, MIC_END), message: Buffer.from(message).fill(0, MIC_OFFSET, MIC_END) }
}

function readField(message: Buffer, position: number): Buffer {
  const length = message.readUInt16LE(position)
  const offset = message.readUInt32LE(position + 4)
  if (length > 0 && offset + length > message.length) throw new NtlmMessageError('a field ends beyond the message')
  return message.subarray(offset, offset + length)
}

function readTargetInfo(bytes: Buffer): TargetInfo {
  const pairs = new Map<number, Buffer>()
  for (let offset = 0; offset + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(offset)
    const length = bytes.readUInt16LE(offset + 2)
    if (id === AvId.eol) break
    offset += 4
    if (offset + length > bytes.length) throw new NtlmMessageError('a pair ends beyond the target info')
    pairs.set(id, bytes.subarray(offset, offset + length))
    offset += length
  }
  return pairs
}

/** The flags that every challenge has. The offered flags are set only if the client offers them. */
const ALWAYS_FLAGS =
  NegotiateFlag.requestTarget | NegotiateFlag.ntlm | NegotiateFlag.targetTypeDomain | NegotiateFlag.targetInfo
const OFFERED_FLAGS =
  NegotiateFlag.sign |
  NegotiateFlag.alwaysSign |
  NegotiateFlag.extendedSessionSecurity |
  NegotiateFlag.version |
  NegotiateFlag.negotiate128 |
  NegotiateFlag.negotiate56

/** Windows Server 2022, NTLM revision 15 (MS-NLMP, 2.2.2.10). */
const VERSION = Buffer.from([10, 0, 0x7c, 0x4f, 0, 0, 0, 15])
const CHALLENGE_HEADER_BYTES = 56

/**
 * Writes the server's message to a client that offers `negotiateFlags` (MS-NLMP, 2.2.1.2). `serverChallenge` has 8 bytes.
 *
 * @throws NtlmMessageError if the client offers no character set: SEC_E_INVALID_TOKEN (MS-NLMP, 2.2.2.5)
 */
export function writeChallengeMessage(facts: {
  readonly negotiateFlags: number
  readonly serverChallenge: Buffer
  readonly targetName: string
  readonly targetInfo: TargetInfo
}): Buffer {
  const { flag, encoding } = characterSet(facts.negotiateFlags)
  const flags = flag | ALWAYS_FLAGS | (OFFERED_FLAGS & facts.negotiateFlags)
  const targetName = Buffer.from(facts.targetName, encoding)
  const targetInfo = writeTargetInfo(facts.targetInfo)
  const header = Buffer.alloc(CHALLENGE_HEADER_BYTES)
  SIGNATURE.copy(header)
  header.writeUInt32LE(2, 8)
  writeField(header, 12, targetName.length, CHALLENGE_HEADER_BYTES)
  header.writeUInt32LE(flags >>> 0, 20)
  facts.serverChallenge.copy(header, 24)
  writeField(header, 40, targetInfo.length, CHALLENGE_HEADER_BYTES + targetName.length)
  if ((flags & NegotiateFlag.version) !== 0) VERSION.copy(header, 48)
  return Buffer.concat([header, targetName, targetInfo])
}

function writeField(header: Buffer, position: number, length: number, offset: number) {
  header.writeUInt16LE(length, position)
  header.writeUInt16LE(length, position + 2)
  header.writeUInt32LE(offset, position + 4)
}

function writeTargetInfo(pairs: TargetInfo): Buffer {
  return Buffer.concat(
    [...pairs].flatMap(([id, value]) => [pairHeader(id, value.length), value]).concat(pairHeader(0, 0)),
  )
}

function pairHeader(id: number, length: number): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt16LE(id)
  header.writeUInt16LE(length, 2)
  return header
}
