import type { ResponseMessage } from '../../operations/soap/response-message'
import { ServiceError, SoapFault } from './service-error'

/** The beginning of every successful response message (MS-OXWSCDATA, ResponseMessageType). */
export const noError = { responseClass: 'Success', responseCode: 'NoError' } as const

/** The response message for an element that failed. */
export function errorMessage({ message, responseCode, messageXml }: ServiceError): ResponseMessage {
  return { responseClass: 'Error', messageText: message, responseCode, descriptiveLinkKey: 0, messageXml }
}

/** Returns the error for an element of a batch by its index, counted from 0, or `undefined` to carry it out. */
export type ElementErrors = (index: number) => ServiceError | undefined

/**
 * Answers each element of a batch. An element that fails, with a `ServiceError`, doesn't keep the others from being carried out;
 * a `SoapFault` ends the whole request.
 */
export type AnswerEach = <Element, Answered, Refused>(
  elements: readonly Element[],
  answer: (element: Element) => Answered,
  refuse: (message: ResponseMessage) => Refused,
) => (Answered | Refused)[]

/** Makes the function that answers batches. Elements with an error of `elementErrors` aren't carried out. */
export const answerEach =
  (elementErrors: ElementErrors = () => undefined): AnswerEach =>
  (elements, answer, refuse) =>
    elements.map((element, index) => {
      try {
        const injected = elementErrors(index)
        if (injected !== undefined) throw injected
        return answer(element)
      } catch (error) {
        if (!(error instanceof ServiceError) || error instanceof SoapFault) throw error
        return refuse(errorMessage(error))
      }
    })
