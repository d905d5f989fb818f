import type { IncomingMessage } from 'node:http'
import { ControlError } from './control-error'

/** The largest body, in bytes. It has room for a state with tens of thousands of appointments. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024

const isJson = (contentType = '') => /^application\/json\s*(;|$)/i.test(contentType)

/**
 * Reads a body. It must be declared as JSON, which a form on another site can't do.
 *
 * @throws ControlError
 */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  if (!isJson(request.headers['content-type'])) {
    throw new ControlError('NOT_JSON', 'Content-Type must be application/json')
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > LARGEST_BODY_BYTES) {
      const headers = { Connection: 'close' }
      throw new ControlError('TOO_LARGE', `The body has more than ${LARGEST_BODY_BYTES} bytes`, headers)
    }
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ControlError('BAD_REQUEST', 'The body is not valid JSON')
  }
}
