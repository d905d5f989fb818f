import {
  Asn1Error,
  context,
  decode,
  encode,
  enumerated,
  flags,
  message,
  objectIdentifier,
  octetString,
  openSequence,
  optional,
  readDer,
  sequenceOf,
  type ValueOf,
  writeDer,
} from '../asn1'

/** Mechanisms of GSS-API (RFC 4121, 1; RFC 4178, 4). */
export const Mechanism = { kerberos: '1.2.840.113554.1.2.2', spnego: '1.3.6.1.5.5.2' } as const

/** The number in front of a Kerberos message in a mechanism's token (RFC 4121, 4.1). */
export const TokenId = { apReq: 0x0100, apRep: 0x0200, error: 0x0300 } as const

const INITIAL_TOKEN = 0x60

/** The framing of a mechanism's first token (RFC 2743, 3.1). The data after the identifier needn't be ASN.1. */
export const writeInitialToken = (mechanism: string, inner: Uint8Array): Buffer =>
  writeDer(INITIAL_TOKEN, Buffer.concat([encode(objectIdentifier, mechanism), inner]))

/**
 * Splits a mechanism's first token into identifier and content.
 *
 * @throws Asn1Error
 */
export function readInitialToken(token: Buffer): { readonly mechanism: string; readonly inner: Buffer } {
  const path = 'InitialContextToken'
  const { tag, content, end } = readDer(token, 0, path)
  if (tag !== INITIAL_TOKEN || end !== token.length) throw new Asn1Error(path, 'is not a GSS-API token')
  const identifier = readDer(content, 0, path)
  if (identifier.tag !== objectIdentifier.tag) throw new Asn1Error(path, 'does not name a mechanism')
  return { mechanism: objectIdentifier.read(identifier.content, path), inner: content.subarray(identifier.end) }
}

/** Frames a message as a token of the Kerberos mechanism (RFC 4121, 4.1). */
export const writeKerberosToken = (tokenId: number, kerberosMessage: Uint8Array): Buffer =>
  writeInitialToken(Mechanism.kerberos, Buffer.concat([Buffer.from([tokenId >> 8, tokenId & 0xff]), kerberosMessage]))

/**
 * Reads the message in a token of the Kerberos mechanism.
 *
 * @throws Asn1Error
 */
export function readKerberosToken(token: Buffer): { readonly tokenId: number; readonly message: Buffer } {
  const { mechanism, inner } = readInitialToken(token)
  if (mechanism !== Mechanism.kerberos || inner.length < 2) throw new Asn1Error('token', 'is not a Kerberos token')
  return { tokenId: inner.readUInt16BE(), message: inner.subarray(2) }
}

/** The client's offer, with a token of the preferred mechanism (RFC 4178, 4.2.1). */
const NegTokenInit = message(
  'NegTokenInit',
  context(
    0,
    openSequence({
      mechTypes: context(0, sequenceOf(objectIdentifier)),
      reqFlags: optional(context(1, flags)),
      mechToken: optional(context(2, octetString)),
      mechListMIC: optional(context(3, octetString)),
    }),
  ),
)

/** The outcome as the server sees it (RFC 4178, 4.2.2). */
export const NegState = { acceptCompleted: 0, acceptIncomplete: 1, reject: 2, requestMic: 3 } as const

/** The server's answer (RFC 4178, 4.2.2). */
export const NegTokenResp = message(
  'NegTokenResp',
  context(
    1,
    openSequence({
      negState: optional(context(0, enumerated(3))),
      supportedMech: optional(context(1, objectIdentifier)),
      responseToken: optional(context(2, octetString)),
      mechListMIC: optional(context(3, octetString)),
    }),
  ),
)
export type NegTokenResp = ValueOf<typeof NegTokenResp>

/** Writes SPNEGO's first token. It offers only Kerberos, so it can't be negotiated down to NTLM. */
export const writeNegotiation = (mechToken: Buffer): Buffer =>
  writeInitialToken(Mechanism.spnego, encode(NegTokenInit, { mechTypes: [Mechanism.kerberos], mechToken }))

/**
 * Reads the offer in SPNEGO's first token.
 *
 * @throws Asn1Error
 */
export function readNegotiation(token: Buffer): ValueOf<typeof NegTokenInit> {
  const { mechanism, inner } = readInitialToken(token)
  if (mechanism !== Mechanism.spnego) throw new Asn1Error('token', 'is not a SPNEGO token')
  return decode(NegTokenInit, inner)
}
