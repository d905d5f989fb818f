import { encode } from '../../kerberos/asn1'
import { encryptionTypes, KeyUsage } from '../../kerberos/crypto'
import {
  ApReq,
  Authenticator,
  ErrorCode,
  isSameName,
  KdcOption,
  KdcReqBody,
  MessageType,
  nameText,
  PaType,
  type PrincipalName,
  sealMessage,
  TgsRep,
  TgsReq,
} from '../../kerberos/messages'
import type { Credential } from './credential'
import { kdcRefusal } from './kdc-refusal'
import { credentialOf, openReply } from './kdc-reply'
import { isRefusal, type KdcSession, nonce, ticketEnd, timeOf } from './kdc-session'
import { KerberosError, untrusted } from './kerberos-error'

/** How many realms may be between those of the account and the server. */
const MAX_REFERRALS = 5

/**
 * Gets a ticket for `service` with `ticketGrantingTicket` (RFC 4120, 3.3). If the service is in another realm, the KDC answers with
 * a ticket for the KDC of that realm, which is asked next (RFC 6806, 8).
 *
 * @throws KerberosError
 */
export async function serviceTicket(
  session: KdcSession,
  ticketGrantingTicket: Credential,
  service: PrincipalName,
  byKeytab: boolean,
): Promise<Credential> {
  let credential = ticketGrantingTicket
  const visited: string[] = []
  while (visited.length <= MAX_REFERRALS) {
    const realm = grantedRealm(credential)
    visited.push(realm)
    credential = await ticketBy(session, credential, realm, service, byKeytab)
    if (!isReferral(credential, service)) return credential
    if (visited.includes(grantedRealm(credential))) break
  }
  throw new KerberosError({
    kind: 'refused',
    message: `the KDCs refer from realm to realm without finding ${nameText(service)}: ${visited.join(', ')}`,
    hint: 'Check the trusts between the realms, and which one has the service principal name.',
    code: ErrorCode.pathNotAccepted,
    othersMayTry: true,
  })
}

/** Returns the realm whose KDC accepts this ticket. For `krbtgt/SUB@CORP` it is SUB. */
const grantedRealm = ({ service: { name, realm } }: Credential): string => name.components[1] ?? realm

const isReferral = ({ service: { name } }: Credential, wanted: PrincipalName): boolean =>
  name.components[0] === 'krbtgt' && !isSameName(name, wanted)

async function ticketBy(
  session: KdcSession,
  credential: Credential,
  realm: string,
  service: PrincipalName,
  byKeytab: boolean,
): Promise<Credential> {
  const first = await attempt(session, credential, realm, service)
  const answer = isRefusal(first.answer) && first.answer.code === ErrorCode.clockSkew ? await again() : first
  if (isRefusal(answer.answer)) {
    throw kdcRefusal(answer.answer, { client: credential.client, service: nameText(service), byKeytab })
  }
  const part = openReply(answer.answer, credential.sessionKey, KeyUsage.tgsRepEncPart, answer.nonce)
  const isAsked = nameText(part.serviceName).toLowerCase() === nameText(service).toLowerCase()
  if (!isAsked && part.serviceName.components[0] !== 'krbtgt') throw untrusted('its ticket is for another service')
  return credentialOf(answer.answer, part)

  async function again() {
    if (isRefusal(first.answer)) session.clock.synchronize(timeOf(first.answer).getTime())
    return attempt(session, credential, realm, service)
  }
}

async function attempt(session: KdcSession, credential: Credential, realm: string, service: PrincipalName) {
  const { clock, randomBytes } = session
  const body = {
    options: KdcOption.canonicalize + KdcOption.renewableOk,
    realm,
    serviceName: service,
    till: ticketEnd(clock),
    nonce: nonce(randomBytes),
    etypes: encryptionTypes.map(({ id }) => id),
  }
  const paData = [{ type: PaType.tgsRequest, value: proofOfTicket(session, credential, encode(KdcReqBody, body)) }]
  const request = encode(TgsReq, { version: 5, messageType: MessageType.tgsReq, paData, body })
  return { answer: await session.ask(realm, request, TgsRep), nonce: body.nonce }
}

/** Returns an AP-REQ for the KDC, with an authenticator that covers the body of the request (RFC 4120, 5.4.1). */
function proofOfTicket({ clock, randomBytes }: KdcSession, credential: Credential, body: Buffer): Buffer {
  const { client, ticket, sessionKey } = credential
  const authenticator = sealMessage(
    Authenticator,
    {
      version: 5,
      clientRealm: client.realm,
      clientName: client.name,
      checksum: {
        checksumType: sessionKey.encryption.checksumType,
        checksum: sessionKey.checksum(KeyUsage.tgsReqChecksum, body),
      },
      ...clock.stamp(),
    },
    sessionKey,
    KeyUsage.tgsReqAuthenticator,
    randomBytes,
  )
  return encode(ApReq, { version: 5, messageType: MessageType.apReq, options: 0, ticket, authenticator })
}
