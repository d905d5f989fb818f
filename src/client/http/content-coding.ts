import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** What we ask servers for in `Accept-Encoding` (RFC 9110, 12.5.3); nothing else is decoded. */
export const ACCEPTED_CODING = 'gzip'

/** How much is decompressed at a time: a small answer in one step, and of a bomb no more than this above the limit. */
const CHUNK_BYTES = 64 * 1024

/** Compressed content is damaged, or ends before its end although the HTTP message is complete. */
export class ContentCodingError extends Error {
  override readonly name = 'ContentCodingError'
}

/** The codings that `Content-Encoding` lists, in the order in which they were applied (RFC 9110, 8.4). */
export function contentCodings(contentEncoding: string): string[] {
  return contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
}

/** Codings that mean gzip; `x-gzip` is its old name (RFC 9110, 8.4.1.3). */
const isGzip = ([coding, ...further]: readonly string[]) =>
  (coding === 'gzip' || coding === 'x-gzip') && further.length === 0

/** Whether content of these codings can be read. */
export const isDecodable = (codings: readonly string[]): boolean => codings.length === 0 || isGzip(codings)

/**
 * The content of `body` as it arrives; of codings that aren't decodable the bytes as they are. Who stops reading early closes
 * `body` and with it the connection.
 *
 * @throws ContentCodingError
 */
export function decoded(body: Readable, codings: readonly string[]): AsyncIterable<Uint8Array> {
  return isGzip(codings) ? gunzipped(body) : body
}

async function* gunzipped(body: Readable): AsyncGenerator<Uint8Array> {
  // The callback has nothing to do: an error of either stream comes out of reading the second.
  const content = pipeline(body, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined)
  try {
    yield* content
  } catch (error) {
    throw isZlibError(error) ? new ContentCodingError(error.message, { cause: error }) : error
  } finally {
    body.destroy()
  }
}

/** Z_DATA_ERROR and its kin (zlib.h). */
const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
