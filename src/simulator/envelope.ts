import {
  anyRequestEnvelope,
  type ConnectingSID,
  envelopeNamespaces,
  type Fault,
  faultEnvelope,
  responseEnvelope,
} from '../operations/soap'
import { readXml, writeXml, XmlReadError } from '../xml'
import type { Service } from './service'
import { type ServiceError, SoapFault } from './service-error'

/** What came in an envelope. */
export interface Call {
  readonly service: Service
  readonly request: unknown
  readonly connectingSID: ConnectingSID | undefined
}

/** Reads requests for any of `services`, as strictly as Exchange does, which validates against its schema. */
export class CallReader {
  readonly #services: readonly Service[]
  readonly #envelope: ReturnType<typeof anyRequestEnvelope>

  constructor(services: readonly Service[]) {
    this.#services = services
    this.#envelope = anyRequestEnvelope(services.map(({ operation }) => operation))
  }

  /** @throws SoapFault ErrorSchemaValidation, with the place */
  read(xml: Uint8Array): Call {
    const { header, body } = readEnvelope(this.#envelope, xml)
    for (const service of this.#services) {
      const request: unknown = body[service.operation.name]
      if (request === undefined) continue
      return { service, request, connectingSID: header?.exchangeImpersonation?.connectingSID }
    }
    throw new SoapFault('ErrorInvalidRequest', 'The request is invalid.')
  }
}

function readEnvelope(envelope: ReturnType<typeof anyRequestEnvelope>, xml: Uint8Array) {
  try {
    return readXml(envelope, xml, { strict: true })
  } catch (error) {
    if (!(error instanceof XmlReadError)) throw error
    const { message, line, column } = error
    const messageXml = { lineNumber: line, linePosition: column, violation: message }
    throw new SoapFault('ErrorSchemaValidation', `The request failed schema validation: ${message}`, messageXml)
  }
}

/** Exchange Server SE, 15.2.2562.17. */
const serverVersionInfo = {
  majorVersion: 15,
  minorVersion: 2,
  majorBuildNumber: 2562,
  minorBuildNumber: 17,
  version: 'V2017_07_11',
}

/** The answer of `service`, as XML. */
export function writeResponse({ operation }: Service, response: unknown): string {
  return writeXml(
    responseEnvelope(operation),
    { header: { serverVersionInfo }, body: { response } },
    envelopeNamespaces,
  )
}

/** A SOAP fault as Exchange words it: the code qualified, and again in the detail (MS-OXWSCDATA, SOAP fault detail). */
export function writeFault({ responseCode, message, messageXml }: ServiceError): string {
  const fault: Fault = {
    faultcode: `e:${responseCode}`,
    faultstring: message,
    detail: { responseCode, message, messageXml },
  }
  return writeXml(faultEnvelope, { header: { serverVersionInfo }, body: { fault } }, envelopeNamespaces)
}
