import { type HttpAnswer, xmlAnswer } from '../http/http-answer'
import { writeFault } from './envelope'
import type { ServiceError } from './service-error'

/** The HTTP response for a SOAP fault, which has status 500 (SOAP 1.1, 6.2). */
export const faultAnswer = (error: ServiceError): HttpAnswer => xmlAnswer(500, writeFault(error))
