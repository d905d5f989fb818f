import {
  type Asn1Type,
  application,
  context,
  flag,
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
import { EncryptedData } from './encryption'
import { PaData } from './pre-authentication'
import { PrincipalName } from './principal'
import { HostAddresses, Ticket } from './ticket'

/** Flags of a request (RFC 4120, 5.4.1; RFC 6806, 3). */
export const KdcOption = {
  /** The KDC may correct the client's name and refer to other realms. */
  canonicalize: flag(15),
  /** A ticket with a shorter lifetime than requested is acceptable. */
  renewableOk: flag(27),
} as const

/** RFC 4120, 5.4.1. */
export const KdcReqBody = sequence({
  options: context(0, flags),
  clientName: optional(context(1, PrincipalName)),
  realm: context(2, generalString),
  serviceName: optional(context(3, PrincipalName)),
  from: optional(context(4, generalizedTime)),
  till: context(5, generalizedTime),
  renewTill: optional(context(6, generalizedTime)),
  nonce: context(7, integer()),
  etypes: context(8, sequenceOf(integer())),
  addresses: optional(context(9, HostAddresses)),
  authorizationData: optional(context(10, EncryptedData)),
  additionalTickets: optional(context(11, sequenceOf(Ticket))),
})
export type KdcReqBody = ValueOf<typeof KdcReqBody>

/** Type of a message (RFC 4120, 7.5.7). */
export const MessageType = { asReq: 10, asRep: 11, tgsReq: 12, tgsRep: 13, apReq: 14, apRep: 15, error: 30 } as const

const kdcReq = <Body>(type: number, body: Asn1Type<Body>) =>
  application(
    type,
    sequence({
      version: context(1, integer(5, 5)),
      messageType: context(2, integer(type, type)),
      paData: optional(context(3, sequenceOf(PaData))),
      body: context(4, body),
    }),
  )

/** Asks for the first ticket (RFC 4120, 5.4.1). */
export const AsReq = message('AS-REQ', kdcReq(MessageType.asReq, KdcReqBody))

/** Asks for a ticket with another one (RFC 4120, 5.4.1). */
export const TgsReq = message('TGS-REQ', kdcReq(MessageType.tgsReq, KdcReqBody))
