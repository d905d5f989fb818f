import { context, generalString, integer, message, octetString, optional, sequence } from '../asn1'

/** A message to a KDC, or from it, in an HTTPS request (MS-KKDCP, 2.2.2). */
export const KdcProxyMessage = message(
  'KDC-PROXY-MESSAGE',
  sequence({
    /** The message after its length of four bytes, as over TCP. */
    kerbMessage: context(0, octetString),
    targetDomain: optional(context(1, generalString)),
    locatorHint: optional(context(2, integer())),
  }),
)
