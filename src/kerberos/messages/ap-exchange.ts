import {
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
  type ValueOf,
} from '../asn1'
import { Checksum, EncryptedData, EncryptionKey } from './encryption'
import { MessageType } from './kdc-request'
import { PrincipalName } from './principal'
import { AuthorizationData, OpaqueTicket } from './ticket'

/** Flags of an AP-REQ (RFC 4120, 5.5.1). */
export const ApOption = {
  /** The service must prove its identity as well. */
  mutualRequired: flag(2),
} as const

/** A ticket, and the proof that its sender knows the session key (RFC 4120, 5.5.1). */
export const ApReq = message(
  'AP-REQ',
  application(
    MessageType.apReq,
    sequence({
      version: context(0, integer(5, 5)),
      messageType: context(1, integer(MessageType.apReq, MessageType.apReq)),
      options: context(2, flags),
      ticket: context(3, OpaqueTicket),
      authenticator: context(4, EncryptedData),
    }),
  ),
)

/** The proof in an AP-REQ. Each is good for one use (RFC 4120, 5.5.1). */
export const Authenticator = message(
  'Authenticator',
  application(
    2,
    sequence({
      version: context(0, integer(5, 5)),
      clientRealm: context(1, generalString),
      clientName: context(2, PrincipalName),
      checksum: optional(context(3, Checksum)),
      microseconds: context(4, integer(0, 999_999)),
      time: context(5, generalizedTime),
      subkey: optional(context(6, EncryptionKey)),
      sequenceNumber: optional(context(7, integer())),
      authorizationData: optional(context(8, AuthorizationData)),
    }),
  ),
)
export type Authenticator = ValueOf<typeof Authenticator>

/** The service's proof that it could read the ticket (RFC 4120, 5.5.2). */
export const ApRep = message(
  'AP-REP',
  application(
    MessageType.apRep,
    sequence({
      version: context(0, integer(5, 5)),
      messageType: context(1, integer(MessageType.apRep, MessageType.apRep)),
      encrypted: context(2, EncryptedData),
    }),
  ),
)

/** The client's time, returned (RFC 4120, 5.5.2). */
export const EncApRepPart = message(
  'EncAPRepPart',
  application(
    27,
    sequence({
      time: context(0, generalizedTime),
      microseconds: context(1, integer(0, 999_999)),
      subkey: optional(context(2, EncryptionKey)),
      sequenceNumber: optional(context(3, integer())),
    }),
  ),
)
