import type { MessageXml } from '../../operations/soap/message-xml'

/** What Exchange has against one element of a batch; it becomes that element's response message. */
export class ServiceError extends Error {
  override readonly name: string = 'ServiceError'

  constructor(
    /** MS-OXWSCDATA, ResponseCodeType. */
    readonly responseCode: string,
    message: string,
    readonly messageXml?: MessageXml,
  ) {
    super(message)
  }
}

/** What Exchange has against a whole request; it becomes a SOAP fault, wherever it comes up. */
export class SoapFault extends ServiceError {
  override readonly name = 'SoapFault'
}
