import type { NtlmChallenge } from './challenge-message'
import type { NtlmIdentity } from './credentials'
import { NegotiateFlag, SIGNATURE, utf16 } from './ntlm-message'
import { hmacMd5, lmV2Response, ntlmV2Response } from './ntlmv2'
import { AvId, type TargetInfo, writeTargetInfo } from './target-info'

/** The contents of an AUTHENTICATE_MESSAGE. */
export interface AuthenticateFacts {
  readonly identity: NtlmIdentity
  /** NTOWFv2, from `responseKey`. */
  readonly key: Buffer
  /** The NEGOTIATE_MESSAGE that was sent. The message integrity code covers it. */
  readonly negotiateMessage: Buffer
  readonly challenge: NtlmChallenge
  /** The service principal name of the server: `HTTP/mail.example.com`. */
  readonly targetName: string
  /** MD5 of the channel bindings. Absent over plain HTTP. */
  readonly channelBinding?: Buffer | undefined
  /** 8 random bytes, new for each message. */
  readonly clientChallenge: Buffer
  /** FILETIME, used if the server sends no time. */
  readonly fileTime: Buffer
}

const HEADER_BYTES = 88
const FIELDS_OFFSET = 12
const FLAGS_OFFSET = 60
const MIC_OFFSET = 72
const LM_RESPONSE_BYTES = 24

/** MsvAvFlags: the message has an integrity code (MS-NLMP, 2.2.2.1). */
const MIC_PRESENT = 0x2

const KNOWN_FLAGS = Object.values(NegotiateFlag).reduce((sum, flag) => sum | flag, 0)

/**
 * Returns the client's proof (MS-NLMP, 2.2.1.3 and 3.1.5.1.2). If the server sends its time, the proof has no LM response, and a
 * message integrity code, which keeps a man in the middle from changing what was negotiated.
 */
export function authenticateMessage(facts: AuthenticateFacts): Buffer {
  const { identity, key, negotiateMessage, challenge, clientChallenge, fileTime } = facts
  const time = challenge.targetInfo.get(AvId.timestamp)
  const given = { key, serverChallenge: challenge.serverChallenge, clientChallenge }
  const { response, sessionKey } = ntlmV2Response(given, time ?? fileTime, writeTargetInfo(targetInfo(facts)))
  const message = layOut(challenge.flags & KNOWN_FLAGS, [
    time === undefined ? lmV2Response(given) : Buffer.alloc(LM_RESPONSE_BYTES),
    response,
    utf16(identity.domain),
    utf16(identity.username),
  ])
  if (time !== undefined) hmacMd5(sessionKey, negotiateMessage, challenge.message, message).copy(message, MIC_OFFSET)
  return message
}

/** Returns the server's pairs with ours. Ours replace any that only a client may set. */
function targetInfo({ challenge, targetName, channelBinding }: AuthenticateFacts): TargetInfo {
  const pairs = new Map(challenge.targetInfo)
  pairs.delete(AvId.channelBindings)
  if (pairs.has(AvId.timestamp)) pairs.set(AvId.flags, withMicPresent(pairs.get(AvId.flags)))
  // Omitted if there is none, since zeros would count as the binding of another channel.
  if (channelBinding !== undefined) pairs.set(AvId.channelBindings, channelBinding)
  return pairs.set(AvId.targetName, utf16(targetName))
}

function withMicPresent(flags: Buffer | undefined): Buffer {
  const value = Buffer.alloc(4)
  value.writeUInt32LE((flags?.length === 4 ? flags.readUInt32LE() : 0) | MIC_PRESENT)
  return value
}

/** Returns the message: header, responses and names, without workstation and session key. */
function layOut(flags: number, fields: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  SIGNATURE.copy(header)
  header.writeUInt32LE(3, SIGNATURE.length)
  const nothing = Buffer.alloc(0)
  let offset = HEADER_BYTES
  for (const [index, { length }] of [...fields, nothing, nothing].entries()) {
    const position = FIELDS_OFFSET + index * 8
    header.writeUInt16LE(length, position)
    header.writeUInt16LE(length, position + 2)
    header.writeUInt32LE(offset, position + 4)
    offset += length
  }
  header.writeUInt32LE(flags >>> 0, FLAGS_OFFSET)
  return Buffer.concat([header, ...fields])
}
