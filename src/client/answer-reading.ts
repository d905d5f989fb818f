import { EwsProtocolError } from '../errors'
import { XmlReadError } from '../xml'
import type { EnvelopeReader } from './envelope'
import { tooLarge } from './failure/call-failure'
import { BEGINNING_BYTES } from './failure/error-page'
import type { FailedCall } from './failure/failed-call'
import { httpError } from './failure/http-error'
import type { HttpAnswer } from './http/answer'
import { textOf } from './observation/trace'

/** Limit and clock for reading an answer. */
interface Circumstances {
  /** The most bytes of an answer, after decompression. */
  readonly maxResponseBytes: number
  /** Milliseconds since 1970, UTC. */
  now(): number
}

/**
 * Reads the envelope of an answer while it arrives.
 *
 * @throws EwsProtocolError, EwsResponseError, EwsThrottledError, and RequestFailure if the connection breaks
 */
export async function readAnswer<Response>(
  reader: EnvelopeReader<Response>,
  answer: HttpAnswer,
  call: FailedCall,
  { maxResponseBytes, now }: Circumstances,
): Promise<Response> {
  const beginning: Uint8Array[] = []
  try {
    for await (const chunk of answer.chunks()) {
      if (answer.bytes > maxResponseBytes) throw tooLarge(call, maxResponseBytes)
      if (answer.bytes - chunk.length < BEGINNING_BYTES) beginning.push(chunk.subarray(0, BEGINNING_BYTES))
      reader.write(chunk)
    }
    return reader.end(answer.status)
  } catch (error) {
    // Both EWS's faults and the error pages of a server come with 500. What can't be read as a fault is a page.
    if (answer.status !== 500 || !isUnreadable(error)) throw error
    throw httpError(call, answer, textOf(Buffer.concat(beginning)), now())
  }
}

const isUnreadable = (error: unknown): boolean =>
  error instanceof EwsProtocolError && error.cause instanceof XmlReadError
