import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** The `Accept-Encoding` of requests (RFC 9110, 12.5.3). No other coding is decoded. */
export const ACCEPTED_CODING = 'gzip'

/** How much is decompressed at a time: enough for small answers, and the most by which a bomb can exceed the limit. */
const CHUNK_BYTES = 64 * 1024

/** Compressed content is damaged, or incomplete in a complete HTTP message. */
export class ContentCodingError extends Error {
  override readonly name = 'ContentCodingError'
}

/** Returns the codings in `Content-Encoding`, in the order in which they were applied (RFC 9110, 8.4). */
export function contentCodings(contentEncoding: string): string[] {
  return contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
}

/** Whether the codings mean gzip. `x-gzip` is its old name (RFC 9110, 8.4.1.3). */
const isGzip = ([coding, ...further]: readonly string[]) =>
  (coding === 'gzip' || coding === 'x-gzip') && further.length === 0

/** Whether content with these codings can be decoded. */
export const isDecodable = (codings: readonly string[]): boolean => codings.length === 0 || isGzip(codings)

/**
 * Yields the content of `body` as it arrives. Content with codings that can't be decoded is yielded unchanged. A caller that stops
 * reading early closes `body`, and the connection with it.
 *
 * @throws ContentCodingError
 */
export function decoded(body: Readable, codings: readonly string[]): AsyncIterable<Uint8Array> {
  return isGzip(codings) ? gunzipped(body) : body
}

async function* gunzipped(body: Readable): AsyncGenerator<Uint8Array> {
  // The callback does nothing, since reading the second stream throws the error of either one.
  const content = pipeline(body, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined)
  try {
    yield* content
  } catch (error) {
    throw isZlibError(error) ? new ContentCodingError(error.message, { cause: error }) : error
  } finally {
    body.destroy()
  }
}

/** Whether this is an error of zlib, such as Z_DATA_ERROR. */
const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
