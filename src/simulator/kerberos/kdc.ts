import { randomBytes } from 'node:crypto'
import { Asn1Error, decode, encode } from '../../kerberos/asn1'
import { type EncryptionType, encryptionType, IntegrityError, Key, KeyUsage } from '../../kerberos/crypto'
import {
  AsRep,
  AsReq,
  EncAsRepPart,
  EncryptedData,
  EncryptedTimestamp,
  EncTgsRepPart,
  EncTicketPart,
  ErrorCode,
  EtypeInfo2,
  KdcReqBody,
  MessageType,
  MethodData,
  nameText,
  openMessage,
  type PaData,
  PaType,
  type PrincipalName,
  sealMessage,
  TgsRep,
  TgsReq,
  Ticket,
} from '../../kerberos/messages'
import type { Account } from '../authentication/account'
import { isSkewed, presentedTicket } from './presented-ticket'
import type { Realm } from './realm'
import { errorMessage, KerberosRefusal } from './refusal'

/** A request to the simulator's KDC. */
export interface KdcRequest {
  readonly type: 'AS-REQ' | 'TGS-REQ' | 'unreadable'
  /** The client's name in an AS-REQ, or in the ticket of a TGS-REQ: `svc-booking`. */
  readonly client?: string | undefined
  /** `HTTP/localhost` */
  readonly service?: string | undefined
  /** The code of the refusal (RFC 4120, 7.5.9). `undefined` if the KDC issued a ticket. */
  readonly error?: number | undefined
}

/** MS-PAC, 2.2. */
const AD_WIN2K_PAC = 128

/** How many requests are kept. */
const MAX_REMEMBERED = 10_000

/** A KDC's rules. */
export interface KdcRules {
  readonly realm: Realm
  readonly now: () => Date
  /** How long tickets are valid. */
  readonly ticketLifetimeMs: number
  /** The size of the authorization data in tickets. Defaults to none. */
  readonly authorizationDataBytes?: number
}

/** What is known of a request that is being processed. */
interface Observed {
  client?: string | undefined
  service?: string | undefined
}

interface Issued {
  readonly client: PrincipalName
  readonly service: PrincipalName
  readonly serviceKey: Key
  /** The key that the answer is encrypted with. */
  readonly replyKey: Key
  readonly encryption: EncryptionType
  readonly authTime: Date
  readonly endTime: Date
  readonly body: KdcReqBody
}

/**
 * A small Kerberos KDC (RFC 4120, 3.1 and 3.3) with the parts for signing in with a password: pre-authentication by an encrypted
 * timestamp, AES, one realm. It never locks an account out.
 */
export class KeyDistributionCenter {
  readonly #rules: KdcRules
  readonly #requests: KdcRequest[] = []

  constructor(rules: KdcRules) {
    this.#rules = rules
  }

  /** The latest requests, in the order of their arrival. */
  get requests(): readonly KdcRequest[] {
    return [...this.#requests]
  }

  /** Forgets the requests so far. */
  clear(): void {
    this.#requests.length = 0
  }

  /** Returns the answer to a message: a ticket or a KRB-ERROR. `undefined` if it isn't a Kerberos message. */
  async answer(message: Buffer): Promise<Buffer | undefined> {
    const type = message[0] === AsReq.tag ? 'AS-REQ' : message[0] === TgsReq.tag ? 'TGS-REQ' : 'unreadable'
    const observed: Observed = {}
    try {
      if (type === 'unreadable') return undefined
      const reply = await (type === 'AS-REQ' ? this.#logIn(message, observed) : this.#grant(message, observed))
      this.#remember({ type, ...observed })
      return reply
    } catch (error) {
      if (error instanceof Asn1Error) return undefined
      if (!(error instanceof KerberosRefusal)) throw error
      this.#remember({ type, ...observed, error: error.code })
      return errorMessage(error, this.#rules.realm.name, this.#rules.now())
    }
  }

  #remember(request: KdcRequest): void {
    this.#requests.push(request)
    if (this.#requests.length > MAX_REMEMBERED) this.#requests.shift()
  }

  async #logIn(message: Buffer, observed: Observed): Promise<Buffer> {
    const { body, paData = [] } = decode(AsReq, message)
    const { realm, now } = this.#rules
    const { clientName, serviceName } = body
    observed.client = clientName && nameText(clientName)
    observed.service = serviceName && nameText(serviceName)
    if (body.realm.toUpperCase() !== realm.name.toUpperCase()) throw new KerberosRefusal(ErrorCode.wrongRealm)
    const account = clientName && realm.account(clientName)
    if (account === undefined) throw new KerberosRefusal(ErrorCode.clientUnknown)
    const encryption = commonEncryption(body)
    const replyKey = await realm.accountKey(account, encryption)
    this.#verifyTimestamp(paData, replyKey, account)
    const { service, serviceKey } = this.#service(serviceName)
    const client = realm.nameOf(account)
    const times = { authTime: now(), endTime: this.#endOf(body) }
    const issued = { client, service, serviceKey, replyKey, encryption, body, ...times }
    return encode(AsRep, this.#reply(issued, MessageType.asRep))
  }

  /** @throws KerberosRefusal that asks for a timestamp if there is none */
  #verifyTimestamp(paData: readonly PaData[], key: Key, account: Account): void {
    const proof = paData.find(({ type }) => type === PaType.encryptedTimestamp)
    if (proof === undefined) {
      throw new KerberosRefusal(ErrorCode.preauthenticationRequired, this.#methods(account, key.encryption))
    }
    const { time } = this.#openTimestamp(proof.value, key)
    if (isSkewed(time, this.#rules.now())) throw new KerberosRefusal(ErrorCode.clockSkew)
  }

  #openTimestamp(bytes: Buffer, key: Key) {
    try {
      const sealed = decode(EncryptedData, bytes)
      return openMessage(EncryptedTimestamp, sealed, key, KeyUsage.paEncTimestamp)
    } catch (error) {
      if (error instanceof IntegrityError) throw new KerberosRefusal(ErrorCode.preauthenticationFailed)
      throw error
    }
  }

  #methods(account: Account, encryption: EncryptionType): Buffer {
    const parameters = Buffer.alloc(4)
    parameters.writeUInt32BE(encryption.defaultIterations)
    const info = [{ etype: encryption.id, salt: this.#rules.realm.saltOf(account), parameters }]
    return encode(MethodData, [
      { type: PaType.etypeInfo2, value: encode(EtypeInfo2, info) },
      { type: PaType.encryptedTimestamp, value: Buffer.alloc(0) },
    ])
  }

  async #grant(message: Buffer, observed: Observed): Promise<Buffer> {
    const { body, paData = [] } = decode(TgsReq, message)
    const { realm, now } = this.#rules
    observed.service = body.serviceName && nameText(body.serviceName)
    const proof = paData.find(({ type }) => type === PaType.tgsRequest)
    if (proof === undefined) throw new KerberosRefusal(ErrorCode.preauthenticationRequired)
    const presented = presentedTicket(realm, proof.value, KeyUsage.tgsReqAuthenticator, now())
    const { ticket, sessionKey, authenticator } = presented
    observed.client = nameText(ticket.clientName)
    // DER has a single encoding for each value, so these are the very bytes that the client signed.
    const vouched = sessionKey.checksum(KeyUsage.tgsReqChecksum, encode(KdcReqBody, body))
    if (!authenticator.checksum?.checksum.equals(vouched)) throw new KerberosRefusal(ErrorCode.modified)
    const { service, serviceKey } = this.#service(body.serviceName)
    const endTime = new Date(Math.min(this.#endOf(body).getTime(), ticket.endTime.getTime()))
    const times = { authTime: ticket.authTime, endTime }
    const client = ticket.clientName
    const encryption = commonEncryption(body)
    const issued = { client, service, serviceKey, replyKey: sessionKey, encryption, body, ...times }
    return encode(TgsRep, this.#reply(issued, MessageType.tgsRep))
  }

  #service(name: PrincipalName | undefined): { service: PrincipalName; serviceKey: Key } {
    const serviceKey = name && this.#rules.realm.serviceKey(name)
    if (name === undefined || serviceKey === undefined) throw new KerberosRefusal(ErrorCode.serviceUnknown)
    return { service: name, serviceKey }
  }

  /** Stands for the PAC that Active Directory puts into every ticket. It is opaque to clients. */
  #authorizationData() {
    const { authorizationDataBytes: size = 0 } = this.#rules
    return size === 0 ? undefined : [{ type: AD_WIN2K_PAC, data: randomBytes(size) }]
  }

  #endOf({ till }: KdcReqBody): Date {
    return new Date(Math.min(till.getTime(), this.#rules.now().getTime() + this.#rules.ticketLifetimeMs))
  }

  #reply(issued: Issued, messageType: typeof MessageType.asRep | typeof MessageType.tgsRep) {
    const { client, service, serviceKey, replyKey, encryption, authTime, endTime, body } = issued
    const realm = this.#rules.realm.name
    const sessionKey = new Key(encryption, randomBytes(encryption.keyBytes))
    const key = { keyType: encryption.id, keyValue: sessionKey.reveal() }
    const transited = { type: 1, contents: Buffer.alloc(0) }
    const common = { flags: 0, key, authTime, endTime }
    const authorizationData = this.#authorizationData()
    const ticketPart = { ...common, clientRealm: realm, clientName: client, transited, authorizationData }
    const ticket = encode(Ticket, {
      version: 5,
      realm,
      serviceName: service,
      encrypted: sealMessage(EncTicketPart, ticketPart, serviceKey, KeyUsage.ticket, randomBytes),
    })
    const part = { ...common, lastRequests: [], nonce: body.nonce, realm, serviceName: service }
    const isLogin = messageType === MessageType.asRep
    const usage = isLogin ? KeyUsage.asRepEncPart : KeyUsage.tgsRepEncPart
    const encrypted = sealMessage(isLogin ? EncAsRepPart : EncTgsRepPart, part, replyKey, usage, randomBytes)
    return { version: 5, messageType, clientRealm: realm, clientName: client, ticket, encrypted }
  }
}

function commonEncryption({ etypes }: KdcReqBody): EncryptionType {
  const [first] = etypes.map(encryptionType).filter((type) => type !== undefined)
  if (first === undefined) throw new KerberosRefusal(ErrorCode.encryptionTypeUnsupported)
  return first
}
