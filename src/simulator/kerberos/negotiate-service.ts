import { randomBytes } from 'node:crypto'
import { Asn1Error, decode, encode } from '../../kerberos/asn1'
import { KeyUsage } from '../../kerberos/crypto'
import {
  ApRep,
  type Authenticator,
  AuthorizationData,
  EncApRepPart,
  ErrorCode,
  Mechanism,
  MessageType,
  NegState,
  NegTokenResp,
  nameText,
  readKerberosToken,
  readNegotiation,
  sealMessage,
  TokenId,
  writeKerberosToken,
} from '../../kerberos/messages'
import type { Account } from '../authentication/account'
import type { ChannelBindingCheck } from '../authentication/extended-protection'
import { CLOCK_SKEW_MS, type PresentedTicket, presentedTicket } from './presented-ticket'
import type { Realm } from './realm'
import { errorMessage, KerberosRefusal } from './refusal'

/** A server's answer to a token of Negotiate. */
export interface NegotiateAnswer {
  /** `undefined` if the token is refused. */
  readonly account?: Account | undefined
  /** The token for `WWW-Authenticate: Negotiate`. `undefined` for a refusal without a reason. */
  readonly token?: Buffer | undefined
}

/** RFC 4121, 4.1.1. */
const GSS_CHECKSUM = 0x8003
const MUTUAL = 0x02

const AD_IF_RELEVANT = 1
const AD_AUTH_DATA_AP_OPTIONS = 143
const KERB_AP_OPTIONS_CBT = 0x4000

/** The server's side of Kerberos in HTTP Negotiate (RFC 4559): tickets, authenticators, replays, and channel bindings. */
export class NegotiateService {
  readonly #realm: Realm
  readonly #now: () => Date
  readonly #acceptsChannelBinding: ChannelBindingCheck
  /** The authenticators seen so far, with the time after which each would be refused as too old anyway. */
  readonly #seen = new Map<string, number>()

  constructor(realm: Realm, now: () => Date, acceptsChannelBinding: ChannelBindingCheck) {
    this.#realm = realm
    this.#now = now
    this.#acceptsChannelBinding = acceptsChannelBinding
  }

  /** Verifies the token of `Authorization: Negotiate`. */
  accept(token: Buffer): NegotiateAnswer {
    const now = this.#now()
    try {
      const { mechToken = Buffer.alloc(0) } = readNegotiation(token)
      const { tokenId, message } = readKerberosToken(mechToken)
      if (tokenId !== TokenId.apReq) return {}
      return this.#verify(presentedTicket(this.#realm, message, KeyUsage.apReqAuthenticator, now), now)
    } catch (error) {
      if (error instanceof Asn1Error) return {}
      if (!(error instanceof KerberosRefusal)) throw error
      return { token: rejection(errorMessage(error, this.#realm.name, now)) }
    }
  }

  #verify(presented: PresentedTicket, now: Date): NegotiateAnswer {
    const { ticket, authenticator } = presented
    this.#refuseReplay(presented, now)
    const { binding, flags } = gssChecksum(authenticator)
    if (!this.#accepts(binding, authenticator)) throw new KerberosRefusal(ErrorCode.generic)
    const account = this.#realm.account(ticket.clientName)
    if (account === undefined) throw new KerberosRefusal(ErrorCode.badMatch)
    return { account, token: flags & MUTUAL ? proof(presented) : acceptance(undefined) }
  }

  /** A client that declares that it sends channel bindings has to, even where they are optional (MS-KILE, 3.4.5). */
  #accepts(binding: Buffer, authenticator: Authenticator): boolean {
    if (binding.every((byte) => byte === 0) && claimsBinding(authenticator)) return this.#acceptsChannelBinding(WRONG)
    return this.#acceptsChannelBinding(binding)
  }

  #refuseReplay({ authenticator: { clientName, time, microseconds }, service }: PresentedTicket, now: Date): void {
    const id = `${nameText(clientName)} ${nameText(service)} ${time.getTime()} ${microseconds}`
    for (const [old, until] of this.#seen) {
      if (until >= now.getTime()) break
      this.#seen.delete(old)
    }
    if (this.#seen.has(id)) throw new KerberosRefusal(ErrorCode.repeat)
    this.#seen.set(id, now.getTime() + 2 * CLOCK_SKEW_MS)
  }
}

/** What clients send without a channel to bind to. */
const WRONG = Buffer.alloc(16, 0xff)

function gssChecksum({ checksum }: Authenticator): { binding: Buffer; flags: number } {
  const bytes = checksum?.checksum ?? Buffer.alloc(0)
  if (checksum?.checksumType !== GSS_CHECKSUM || bytes.length < 24 || bytes.readUInt32LE() !== 16) {
    throw new KerberosRefusal(ErrorCode.generic)
  }
  return { binding: bytes.subarray(4, 20), flags: bytes.readUInt32LE(20) }
}

/** @throws Asn1Error */
function claimsBinding({ authorizationData = [] }: Authenticator): boolean {
  return authorizationData
    .filter(({ type }) => type === AD_IF_RELEVANT)
    .flatMap(({ data }) => decode(AuthorizationData, data))
    .filter(({ type }) => type === AD_AUTH_DATA_AP_OPTIONS)
    .some(({ data }) => data.length >= 4 && (data.readUInt32LE() & KERB_AP_OPTIONS_CBT) !== 0)
}

/** The server's own proof, that it could read the ticket (RFC 4120, 3.2.4). */
function proof({ sessionKey, authenticator: { time, microseconds } }: PresentedTicket): Buffer {
  const encrypted = sealMessage(EncApRepPart, { time, microseconds }, sessionKey, KeyUsage.apRepEncPart, randomBytes)
  const message = encode(ApRep, { version: 5, messageType: MessageType.apRep, encrypted })
  return acceptance(writeKerberosToken(TokenId.apRep, message))
}

const acceptance = (responseToken: Buffer | undefined): Buffer =>
  encode(NegTokenResp, { negState: NegState.acceptCompleted, supportedMech: Mechanism.kerberos, responseToken })

const rejection = (message: Buffer): Buffer =>
  encode(NegTokenResp, { negState: NegState.reject, responseToken: writeKerberosToken(TokenId.error, message) })
