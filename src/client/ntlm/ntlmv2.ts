import { createHmac } from 'node:crypto'
import { type NtlmIdentity, windowsUpperCase } from './credentials'
import { utf16 } from './ntlm-message'

export const hmacMd5 = (key: Buffer, ...parts: readonly Buffer[]): Buffer =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('md5', key)).digest()

/** What a response answers to, and with. */
export interface ResponseFacts {
  /** NTOWFv2, of `responseKey`. */
  readonly key: Buffer
  /** 8 bytes, of the server. */
  readonly serverChallenge: Buffer
  /** 8 random bytes, of ours. */
  readonly clientChallenge: Buffer
}

/**
 * NTOWFv2 (MS-NLMP, 3.3.2): only the user name is made upper case.
 *
 * @param passwordHash NTOWFv1
 */
export const responseKey = ({ username, domain }: NtlmIdentity, passwordHash: Buffer): Buffer =>
  hmacMd5(passwordHash, utf16(windowsUpperCase(username) + domain))

/** What the NTLMv2 response proves, and the key that comes with it. */
export interface NtlmV2Response {
  /** `NTProofStr`, then what it is the proof of (MS-NLMP, 2.2.2.8). */
  readonly response: Buffer
  /** `SessionBaseKey`; without key exchange it is `ExportedSessionKey` too (MS-NLMP, 3.1.5.1.2). */
  readonly sessionKey: Buffer
}

/**
 * MS-NLMP, 3.3.2.
 *
 * @param time FILETIME, 8 bytes
 * @param targetInfo the server's, with what we add
 */
export function ntlmV2Response(
  { key, serverChallenge, clientChallenge }: ResponseFacts,
  time: Buffer,
  targetInfo: Buffer,
): NtlmV2Response {
  const version = Buffer.from([1, 1, 0, 0, 0, 0, 0, 0])
  const temp = Buffer.concat([version, time, clientChallenge, Buffer.alloc(4), targetInfo, Buffer.alloc(4)])
  const proof = hmacMd5(key, serverChallenge, temp)
  return { response: Buffer.concat([proof, temp]), sessionKey: hmacMd5(key, proof) }
}

/** The response that servers look at which send no time (MS-NLMP, 3.3.2). */
export function lmV2Response({ key, serverChallenge, clientChallenge }: ResponseFacts): Buffer {
  return Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge])
}
