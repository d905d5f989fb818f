import type { Asn1Message } from '../../kerberos/asn1'
import type { RandomBytes } from '../../kerberos/crypto'
import type { KdcRep, KrbError } from '../../kerberos/messages'
import type { KerberosClock } from './clock'

/** The surroundings of an exchange with a KDC. */
export interface KdcSession {
  /** @throws KerberosError if no KDC answers */
  ask(realm: string, request: Buffer, reply: Asn1Message<KdcRep>): Promise<KdcRep | KrbError>
  readonly clock: KerberosClock
  readonly randomBytes: RandomBytes
}

/** How long a ticket is asked for. KDCs shorten it to what they allow, ten hours in Active Directory. */
const LIFETIME_MS = 10 * 60 * 60 * 1000

export const ticketEnd = (clock: KerberosClock): Date => new Date(clock.now() + LIFETIME_MS)

/** 31 bits, so that nobody takes it for negative. */
export const nonce = (randomBytes: RandomBytes): number => randomBytes(4).readUInt32BE() >>> 1

/** Times of answers are in whole seconds, and the answer was under way. */
const TOLERANCE_MS = 2000

/** Takes over the time of a KDC's answer. */
export const synchronize = (clock: KerberosClock, time: Date): void => clock.synchronize(time.getTime(), TOLERANCE_MS)

/** The time in a refusal, with its microseconds. */
export const timeOf = ({ serverTime, serverMicroseconds }: KrbError): Date =>
  new Date(serverTime.getTime() + serverMicroseconds / 1000)

export const isRefusal = (answer: KdcRep | KrbError): answer is KrbError => 'code' in answer
