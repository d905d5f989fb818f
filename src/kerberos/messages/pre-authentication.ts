import {
  context,
  generalizedTime,
  generalStringBytes,
  integer,
  message,
  octetString,
  optional,
  sequence,
  sequenceOf,
  type ValueOf,
} from '../asn1'

/** Kinds of pre-authentication data (IANA, Kerberos Pre-authentication and Typed Data). */
export const PaType = {
  tgsRequest: 1,
  encryptedTimestamp: 2,
  /** The reason why Windows refuses an account (MS-KILE, 2.2.2). */
  ntStatus: 3,
  etypeInfo2: 19,
  fast: 136,
  supportedEncryptionTypes: 165,
} as const

/** RFC 4120, 5.2.7. */
export const PaData = sequence({
  type: context(1, integer()),
  value: context(2, octetString),
})
export type PaData = ValueOf<typeof PaData>

/** The methods of pre-authentication that a KDC offers (RFC 4120, 5.9.1). */
export const MethodData = message('METHOD-DATA', sequenceOf(PaData))

/** An encryption type, with salt and parameters for the key of a password (RFC 4120, 5.2.7.5). */
export const EtypeInfo2Entry = sequence({
  etype: context(0, integer()),
  salt: optional(context(1, generalStringBytes)),
  parameters: optional(context(2, octetString)),
})
export type EtypeInfo2Entry = ValueOf<typeof EtypeInfo2Entry>

/** In the order of the KDC's preference. */
export const EtypeInfo2 = message('ETYPE-INFO2', sequenceOf(EtypeInfo2Entry))

/** A timestamp. Encrypted, it proves knowledge of a key (RFC 4120, 5.2.7.2). */
export const EncryptedTimestamp = message(
  'PA-ENC-TS-ENC',
  sequence({
    time: context(0, generalizedTime),
    microseconds: optional(context(1, integer(0, 999_999))),
  }),
)
