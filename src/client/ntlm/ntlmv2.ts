import { createHmac } from 'node:crypto'
import { type NtlmIdentity, windowsUpperCase } from './credentials'
import { utf16 } from './ntlm-message'

export const hmacMd5 = (key: Buffer, ...parts: readonly Buffer[]): Buffer =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('md5', key)).digest()

/** The inputs of a response. */
export interface ResponseFacts {
  /** NTOWFv2, from `responseKey`. */
  readonly key: Buffer
  /** 8 bytes from the server. */
  readonly serverChallenge: Buffer
  /** 8 random bytes from the client. */
  readonly clientChallenge: Buffer
}

/**
 * Returns NTOWFv2 (MS-NLMP, 3.3.2). Only the user name is converted to upper case.
 *
 * @param passwordHash NTOWFv1
 */
export const responseKey = ({ username, domain }: NtlmIdentity, passwordHash: Buffer): Buffer =>
  hmacMd5(passwordHash, utf16(windowsUpperCase(username) + domain))

/** The NTLMv2 response, and the session key that results from it. */
export interface NtlmV2Response {
  /** `NTProofStr`, then the data that it covers (MS-NLMP, 2.2.2.8). */
  readonly response: Buffer
  /** `SessionBaseKey`. Without key exchange it is also the `ExportedSessionKey` (MS-NLMP, 3.1.5.1.2). */
  readonly sessionKey: Buffer
}

/**
 * Computes the NTLMv2 response (MS-NLMP, 3.3.2).
 *
 * @param time FILETIME, 8 bytes
 * @param targetInfo The server's target information with our additions.
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

/** Computes the LMv2 response, for servers that send no time (MS-NLMP, 3.3.2). */
export function lmV2Response({ key, serverChallenge, clientChallenge }: ResponseFacts): Buffer {
  return Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge])
}
