import {
  application,
  context,
  flags,
  generalizedTime,
  generalString,
  integer,
  message,
  optional,
  sequence,
  sequenceOf,
  type ValueOf,
} from '../asn1'
import { EncryptedData, EncryptionKey } from './encryption'
import { MessageType } from './kdc-request'
import { PaData } from './pre-authentication'
import { PrincipalName } from './principal'
import { HostAddresses, OpaqueTicket } from './ticket'

const kdcRep = (type: number) =>
  application(
    type,
    sequence({
      version: context(0, integer(5, 5)),
      messageType: context(1, integer(type, type)),
      paData: optional(context(2, sequenceOf(PaData))),
      clientRealm: context(3, generalString),
      clientName: context(4, PrincipalName),
      ticket: context(5, OpaqueTicket),
      encrypted: context(6, EncryptedData),
    }),
  )

/** The first ticket (RFC 4120, 5.4.2). */
export const AsRep = message('AS-REP', kdcRep(MessageType.asRep))

/** Another ticket (RFC 4120, 5.4.2). */
export const TgsRep = message('TGS-REP', kdcRep(MessageType.tgsRep))
export type KdcRep = ValueOf<typeof AsRep>

const LastRequest = sequence({
  type: context(0, integer()),
  value: context(1, generalizedTime),
})

const encKdcRepPart = sequence({
  key: context(0, EncryptionKey),
  lastRequests: context(1, sequenceOf(LastRequest)),
  nonce: context(2, integer()),
  keyExpiration: optional(context(3, generalizedTime)),
  flags: context(4, flags),
  authTime: context(5, generalizedTime),
  startTime: optional(context(6, generalizedTime)),
  endTime: context(7, generalizedTime),
  renewTill: optional(context(8, generalizedTime)),
  realm: context(9, generalString),
  serviceName: context(10, PrincipalName),
  addresses: optional(context(11, HostAddresses)),
  // RFC 6806, 11.
  encryptedPaData: optional(context(12, sequenceOf(PaData))),
})
/** The part of an answer that only the client can read (RFC 4120, 5.4.2). */
export type EncKdcRepPart = ValueOf<typeof encKdcRepPart>

export const EncAsRepPart = message('EncASRepPart', application(25, encKdcRepPart))
/** Some KDCs answer an AS-REQ with it too (RFC 4120, 5.4.2). */
export const EncTgsRepPart = message('EncTGSRepPart', application(26, encKdcRepPart))
