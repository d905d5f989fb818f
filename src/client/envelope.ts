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
import { type FailedCall, failedCall, type Redaction, unknownOutcome } from './failure/failed-call'
import { faultError, responseMessageError, wasCarriedOut } from './failure/response-error'
import type { SeenVersion } from './observation/seen-answer'

/** The SOAP header of a request. */
export interface EnvelopeHeaders {
  /** The schema that the request is written in. Defaults to `Exchange2013_SP1`, which every supported server knows. */
  readonly version?: ExchangeVersion | undefined
  /** The mailbox that the account acts for. Defaults to its own. */
  readonly impersonate?: ConnectingSID | undefined
}

/**
 * Returns the SOAP envelope for a call of `operation`, for a transport of your own.
 *
 * @throws EwsRequestError naming the field that is missing, unknown, of the wrong type, or contains a character that XML can't carry
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
    hint: `Correct ${path || 'the request'} and call again. Nothing was sent.`,
    operation: operation.name,
    path,
  })
}

/** How to read an answer. */
export interface ReadingOptions {
  /** How many response messages are accepted, `requestedCount` of the request. Defaults to no bound. */
  readonly requested?: number | undefined
  /** Removes credentials that the answer reflects from its errors. Defaults to leaving them as they are. */
  readonly redacted?: Redaction | undefined
}

/** Reads the answer to one call while it arrives. */
export class EnvelopeReader<Response> {
  readonly #operation: Operation<unknown, Response>
  readonly #call: FailedCall
  readonly #reader: XmlReader<EnvelopeOf<Response>>
  #serverVersion: SeenVersion | undefined

  constructor(operation: Operation<unknown, Response>, { requested, redacted }: ReadingOptions = {}) {
    this.#operation = operation
    this.#call = failedCall(operation, true, redacted)
    this.#reader = new XmlReader(responseEnvelope(operation), { requested })
  }

  /** The version of the server, once the answer is read; `undefined` if the answer doesn't say. */
  get serverVersion(): SeenVersion | undefined {
    return this.#serverVersion
  }

  /** @throws EwsProtocolError */
  write(chunk: Uint8Array): void {
    this.#read(() => this.#reader.write(chunk))
  }

  /**
   * Returns the answer, in which each failed element of a batch has its `error`.
   *
   * @param status of the HTTP answer, if there was one
   * @throws EwsProtocolError if the answer isn't complete
   * @throws EwsResponseError, EwsThrottledError for a SOAP fault
   */
  end(status?: number): Response {
    const { header, body } = this.#read(() => this.#reader.end())
    this.#serverVersion = header?.serverVersionInfo
    const { fault, response } = body
    if (fault !== undefined) throw faultError(this.#call, fault, status)
    for (const message of this.#operation.responseMessages(response)) {
      if (!wasCarriedOut(message)) addError(this.#call, message)
    }
    return response
  }

  #read<Result>(step: () => Result): Result {
    try {
      return step()
    } catch (error) {
      if (error instanceof XmlReadError) throw unreadable(this.#call, error)
      throw error
    }
  }
}

/** Gives a failed response message its `error`, which is made when it is first read: an answer may have a million of them. */
function addError(call: FailedCall, message: ResponseMessage) {
  const as = (property: PropertyDescriptor) => Object.defineProperty(message, 'error', { ...property, ...VISIBLE })
  as({
    get() {
      const error = responseMessageError(call, message)
      as({ value: error, writable: true })
      return error
    },
  })
}

const VISIBLE = { enumerable: true, configurable: true }

type EnvelopeOf<Response> = NonNullable<ReturnType<typeof responseEnvelope<Response>>['type']['valueType']>

function unreadable(call: FailedCall, cause: XmlReadError): EwsProtocolError {
  return new EwsProtocolError({
    message: `${call.operation} failed: the answer is not a complete EWS answer. ${cause.message}${unknownOutcome(call)}`,
    hint: 'Check that the URL is that of EWS, and whether a proxy in between changes or cuts off what Exchange sends.',
    operation: call.operation,
    cause,
  })
}

/**
 * Returns the answer to a call of `operation`, for a transport of your own. A failed element of a batch doesn't throw: it has an `error`.
 *
 * @throws EwsProtocolError if it isn't a complete EWS answer
 * @throws EwsResponseError, EwsThrottledError for a SOAP fault
 */
export function parseEnvelope<Response>(operation: Operation<unknown, Response>, xml: string | Uint8Array): Response {
  const reader = new EnvelopeReader(operation)
  reader.write(typeof xml === 'string' ? Buffer.from(xml) : xml)
  return reader.end()
}
