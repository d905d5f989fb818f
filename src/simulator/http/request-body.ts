import type { IncomingMessage } from 'node:http'

/** As `maxAllowedContentLength` of Exchange's EWS: 64 MB. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024

/** All of a request's body, or why there is none: the client went away, or it is more than EWS takes. */
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
