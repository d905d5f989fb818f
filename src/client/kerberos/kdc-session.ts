import type { Asn1Message } from '../../kerberos/asn1'
import type { RandomBytes } from '../../kerberos/crypto'
import type { KdcRep, KrbError } from '../../kerberos/messages'
import type { KerberosClock } from './clock'

/** The environment of an exchange with a KDC. */
export interface KdcSession {
  /** @throws KerberosError if no KDC answers */
  ask(realm: string, request: Buffer, reply: Asn1Message<KdcRep>): Promise<KdcRep | KrbError>
  readonly clock: KerberosClock
  readonly randomBytes: RandomBytes
}

/** The requested lifetime of tickets. KDCs shorten it to their limit, ten hours in Active Directory. */
const LIFETIME_MS = 10 * 60 * 60 * 1000

export const ticketEnd = (clock: KerberosClock): Date => new Date(clock.now() + LIFETIME_MS)

/** 31 bits, since some KDCs would treat a 32nd bit as a sign. */
export const nonce = (randomBytes: RandomBytes): number => randomBytes(4).readUInt32BE() >>> 1

/** Allows for whole seconds in answers, and for the time that the answer traveled. */
const TOLERANCE_MS = 2000

/** Adopts the time of a KDC's answer. */
export const synchronize = (clock: KerberosClock, time: Date): void => clock.synchronize(time.getTime(), TOLERANCE_MS)

/** Returns the time in a refusal, including microseconds. */
export const timeOf = ({ serverTime, serverMicroseconds }: KrbError): Date =>
  new Date(serverTime.getTime() + serverMicroseconds / 1000)

export const isRefusal = (answer: KdcRep | KrbError): answer is KrbError => 'code' in answer
