/** The start of every message (MS-NLMP, 2.2.1). */
export const SIGNATURE: Buffer = Buffer.from('NTLMSSP\0', 'latin1')

/** Flags (MS-NLMP, 2.2.2.5). Signing, sealing and key exchange are missing: HTTP doesn't use them, and Node's OpenSSL has no RC4. */
export const NegotiateFlag = {
  unicode: 0x00000001,
  requestTarget: 0x00000004,
  ntlm: 0x00000200,
  alwaysSign: 0x00008000,
  extendedSessionSecurity: 0x00080000,
  targetInfo: 0x00800000,
  negotiate128: 0x20000000,
  negotiate56: 0x80000000,
} as const

/** The server's message is malformed, or offers less than NTLMv2 with extended session security. */
export class NtlmChallengeError extends Error {
  override readonly name = 'NtlmChallengeError'
}

/** Encodes text as NTLM does once Unicode is agreed on. */
export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
