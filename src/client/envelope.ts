import { EwsProtocolError, EwsRequestError } from '../errors'
import {
  type ConnectingSID,
  type ExchangeVersion,
  envelopeNamespaces,
  requestEnvelope,
  responseEnvelope,
} from '../operations/soap/envelope'
import type { Operation } from '../operations/soap/operation'
import type { ResponseMessage } from '../operations/soap/response-message'
import { writeXml, XmlReadError, XmlReader, XmlWriteError } from '../xml'
import { faultError, responseMessageError, wasCarriedOut } from './response-error'
import { unknownOutcome } from './unknown-outcome'

/** What stands in the SOAP header of a request. */
export interface EnvelopeHeaders {
  /** The schema that the request is written in: `Exchange2013_SP1`, which every supported server knows, by default. */
  readonly version?: ExchangeVersion | undefined
  /** The mailbox in whose name the account acts. */
  readonly impersonate?: ConnectingSID | undefined
}

/**
 * The SOAP envelope for a call of `operation`, for those with a transport of their own.
 *
 * @throws EwsRequestError naming the field that is missing, unknown, of the wrong type, or has a character that XML can't carry
 */
export function buildEnvelope<Request>(
  operation: Operation<Request, unknown>,
  request: NoInfer<Request>,
  { version = 'Exchange2013_SP1', impersonate }: EnvelopeHeaders = {},
): string {
  const header = {
    requestServerVersion: { version },
    ...(impersonate && { exchangeImpersonation: { connectingSID: impersonate } }),
  }
  try {
    return writeXml(requestEnvelope(operation), { header, body: { request } }, envelopeNamespaces)
  } catch (error) {
    if (error instanceof XmlWriteError) throw requestError(operation, error)
    throw error
  }
}

function requestError(operation: Operation<unknown, unknown>, error: XmlWriteError): EwsRequestError {
  const path = error.path.replace(/^body\.request\.?/, '')
  return new EwsRequestError({
    message: `${operation.name}: ${path || 'the request'} ${error.problem}`,
    hint: `Correct ${path || 'the request'} and call again; nothing was sent.`,
    operation: operation.name,
    path,
  })
}

/** Reads the answer to one call while it arrives. */
export class EnvelopeReader<Response> {
  readonly #operation: Operation<unknown, Response>
  readonly #reader: XmlReader<EnvelopeOf<Response>>

  /** @param requested how many response messages are accepted, `requestedCount` of the request. Defaults to no bound. */
  constructor(operation: Operation<unknown, Response>, { requested }: { requested?: number | undefined } = {}) {
    this.#operation = operation
    this.#reader = new XmlReader(responseEnvelope(operation), { requested })
  }

  /** @throws EwsProtocolError */
  write(chunk: Uint8Array): void {
    this.#read(() => this.#reader.write(chunk))
  }

  /**
   * The answer, each failed element of a batch with its `error`.
   *
   * @throws EwsProtocolError when the answer isn't complete
   * @throws EwsResponseError, EwsThrottledError for a SOAP fault
   */
  end(): Response {
    const { fault, response } = this.#read(() => this.#reader.end()).body
    if (fault !== undefined) throw faultError(this.#operation, fault)
    for (const message of this.#operation.responseMessages(response)) {
      if (!wasCarriedOut(message)) addError(this.#operation, message)
    }
    return response
  }

  #read<Result>(step: () => Result): Result {
    try {
      return step()
    } catch (error) {
      if (error instanceof XmlReadError) throw unreadable(this.#operation, error)
      throw error
    }
  }
}

/** Gives a failed response message its `error`, which is made when it is first read: an answer may have a million of them. */
function addError(operation: Operation<unknown, unknown>, message: ResponseMessage) {
  const as = (property: PropertyDescriptor) => Object.defineProperty(message, 'error', { ...property, ...VISIBLE })
  as({
    get() {
      const error = responseMessageError(operation, message)
      as({ value: error, writable: true })
      return error
    },
  })
}

const VISIBLE = { enumerable: true, configurable: true }

type EnvelopeOf<Response> = NonNullable<ReturnType<typeof responseEnvelope<Response>>['type']['valueType']>

function unreadable(operation: Operation<unknown, unknown>, cause: XmlReadError): EwsProtocolError {
  const { name } = operation
  return new EwsProtocolError({
    message: `${name} failed: the answer is not a complete EWS answer. ${cause.message}${unknownOutcome(operation)}`,
    hint: 'Check that the URL is that of EWS, and whether a proxy in between changes or cuts off what Exchange sends.',
    operation: name,
    cause,
  })
}

/**
 * The answer to a call of `operation`, for those with a transport of their own. A failed element of a batch doesn't
 * throw: it carries its `error`.
 *
 * @throws EwsProtocolError when it isn't a complete EWS answer
 * @throws EwsResponseError, EwsThrottledError for a SOAP fault
 */
export function parseEnvelope<Response>(operation: Operation<unknown, Response>, xml: string | Uint8Array): Response {
  const reader = new EnvelopeReader(operation)
  reader.write(typeof xml === 'string' ? Buffer.from(xml) : xml)
  return reader.end()
}
