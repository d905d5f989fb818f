import type { IncomingMessage } from 'node:http'

/** The `maxAllowedContentLength` of Exchange's EWS: 64 MB. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024

/** Reads the whole body of a request, unless the client aborts it or sends more than EWS accepts. */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'aborted' | 'too large'> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request) {
      bytes += chunk.length
      if (bytes <= LARGEST_BODY_BYTES) chunks.push(chunk)
    }
  } catch (error) {
    if (request.destroyed) return 'aborted'
    throw error
  }
  return bytes > LARGEST_BODY_BYTES ? 'too large' : Buffer.concat(chunks)
}
