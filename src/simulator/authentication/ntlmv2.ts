import { createHmac, timingSafeEqual } from 'node:crypto'
import { md4 } from './md4'
import type { AuthenticateMessage, Mic } from './ntlm-message'
import { upperCase } from './upper-case'

const PROOF_BYTES = 16

const hmacMd5 = (key: Buffer, ...chunks: readonly Uint8Array[]) =>
  createHmac('md5', key).update(Buffer.concat(chunks)).digest()

/** The key that NTLMv2 derives from a password (MS-NLMP, 3.3.2, NTOWFv2). `domain` is spelled as in the message. */
export function ntowfV2(user: string, password: string, domain: string): Buffer {
  return hmacMd5(md4(Buffer.from(password, 'utf16le')), Buffer.from(upperCase(user) + domain, 'utf16le'))
}

/** The proof over both challenges with which a response begins (MS-NLMP, 3.3.2, NTProofStr). */
export function ntProof(key: Buffer, serverChallenge: Buffer, temp: Buffer): Buffer {
  return hmacMd5(key, serverChallenge, temp)
}

/** The messages on a connection before the client's proof. */
export interface Handshake {
  readonly negotiateMessage: Buffer
  readonly challengeMessage: Buffer
  /** 8 bytes. */
  readonly serverChallenge: Buffer
}

/**
 * True if `message` proves knowledge of `password`, and with it the integrity of its target info. NTLMv1 and messages without
 * extended session security are refused, as on a server with Windows' policy "Require NTLMv2 session security".
 */
export function provesPassword(message: AuthenticateMessage, password: string, handshake: Handshake): boolean {
  const temp = message.ntResponse.subarray(PROOF_BYTES)
  if (!message.extendedSessionSecurity || temp[0] !== 1 || temp[1] !== 1 || temp.length < 28) return false
  const key = ntowfV2(message.user, password, message.domain)
  const proof = ntProof(key, handshake.serverChallenge, temp)
  if (!timingSafeEqual(proof, message.ntResponse.subarray(0, PROOF_BYTES))) return false
  return message.mic === undefined || isValid(message.mic, hmacMd5(key, proof), handshake)
}

/** Key exchange is never negotiated here, so the exported session key is the session base key (MS-NLMP, 3.1.5.1.2). */
function isValid({ code, message }: Mic, sessionKey: Buffer, handshake: Handshake): boolean {
  const { negotiateMessage, challengeMessage } = handshake
  return timingSafeEqual(code, hmacMd5(sessionKey, negotiateMessage, challengeMessage, message))
}
