import type { MessageXml } from '../../operations/soap/message-xml'

/** An error in one element of a batch. It becomes that element's response message. */
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

/** An error in a whole request. It becomes a SOAP fault, wherever it is thrown. */
export class SoapFault extends ServiceError {
  override readonly name = 'SoapFault'
}
