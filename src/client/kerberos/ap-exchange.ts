import { Asn1Error, decode, encode } from '../../kerberos/asn1'
import { IntegrityError, KeyUsage, type RandomBytes } from '../../kerberos/crypto'
import {
  ApOption,
  ApRep,
  ApReq,
  Authenticator,
  AuthorizationData,
  EncApRepPart,
  KrbError,
  MessageType,
  NegState,
  NegTokenResp,
  openMessage,
  readKerberosToken,
  sealMessage,
  TokenId,
  writeKerberosToken,
  writeNegotiation,
} from '../../kerberos/messages'
import type { Timestamp } from './clock'
import type { Credential } from './credential'

/** A server's answer to a token. */
export type ServerAnswer =
  /** The server proved that it could read the ticket. */
  | { readonly outcome: 'proved' }
  /** The server refused, and may have given a reason. */
  | { readonly outcome: 'refused'; readonly error?: KrbError | undefined }
  /** The server can't read the ticket, or doesn't speak Kerberos. */
  | { readonly outcome: 'impostor'; readonly problem: string }

/** A token for one request, and the function that reads its answer. */
export interface ApExchange {
  /** The token for `Authorization: Negotiate`, in SPNEGO (RFC 4178). */
  readonly token: Buffer
  /** @param answer the token of `WWW-Authenticate: Negotiate` */
  read(answer: Buffer): ServerAnswer
}

export interface ApExchangeFacts {
  readonly credential: Credential
  /** Unique for each token: servers remember the ones they have seen. */
  readonly stamp: Timestamp
  /** 16 bytes that tie the token to the TLS channel; `undefined` leaves it unbound. */
  readonly channelBinding: Buffer | undefined
  readonly randomBytes: RandomBytes
}

/** The checksum that carries GSS-API's flags and channel binding (RFC 4121, 4.1.1). */
const GSS_CHECKSUM = 0x8003
const BINDING_BYTES = 16

/** RFC 4121, 4.1.1.1. Credentials are never delegated. */
const GssFlag = { mutual: 0x02, integrity: 0x20 } as const

/** AD-IF-RELEVANT (RFC 4120, 5.2.6.1), with data for Windows (MS-KILE, 3.2.5.8). */
const AD_IF_RELEVANT = 1
const AD_AUTH_DATA_AP_OPTIONS = 143
const KERB_AP_OPTIONS_CBT = 0x4000

/** Returns the token for one request (RFC 4120, 3.2.2). */
export function apExchange(facts: ApExchangeFacts): ApExchange {
  const { credential, stamp } = facts
  const request = encode(ApReq, {
    version: 5,
    messageType: MessageType.apReq,
    options: ApOption.mutualRequired,
    ticket: credential.ticket,
    authenticator: authenticatorFor(facts),
  })
  return {
    token: writeNegotiation(writeKerberosToken(TokenId.apReq, request)),
    read: (answer) => readServerAnswer(answer, credential, stamp),
  }
}

function authenticatorFor({ credential, stamp, channelBinding, randomBytes }: ApExchangeFacts) {
  const { client, sessionKey } = credential
  return sealMessage(
    Authenticator,
    {
      version: 5,
      clientRealm: client.realm,
      clientName: client.name,
      checksum: { checksumType: GSS_CHECKSUM, checksum: gssChecksum(channelBinding) },
      ...stamp,
      sequenceNumber: randomBytes(4).readUInt32BE() >>> 1,
      // Only for bound tokens. Servers then refuse the token without its binding, so nobody in between can remove it.
      ...(channelBinding !== undefined && { authorizationData: CHANNEL_BOUND }),
    },
    sessionKey,
    KeyUsage.apReqAuthenticator,
    randomBytes,
  )
}

function gssChecksum(channelBinding: Buffer = Buffer.alloc(BINDING_BYTES)): Buffer {
  return Buffer.concat([littleEndian(BINDING_BYTES), channelBinding, littleEndian(GssFlag.mutual | GssFlag.integrity)])
}

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const CHANNEL_BOUND = [
  {
    type: AD_IF_RELEVANT,
    data: encode(AuthorizationData, [{ type: AD_AUTH_DATA_AP_OPTIONS, data: littleEndian(KERB_AP_OPTIONS_CBT) }]),
  },
]

function readServerAnswer(answer: Buffer, credential: Credential, stamp: Timestamp): ServerAnswer {
  try {
    const { negState, responseToken } = decode(NegTokenResp, answer)
    if (negState === NegState.acceptIncomplete || negState === NegState.requestMic) {
      return { outcome: 'impostor', problem: 'it wants to continue with a mechanism other than Kerberos' }
    }
    if (responseToken === undefined) {
      return negState === NegState.reject ? { outcome: 'refused' } : { outcome: 'impostor', problem: NO_PROOF }
    }
    return readMechanismToken(responseToken, credential, stamp)
  } catch (error) {
    if (error instanceof Asn1Error) return { outcome: 'impostor', problem: 'it sends a malformed token' }
    if (error instanceof IntegrityError) return { outcome: 'impostor', problem: 'it could not read the ticket' }
    throw error
  }
}

const NO_PROOF = 'it does not prove its identity'

/** @throws Asn1Error, IntegrityError */
function readMechanismToken(token: Buffer, { sessionKey }: Credential, stamp: Timestamp): ServerAnswer {
  const { tokenId, message } = readKerberosToken(token)
  if (tokenId === TokenId.error) return { outcome: 'refused', error: decode(KrbError, message) }
  if (tokenId !== TokenId.apRep) return { outcome: 'impostor', problem: NO_PROOF }
  const { encrypted } = decode(ApRep, message)
  const { time, microseconds } = openMessage(EncApRepPart, encrypted, sessionKey, KeyUsage.apRepEncPart)
  const isOurs = time.getTime() === stamp.time.getTime() && microseconds === stamp.microseconds
  return isOurs ? { outcome: 'proved' } : { outcome: 'impostor', problem: 'it answers another request' }
}
