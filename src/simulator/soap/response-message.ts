import type { ResponseMessage } from '../../operations/soap/response-message'
import { ServiceError, SoapFault } from './service-error'

/** The beginning of every successful response message (MS-OXWSCDATA, ResponseMessageType). */
export const noError = { responseClass: 'Success', responseCode: 'NoError' } as const

/** The response message for an element that failed. */
export function errorMessage({ message, responseCode, messageXml }: ServiceError): ResponseMessage {
  return { responseClass: 'Error', messageText: message, responseCode, descriptiveLinkKey: 0, messageXml }
}

/** Answers each element of a batch. An element that fails doesn't keep the others from being carried out. */
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
