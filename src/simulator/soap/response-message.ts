import type { ResponseMessage } from '../../operations/soap/response-message'
import { ServiceError, SoapFault } from './service-error'

/** How every good response message begins (MS-OXWSCDATA, ResponseMessageType). */
export const noError = { responseClass: 'Success', responseCode: 'NoError' } as const

/** The response message for an element that was refused. */
export function errorMessage({ message, responseCode, messageXml }: ServiceError): ResponseMessage {
  return { responseClass: 'Error', messageText: message, responseCode, descriptiveLinkKey: 0, messageXml }
}

/** One message for each element of a batch; a refused element doesn't keep the others from being carried out. */
export function answerEach<Element, Answered, Refused>(
  elements: readonly Element[],
  answer: (element: Element) => Answered,
  refuse: (message: ResponseMessage) => Refused,
): (Answered | Refused)[] {
  return elements.map((element) => {
    try {
      return answer(element)
    } catch (error) {
      if (!(error instanceof ServiceError) || error instanceof SoapFault) throw error
      return refuse(errorMessage(error))
    }
  })
}
