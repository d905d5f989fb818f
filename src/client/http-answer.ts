import type { Dispatcher } from 'undici'
import { ContentCodingError, contentCodings, decoded } from './content-coding'
import { redactedHeaders, responseChannel, textOf } from './trace'

/** More than any page of an error, and little enough to read just to keep a connection. */
const DISCARD_LIMIT = 128 * 1024

/** The answer to one HTTP request: status and headers are there, the body arrives. */
export class HttpAnswer {
  readonly status: number
  readonly #headers: Readonly<Record<string, string | string[] | undefined>>
  readonly #body: Dispatcher.ResponseData['body']
  readonly #of: { exchange: number; operation: string }

  constructor({ statusCode, headers, body }: Dispatcher.ResponseData, of: { exchange: number; operation: string }) {
    this.status = statusCode
    this.#headers = headers
    this.#body = body
    this.#of = of
  }

  /** All values of a header, joined as RFC 9110, 5.3 says. */
  header(name: string): string {
    return [this.#headers[name] ?? ''].flat().join(', ')
  }

  /** What the body was encoded with on its way, in this order. */
  get contentCodings(): string[] {
    return contentCodings(this.header('content-encoding'))
  }

  /**
   * The body as it arrives, decompressed. Who stops early closes the connection.
   *
   * @throws ContentCodingError
   */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const traced: Uint8Array[] = []
    try {
      for await (const chunk of decoded(this.#body, this.contentCodings)) {
        if (responseChannel.hasSubscribers) traced.push(chunk)
        yield chunk
      }
    } finally {
      this.#trace(Buffer.concat(traced))
    }
  }

  /** Reads on to the end without looking, so that the connection stays usable; what is very long costs the connection. */
  async discard(): Promise<void> {
    let bytes = 0
    try {
      for await (const chunk of this.chunks()) {
        bytes += chunk.length
        if (bytes > DISCARD_LIMIT) return
      }
    } catch (error) {
      // What nobody wants to read may be unreadable.
      if (!(error instanceof ContentCodingError)) throw error
    }
  }

  #trace(body: Buffer) {
    if (!responseChannel.hasSubscribers) return
    const headers = redactedHeaders(this.#headers)
    responseChannel.publish({ ...this.#of, status: this.status, headers, body: textOf(body) })
  }
}
