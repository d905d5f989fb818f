import {
  application,
  context,
  generalizedTime,
  generalString,
  generalStringForPeople,
  integer,
  message,
  octetString,
  optional,
  sequence,
  type ValueOf,
} from '../asn1'
import { MessageType } from './kdc-request'
import { PrincipalName } from './principal'

/** The error codes that this library distinguishes (RFC 4120, 7.5.9). */
export const ErrorCode = {
  nameExpired: 1,
  serviceExpired: 2,
  clientUnknown: 6,
  serviceUnknown: 7,
  policy: 12,
  encryptionTypeUnsupported: 14,
  clientRevoked: 18,
  clientNotYetValid: 21,
  keyExpired: 23,
  preauthenticationFailed: 24,
  preauthenticationRequired: 25,
  serverNoMatch: 26,
  mustUseUserToUser: 27,
  pathNotAccepted: 28,
  serviceUnavailable: 29,
  badIntegrity: 31,
  ticketExpired: 32,
  ticketNotYetValid: 33,
  repeat: 34,
  notUs: 35,
  badMatch: 36,
  clockSkew: 37,
  modified: 41,
  badKeyVersion: 44,
  noKey: 45,
  responseTooBig: 52,
  generic: 60,
  wrongRealm: 68,
} as const

/** A refusal. It isn't authenticated: anybody on the way can forge one (RFC 4120, 5.9.1). */
export const KrbError = message(
  'KRB-ERROR',
  application(
    MessageType.error,
    sequence({
      version: context(0, integer(5, 5)),
      messageType: context(1, integer(MessageType.error, MessageType.error)),
      clientTime: optional(context(2, generalizedTime)),
      clientMicroseconds: optional(context(3, integer(0, 999_999))),
      serverTime: context(4, generalizedTime),
      serverMicroseconds: context(5, integer(0, 999_999)),
      code: context(6, integer()),
      clientRealm: optional(context(7, generalString)),
      clientName: optional(context(8, PrincipalName)),
      realm: context(9, generalString),
      serviceName: context(10, PrincipalName),
      text: optional(context(11, generalStringForPeople)),
      data: optional(context(12, octetString)),
    }),
  ),
)
export type KrbError = ValueOf<typeof KrbError>

/** The details that Windows adds to a refusal, in `KrbError.data` (MS-KILE, 2.2.2). */
export const KerbErrorData = message(
  'KERB-ERROR-DATA',
  sequence({
    type: context(1, integer()),
    value: optional(context(2, octetString)),
  }),
)
