import { Asn1Error, decode, encode } from '../../kerberos/asn1'
import { type EncryptionType, encryptionType, type Key, KeyUsage } from '../../kerberos/crypto'
import {
  AsRep,
  AsReq,
  EncryptedData,
  EncryptedTimestamp,
  ErrorCode,
  EtypeInfo2,
  type EtypeInfo2Entry,
  KdcOption,
  type KdcRep,
  type KrbError,
  MessageType,
  MethodData,
  type PaData,
  PaType,
  sealMessage,
  ticketGrantingService,
} from '../../kerberos/messages'
import type { Credential, Principal } from './credential'
import { kdcRefusal } from './kdc-refusal'
import { credentialOf, openReply } from './kdc-reply'
import { isRefusal, type KdcSession, nonce, synchronize, ticketEnd, timeOf } from './kdc-session'
import { KerberosError, untrusted } from './kerberos-error'
import { noKey, type Secret } from './secret'

/** How many successive referrals to other realms are followed. */
const MAX_REFERRALS = 5

/** An account that signs in. */
export interface Applicant {
  readonly client: Principal
  readonly secret: Secret
  readonly byKeytab: boolean
}

/**
 * Signs in at a KDC and gets a ticket-granting ticket (RFC 4120, 3.1). It first asks the KDC which proof it needs, and learns its
 * time. Then it sends the proof once, since wrong ones count toward a lockout.
 *
 * @throws KerberosError
 */
export async function login(session: KdcSession, applicant: Applicant): Promise<Credential> {
  let { client } = applicant
  for (let referrals = 0; referrals <= MAX_REFERRALS; referrals += 1) {
    const outcome = await loginAt(session, { ...applicant, client })
    if (!('referredTo' in outcome)) return outcome
    client = { ...client, realm: outcome.referredTo }
  }
  throw endlessReferral(client)
}

function endlessReferral({ realm }: Principal): KerberosError {
  return new KerberosError({
    kind: 'refused',
    code: ErrorCode.wrongRealm,
    message: `the KDCs refer endlessly from realm to realm, ${realm} last`,
    hint: 'Set auth.realm to the realm of the account.',
    othersMayTry: true,
  })
}

async function loginAt(session: KdcSession, applicant: Applicant): Promise<Credential | { referredTo: string }> {
  const { client } = applicant
  const offered = applicant.secret.encryptionTypesFor(client)
  if (offered.length === 0) throw noKey(client)
  const request = asRequest(session, client, offered)
  const first = await session.ask(client.realm, request.bytes([]), AsRep)
  if (!isRefusal(first)) return finish(session, applicant, first, undefined, request.nonce)
  synchronize(session.clock, timeOf(first))
  const referredTo = referralIn(first, client)
  if (referredTo !== undefined) return { referredTo }
  if (first.code !== ErrorCode.preauthenticationRequired) throw kdcRefusal(first, applicant)
  const method = methodIn(first, applicant, offered)
  const key = await applicant.secret.keyFor(client, method.encryption, method.info)
  const proven = asRequest(session, client, offered)
  const second = await session.ask(
    client.realm,
    proven.bytes([encryptedTimestamp(session, key), ...method.cookies]),
    AsRep,
  )
  if (isRefusal(second)) throw kdcRefusal(second, applicant)
  return finish(session, applicant, second, { ...method, key }, proven.nonce)
}

function asRequest({ clock, randomBytes }: KdcSession, client: Principal, offered: readonly EncryptionType[]) {
  const body = {
    options: KdcOption.canonicalize + KdcOption.renewableOk,
    clientName: client.name,
    realm: client.realm,
    serviceName: ticketGrantingService(client.realm),
    till: ticketEnd(clock),
    nonce: nonce(randomBytes),
    etypes: offered.map(({ id }) => id),
  }
  return {
    nonce: body.nonce,
    bytes: (paData: readonly PaData[]) =>
      encode(AsReq, { version: 5, messageType: MessageType.asReq, ...(paData.length > 0 && { paData }), body }),
  }
}

/** Returns the realm that knows the client if this one doesn't (RFC 6806, 7). */
function referralIn({ code, clientRealm }: KrbError, { realm }: Principal): string | undefined {
  return code === ErrorCode.wrongRealm && clientRealm !== undefined && clientRealm !== realm ? clientRealm : undefined
}

/** The form of the proof that the KDC asks for. */
interface Method {
  readonly encryption: EncryptionType
  readonly info: EtypeInfo2Entry | undefined
  readonly infos: readonly EtypeInfo2Entry[]
  /** Data that the KDC wants back unchanged (RFC 6113, 5.2). */
  readonly cookies: readonly PaData[]
}

const PA_FX_COOKIE = 133

function methodIn(
  { data = Buffer.alloc(0) }: KrbError,
  applicant: Applicant,
  offered: readonly EncryptionType[],
): Method {
  const { paData, infos } = readMethods(data)
  if (!paData.some(({ type }) => type === PaType.encryptedTimestamp)) {
    // MIT offers nothing if it has no key of a supported type.
    throw infos.length === 0 ? noCommonEncryption(applicant, infos) : noTimestamp(paData)
  }
  const cookies = paData.filter(({ type }) => type === PA_FX_COOKIE)
  const [preferred] = offered
  // If the KDC doesn't mention encryption, the client chooses (RFC 4120, 5.2.7.5).
  if (infos.length === 0 && preferred !== undefined) return { encryption: preferred, info: undefined, infos, cookies }
  for (const info of infos) {
    const encryption = offered.find(({ id }) => id === info.etype)
    if (encryption !== undefined) return { encryption, info, infos, cookies }
  }
  throw noCommonEncryption(applicant, infos)
}

function readMethods(data: Buffer): { paData: readonly PaData[]; infos: readonly EtypeInfo2Entry[] } {
  try {
    const paData = decode(MethodData, data)
    return { paData, infos: etypeInfoIn(paData) }
  } catch (error) {
    if (error instanceof Asn1Error) throw untrusted('it does not say how to prove the password', error)
    throw error
  }
}

/** @throws Asn1Error */
function etypeInfoIn(paData: readonly PaData[]): readonly EtypeInfo2Entry[] {
  const info = paData.find(({ type }) => type === PaType.etypeInfo2)
  return info === undefined ? [] : decode(EtypeInfo2, info.value)
}

function encryptedTimestamp({ clock, randomBytes }: KdcSession, key: Key): PaData {
  const sealed = sealMessage(EncryptedTimestamp, clock.stamp(), key, KeyUsage.paEncTimestamp, randomBytes)
  return { type: PaType.encryptedTimestamp, value: encode(EncryptedData, sealed) }
}

/** Reads the ticket. A KDC that needs no proof sends salt and iterations only now. */
async function finish(
  session: KdcSession,
  applicant: Applicant,
  reply: KdcRep,
  used: (Method & { readonly key: Key }) | undefined,
  expectedNonce: number,
): Promise<Credential> {
  const key = await replyKey(applicant, reply, used)
  const part = openReply(reply, key, KeyUsage.asRepEncPart, expectedNonce)
  if (part.serviceName.components[0] !== 'krbtgt') throw untrusted('its ticket is for another service')
  if (used === undefined) synchronize(session.clock, part.authTime)
  const credential = credentialOf(reply, part)
  if (credential.endTime <= session.clock.now()) throw untrusted('its ticket has ended already')
  return credential
}

async function replyKey(
  { client, secret }: Applicant,
  { encrypted: { etype }, paData = [] }: KdcRep,
  used: (Method & { readonly key: Key }) | undefined,
): Promise<Key> {
  const infos = infosOfReply(paData)
  const info = infos.find((each) => each.etype === etype)
  if (used?.encryption.id === etype && (info === undefined || isSameInfo(info, used.info))) return used.key
  const encryption = encryptionType(etype)
  if (encryption === undefined) throw untrusted('it is encrypted with a type that was not offered')
  return secret.keyFor(client, encryption, info ?? used?.infos.find((each) => each.etype === etype))
}

function infosOfReply(paData: readonly PaData[]): readonly EtypeInfo2Entry[] {
  try {
    return etypeInfoIn(paData)
  } catch (error) {
    if (error instanceof Asn1Error) throw untrusted('its encryption parameters are malformed', error)
    throw error
  }
}

function isSameInfo(a: EtypeInfo2Entry, b: EtypeInfo2Entry | undefined): boolean {
  return encode(EtypeInfo2, [a]).equals(encode(EtypeInfo2, b === undefined ? [] : [b]))
}

/** The KDC accepts no encrypted timestamp. It asks for FAST, a certificate, or a one-time password. */
function noTimestamp(paData: readonly PaData[]): KerberosError {
  const wantsFast = paData.some(({ type }) => type === PaType.fast)
  return new KerberosError({
    kind: 'refused',
    code: ErrorCode.preauthenticationRequired,
    message: `the KDC doesn't accept a plain password proof${wantsFast ? '; it requires Kerberos armoring (FAST)' : ''}`,
    hint:
      'Let the account sign in without armoring: "KDC support for claims, compound authentication and Kerberos ' +
      'armoring" must not be "Fail unarmored authentication requests", and MIT needs encrypted timestamps enabled.',
  })
}

const WEAK: Readonly<Record<number, string>> = { 1: 'DES', 3: 'DES', 16: '3DES', 23: 'RC4', 24: 'RC4' }

function noCommonEncryption({ client, byKeytab }: Applicant, infos: readonly EtypeInfo2Entry[]): KerberosError {
  if (byKeytab) return noKey(client)
  const theirs = [...new Set(infos.map(({ etype }) => WEAK[etype] ?? `type ${etype}`))].join(', ')
  return new KerberosError({
    kind: 'refused',
    code: ErrorCode.encryptionTypeUnsupported,
    message: `the KDC has no AES key for the account${theirs === '' ? '' : `, only ${theirs}`}`,
    hint:
      'RC4 and DES are never used. Allow AES for the account (Set-ADUser -KerberosEncryptionType AES128,AES256) and set ' +
      'its password again, which creates the keys.',
    othersMayTry: true,
  })
}
