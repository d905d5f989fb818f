import {
  application,
  context,
  flags,
  generalizedTime,
  generalString,
  integer,
  message,
  octetString,
  opaqueApplication,
  optional,
  sequence,
  sequenceOf,
  type ValueOf,
} from '../asn1'
import { EncryptedData, EncryptionKey } from './encryption'
import { PrincipalName } from './principal'

/** A ticket as a client sees it: bytes to pass on (RFC 4120, 5.3). */
export const OpaqueTicket = opaqueApplication(1)

/** A ticket as a service and a KDC see it (RFC 4120, 5.3). */
export const Ticket = message(
  'Ticket',
  application(
    1,
    sequence({
      version: context(0, integer(5, 5)),
      realm: context(1, generalString),
      serviceName: context(2, PrincipalName),
      encrypted: context(3, EncryptedData),
    }),
  ),
)

const TransitedEncoding = sequence({
  type: context(0, integer()),
  contents: context(1, octetString),
})

const HostAddress = sequence({
  type: context(0, integer()),
  address: context(1, octetString),
})
/** RFC 4120, 5.2.5. */
export const HostAddresses = sequenceOf(HostAddress)

const AuthorizationDatum = sequence({
  type: context(0, integer()),
  data: context(1, octetString),
})
/** RFC 4120, 5.2.6. */
export const AuthorizationData = message('AuthorizationData', sequenceOf(AuthorizationDatum))

/** The part of a ticket that only the service and the KDC can read (RFC 4120, 5.3). */
export const EncTicketPart = message(
  'EncTicketPart',
  application(
    3,
    sequence({
      flags: context(0, flags),
      key: context(1, EncryptionKey),
      clientRealm: context(2, generalString),
      clientName: context(3, PrincipalName),
      transited: context(4, TransitedEncoding),
      authTime: context(5, generalizedTime),
      startTime: optional(context(6, generalizedTime)),
      endTime: context(7, generalizedTime),
      renewTill: optional(context(8, generalizedTime)),
      addresses: optional(context(9, HostAddresses)),
      authorizationData: optional(context(10, AuthorizationData)),
    }),
  ),
)
export type EncTicketPart = ValueOf<typeof EncTicketPart>
