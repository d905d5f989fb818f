import { EwsError, type EwsErrorFacts } from './ews-error'
import type { ResponseCode } from './response-code'

/** The properties from which an `EwsResponseError` is made. */
export interface EwsResponseErrorFacts extends EwsErrorFacts {
  readonly responseCode: ResponseCode
  readonly messageText: string
  readonly messageXml: Readonly<Record<string, string>>
}

/** Exchange understood the request, or an element of it, and refused it. */
export class EwsResponseError extends EwsError {
  static readonly code = 'ERR_EWS_RESPONSE'
  override readonly code = 'ERR_EWS_RESPONSE'
  /** EWS's own code, `ErrorItemNotFound`; the inner one if Exchange wraps it (MS-OXWSCDATA, ResponseCodeType). */
  readonly responseCode: ResponseCode
  /** Exchange's text, in the language of the mailbox. It may quote the request, so think before you log it. */
  readonly messageText: string
  /** Exchange's details by name (MS-OXWSCDATA, MessageXml). They may quote the request, so think before you log them. */
  readonly messageXml: Readonly<Record<string, string>>

  constructor({ responseCode, messageText, messageXml, ...facts }: EwsResponseErrorFacts) {
    super(facts)
    this.responseCode = responseCode
    this.messageText = messageText
    this.messageXml = messageXml
  }
}
