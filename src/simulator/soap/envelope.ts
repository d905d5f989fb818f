import {
  anyRequestEnvelope,
  type ConnectingSID,
  envelopeNamespaces,
  exchangeVersions,
  type Fault,
  faultEnvelope,
  responseEnvelope,
} from '../../operations/soap/envelope'
import type { MessageXml } from '../../operations/soap/message-xml'
import type { Operation } from '../../operations/soap/operation'
import { soap } from '../../operations/types/namespaces'
import type { TimeZoneDefinition } from '../../operations/types/time-zone'
import { readXml, writeXml, XmlReadError } from '../../xml'
import { type ServiceError, SoapFault } from './service-error'

/** The content of a request envelope. */
export interface Call {
  /** The name of the operation: `FindItem`. */
  readonly operation: string
  readonly request: unknown
  readonly connectingSID: ConnectingSID | undefined
  /** The times of the request that were written without an offset, read as if in UTC. */
  readonly zonelessTimes: Set<Date>
  /** The time zone in the header TimeZoneContext. */
  readonly timeZone: TimeZoneDefinition | undefined
}

/** A request of an operation that the simulator doesn't have. */
export class UnknownOperation extends SoapFault {
  readonly operation: string

  constructor(operation: string, violation: string, messageXml: MessageXml) {
    super(
      'ErrorSchemaValidation',
      `The request failed schema validation: ${violation}. The simulator doesn't carry out ${operation}; teach it with its option services.`,
      messageXml,
    )
    this.operation = operation
  }
}

/** Reads requests of the given operations as strictly as Exchange, which validates them against its schema. */
export class CallReader {
  readonly #names: readonly string[]
  /** The names of the elements of requests. */
  readonly #elements: ReadonlySet<string>
  readonly #envelope: ReturnType<typeof anyRequestEnvelope>

  constructor(operations: readonly Operation<unknown, unknown>[]) {
    this.#names = operations.map(({ name }) => name)
    this.#elements = new Set(operations.map(({ request }) => request.xmlName))
    this.#envelope = anyRequestEnvelope(operations)
  }

  /** @throws SoapFault ErrorSchemaValidation, with line and column, or ErrorInvalidServerVersion */
  read(xml: Uint8Array): Call {
    const zonelessTimes = new Set<Date>()
    const { header, body } = this.#readEnvelope(xml, (time) => zonelessTimes.add(time))
    refuseVersion(header?.requestServerVersion?.version)
    for (const operation of this.#names) {
      const request: unknown = body[operation]
      if (request === undefined) continue
      const connectingSID = header?.exchangeImpersonation?.connectingSID
      const timeZone = header?.timeZoneContext?.timeZoneDefinition
      return { operation, request, connectingSID, zonelessTimes, timeZone }
    }
    throw new SoapFault('ErrorInvalidRequest', 'The request is invalid.')
  }

  #readEnvelope(xml: Uint8Array, onZoneless: (time: Date) => void) {
    try {
      return readXml(this.#envelope, xml, { strict: true, onZoneless })
    } catch (error) {
      if (!(error instanceof XmlReadError)) throw error
      const { message, line, column } = error
      const messageXml = { lineNumber: line, linePosition: column, violation: message }
      const name = REQUEST_NAME.exec(Buffer.from(xml).toString())?.[1]
      if (name !== undefined && !this.#elements.has(name)) throw new UnknownOperation(name, message, messageXml)
      throw new SoapFault('ErrorSchemaValidation', `The request failed schema validation: ${message}`, messageXml)
    }
  }
}

/** The schema versions of Exchange Server SE. There is none for 2019 and SE (MS-OXWSCDATA, ExchangeVersionType). */
const versions: readonly string[] = [
  ...exchangeVersions,
  'Exchange2009',
  'Exchange2012',
  'V2015_10_05',
  'V2016_01_06',
  'V2016_04_13',
  'V2016_07_13',
  'V2016_10_10',
  'V2017_01_07',
  'V2017_04_14',
  'V2017_07_11',
]

/** Clients fall back to an older version only after this error. */
function refuseVersion(version: string | undefined) {
  if (version === undefined || versions.includes(version)) return
  throw new SoapFault('ErrorInvalidServerVersion', 'The specified server version is invalid.')
}

/** The name of the element in a body, whatever its prefix. Comments before it hide it. */
const REQUEST_NAME = /<(?:[\w.-]+:)?Body(?:\s[^<>]*)?>\s*<(?:[\w.-]+:)?([A-Z]\w{1,60})[\s/>]/

/** Exchange Server SE, 15.2.2562.17. */
const serverVersionInfo = {
  majorVersion: 15,
  minorVersion: 2,
  majorBuildNumber: 2562,
  minorBuildNumber: 17,
  version: 'V2017_07_11',
}

/** Writes the response envelope of `operation`. */
export function writeResponse(operation: Operation<unknown, unknown>, response: unknown): string {
  return writeXml(
    responseEnvelope(operation),
    { header: { serverVersionInfo }, body: { response } },
    envelopeNamespaces,
  )
}

/**
 * Writes the response envelope of one of several answers in a stream, as Exchange does: without an XML declaration, and with a root
 * element that has no prefix.
 */
export function writeStreamedResponse(operation: Operation<unknown, unknown>, response: unknown): string {
  const { prefix, uri } = soap
  return writeResponse(operation, response)
    .replace(/^<\?xml[^>]*\?>/, '')
    .replace(`<${prefix}:Envelope `, `<Envelope xmlns="${uri}" `)
    .replace(new RegExp(`</${prefix}:Envelope>$`), '</Envelope>')
}

/** Writes a SOAP fault like Exchange, with the code both as a qualified name and in the detail (MS-OXWSCDATA, SOAP fault detail). */
export function writeFault({ responseCode, message, messageXml }: ServiceError): string {
  const fault: Fault = {
    faultcode: `e:${responseCode}`,
    faultstring: message,
    detail: { responseCode, message, messageXml },
  }
  return writeXml(faultEnvelope, { header: { serverVersionInfo }, body: { fault } }, envelopeNamespaces)
}
