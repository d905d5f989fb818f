import type { Operation } from '../operations/soap/operation'
import { EnvelopeReader } from './envelope'
import { EnvelopeEnd } from './envelope-end'
import { tooLarge } from './failure/call-failure'
import { failedCall, type Redaction } from './failure/failed-call'

/** The facts about the HTTP answer that the stream is in. */
export interface StreamFacts {
  /** The most bytes of one envelope. The stream as a whole has no limit. */
  readonly maxResponseBytes: number
  /** The status of the HTTP answer. */
  readonly status: number
  /** Removes credentials that the answer reflects. */
  readonly redacted?: Redaction
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d

/**
 * Reads envelopes that come one after another, each as soon as its last byte has arrived (MS-OXWSNTIF, GetStreamingEvents).
 *
 * @throws EwsProtocolError if there is no envelope, or one is broken or too large, or the stream ends within it
 * @throws EwsResponseError, EwsThrottledError for a SOAP fault
 */
export async function* envelopeStream<Response>(
  chunks: AsyncIterable<Uint8Array>,
  operation: Operation<unknown, Response>,
  { maxResponseBytes, status, redacted }: StreamFacts,
): AsyncGenerator<Response, void, undefined> {
  const end = new EnvelopeEnd()
  let reader: EnvelopeReader<Response> | undefined
  let bytes = 0
  let isEmpty = true
  for await (const chunk of chunks) {
    let from = 0
    while (from < chunk.length) {
      if (reader === undefined && isSpace(chunk[from])) {
        from += 1
        continue
      }
      reader ??= new EnvelopeReader(operation, { redacted })
      const to = end.after(chunk, from)
      const part = chunk.subarray(from, to)
      from += part.length
      bytes += part.length
      if (bytes > maxResponseBytes) throw tooLarge(failedCall(operation, true), maxResponseBytes)
      reader.write(part)
      if (to === undefined) continue
      const response = reader.end(status)
      reader = undefined
      isEmpty = false
      bytes = 0
      yield response
    }
  }
  // Throws, because the envelope has no end, or there was none at all.
  if (isEmpty) reader ??= new EnvelopeReader(operation, { redacted })
  if (reader !== undefined) yield reader.end(status)
}
