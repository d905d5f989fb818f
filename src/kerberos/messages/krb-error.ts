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

/** A refusal. It isn't authenticated, so anybody in between can forge one (RFC 4120, 5.9.1). */
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
