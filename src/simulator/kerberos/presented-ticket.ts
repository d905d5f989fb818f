import { Asn1Error, decode } from '../../kerberos/asn1'
import { IntegrityError, type Key, KeyUsage } from '../../kerberos/crypto'
import {
  ApReq,
  Authenticator,
  EncTicketPart,
  ErrorCode,
  isSameName,
  keyOf,
  openMessage,
  type PrincipalName,
  Ticket,
} from '../../kerberos/messages'
import type { Realm } from './realm'
import { KerberosRefusal } from './refusal'

/** How far clocks may differ, as in Active Directory. */
export const CLOCK_SKEW_MS = 5 * 60 * 1000

/** A ticket with the proof that its owner sends it, both verified (RFC 4120, 3.2.3). */
export interface PresentedTicket {
  readonly ticket: EncTicketPart
  readonly service: PrincipalName
  readonly sessionKey: Key
  readonly authenticator: Authenticator
}

/**
 * Verifies an AP-REQ.
 *
 * @throws KerberosRefusal, or Asn1Error if the message isn't an AP-REQ
 */
export function presentedTicket(
  realm: Realm,
  message: Buffer,
  usage: typeof KeyUsage.apReqAuthenticator | typeof KeyUsage.tgsReqAuthenticator,
  now: Date,
): PresentedTicket {
  const request = decode(ApReq, message)
  const { serviceName, encrypted } = decode(Ticket, request.ticket)
  const serviceKey = realm.serviceKey(serviceName)
  if (serviceKey === undefined) throw new KerberosRefusal(ErrorCode.notUs)
  const ticket = opened(() => openMessage(EncTicketPart, encrypted, serviceKey, KeyUsage.ticket))
  if (ticket.endTime < now) throw new KerberosRefusal(ErrorCode.ticketExpired)
  if ((ticket.startTime ?? ticket.authTime).getTime() > now.getTime() + CLOCK_SKEW_MS) {
    throw new KerberosRefusal(ErrorCode.ticketNotYetValid)
  }
  const sessionKey = keyOf(ticket.key)
  const authenticator = opened(() => openMessage(Authenticator, request.authenticator, sessionKey, usage))
  if (!isSameName(ticket.clientName, authenticator.clientName)) throw new KerberosRefusal(ErrorCode.badMatch)
  if (isSkewed(authenticator.time, now)) throw new KerberosRefusal(ErrorCode.clockSkew)
  return { ticket, service: serviceName, sessionKey, authenticator }
}

export const isSkewed = (time: Date, now: Date): boolean => Math.abs(time.getTime() - now.getTime()) > CLOCK_SKEW_MS

function opened<Value>(open: () => Value): Value {
  try {
    return open()
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof Asn1Error) throw new KerberosRefusal(ErrorCode.modified)
    throw error
  }
}
