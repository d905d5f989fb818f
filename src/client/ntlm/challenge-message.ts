import { NegotiateFlag, NtlmChallengeError, SIGNATURE } from './ntlm-message'
import { readTargetInfo, type TargetInfo } from './target-info'

/** The parts of the server's CHALLENGE_MESSAGE that we use (MS-NLMP, 2.2.1.2). */
export interface NtlmChallenge {
  /** The whole message. The message integrity code covers it. */
  readonly message: Buffer
  readonly flags: number
  /** 8 bytes. */
  readonly serverChallenge: Buffer
  readonly targetInfo: TargetInfo
}

const HEADER_BYTES = 48

/**
 * Reads the token of a `WWW-Authenticate: NTLM <token>` header.
 *
 * @throws NtlmChallengeError if it is malformed, or would permit only LM or NTLMv1, which we never use
 */
export function readChallenge(token: string): NtlmChallenge {
  const message = Buffer.from(token, 'base64')
  if (!isChallenge(message)) throw new NtlmChallengeError('The server sent a malformed NTLM challenge')
  const flags = message.readUInt32LE(20)
  if ((flags & NegotiateFlag.extendedSessionSecurity) === 0) {
    throw new NtlmChallengeError('The server offers no extended session security, so only the unsafe NTLMv1')
  }
  if ((flags & NegotiateFlag.unicode) === 0)
    throw new NtlmChallengeError('The server does not support names in Unicode')
  return {
    message,
    flags,
    serverChallenge: message.subarray(24, 32),
    targetInfo: readTargetInfo(targetInfoOf(message)),
  }
}

const isChallenge = (message: Buffer) =>
  message.length >= HEADER_BYTES && message.subarray(0, 8).equals(SIGNATURE) && message.readUInt32LE(8) === 2

function targetInfoOf(message: Buffer): Buffer {
  const length = message.readUInt16LE(40)
  const end = message.readUInt32LE(44) + length
  if (length === 0 || end > message.length) {
    throw new NtlmChallengeError('The server sent no target information, so only the unsafe NTLMv1 would be possible')
  }
  return message.subarray(end - length, end)
}
