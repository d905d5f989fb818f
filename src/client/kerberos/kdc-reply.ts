import { Asn1Error, type Asn1Message } from '../../kerberos/asn1'
import { IntegrityError, type Key, type KeyUsage } from '../../kerberos/crypto'
import {
  EncAsRepPart,
  type EncKdcRepPart,
  EncTgsRepPart,
  type KdcRep,
  keyOf,
  openMessage,
  UnsupportedKeyError,
} from '../../kerberos/messages'
import type { Credential } from './credential'
import { untrusted } from './kerberos-error'

/**
 * Decrypts the part of a KDC's answer that only the client can read (RFC 4120, 3.1.5 and 3.3.4).
 *
 * @throws KerberosError if it isn't encrypted with `key`, or answers another request
 */
export function openReply(reply: KdcRep, key: Key, usage: KeyUsage, nonce: number): EncKdcRepPart {
  try {
    const part = openEither([EncAsRepPart, EncTgsRepPart], reply, key, usage)
    if (part.nonce !== nonce) throw untrusted('it answers another request')
    return part
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof Asn1Error) {
      throw untrusted('it is not from a KDC that knows our key', error)
    }
    throw error
  }
}

/** Some KDCs use one tag for both kinds of answers (RFC 4120, 5.4.2). */
function openEither(
  [first, second]: readonly [Asn1Message<EncKdcRepPart>, Asn1Message<EncKdcRepPart>],
  reply: KdcRep,
  key: Key,
  usage: KeyUsage,
): EncKdcRepPart {
  try {
    return openMessage(first, reply.encrypted, key, usage)
  } catch (error) {
    if (error instanceof Asn1Error) return openMessage(second, reply.encrypted, key, usage)
    throw error
  }
}

/**
 * Returns the ticket of an answer with the data that is needed to use it.
 *
 * @throws KerberosError if the session key isn't an AES key
 */
export function credentialOf(reply: KdcRep, part: EncKdcRepPart): Credential {
  return {
    client: { name: reply.clientName, realm: reply.clientRealm },
    service: { name: part.serviceName, realm: part.realm },
    ticket: reply.ticket,
    sessionKey: sessionKeyOf(part),
    endTime: part.endTime.getTime(),
  }
}

function sessionKeyOf(part: EncKdcRepPart): Key {
  try {
    return keyOf(part.key)
  } catch (error) {
    if (error instanceof UnsupportedKeyError)
      throw untrusted('its session key is of a type that was not offered', error)
    throw error
  }
}
