import type { Dispatcher } from 'undici'
import { untilAborted } from '../deadline'
import { redactedHeaders, responseChannel, textOf } from '../observation/trace'
import { ContentCodingError, contentCodings, decoded } from './content-coding'
import type { Reflections } from './reflections'
import { type LateAnswer, RequestFailure } from './request-failure'

/** More than any error page has, and little enough to read just to keep the connection. */
const DISCARD_LIMIT = 128 * 1024

/** The facts about its request that an answer keeps. */
export interface Exchange {
  /** Counts the exchanges of this process. */
  readonly number: number
  readonly operation: string
  /** Whether the request carried the envelope. */
  readonly enveloped: boolean
  /** Aborts when the caller gives up. */
  readonly signal: AbortSignal
  /** Credentials that the server may reflect. */
  readonly reflections: Reflections
  /** Goes on with `reading` for a while after the call gave up, and closes the connection if that isn't enough. */
  linger(reading: Promise<unknown>): void
  /** Closes the connection at once. */
  break(): void
}

/** The answer to one HTTP request: status and headers have arrived, and the body is arriving. */
export class HttpAnswer implements LateAnswer {
  readonly status: number
  /** Settles when the connection is free again, or closed. */
  readonly ended: Promise<void>
  readonly #headers: Readonly<Record<string, string | string[] | undefined>>
  readonly #body: Dispatcher.ResponseData['body']
  readonly #exchange: Exchange
  #bytes = 0
  #end = () => {}

  constructor({ statusCode, headers, body }: Dispatcher.ResponseData, exchange: Exchange) {
    this.status = statusCode
    this.#headers = headers
    this.#body = body
    this.#exchange = exchange
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    // The reader of the body gets its errors. Without a listener, an error while nobody reads would end the process.
    body.on('error', () => {})
  }

  /** Whether the request carried the envelope. */
  get enveloped(): boolean {
    return this.#exchange.enveloped
  }

  /** Whether the server may have carried the request out: it had the envelope, and didn't refuse it for lack of authentication. */
  get sent(): boolean {
    return this.#exchange.enveloped && this.status !== 401
  }

  /** How many bytes of the body have been read so far, after decompression. */
  get bytes(): number {
    return this.#bytes
  }

  /** Returns all values of a header, joined as RFC 9110, 5.3 says. It may reflect credentials. */
  header(name: string): string {
    return [this.#headers[name] ?? ''].flat().join(', ')
  }

  /** Removes credentials that the server reflects from a text of this answer. */
  redacted(text: string): string {
    return this.#exchange.reflections.redacted(text)
  }

  /** The codings of the body, in the order in which they were applied. */
  get contentCodings(): string[] {
    return contentCodings(this.header('content-encoding'))
  }

  /**
   * The body as it arrives, decompressed. Stopping early closes the connection. If the request's signal aborts, the connection keeps reading
   * for a while instead.
   *
   * @throws RequestFailure, ContentCodingError
   */
  chunks(): AsyncGenerator<Uint8Array> {
    return this.#read(this.#exchange.signal)
  }

  /**
   * Reads to the end, so that the connection stays usable. If the body is very long, it closes the connection instead.
   *
   * @param keep how many bytes of the beginning are returned
   * @throws RequestFailure
   */
  discard(keep = 0): Promise<Buffer> {
    return this.#discard(this.#exchange.signal, keep)
  }

  /** Reads to the end although the call has given up. */
  async drain(): Promise<void> {
    await this.#discard(undefined, 0)
  }

  async #discard(signal: AbortSignal | undefined, keep: number): Promise<Buffer> {
    const beginning: Uint8Array[] = []
    try {
      for await (const chunk of this.#read(signal)) {
        if (this.#bytes - chunk.length < keep) beginning.push(chunk)
        if (this.#bytes > DISCARD_LIMIT) break
      }
    } catch (error) {
      // Nobody needs all of it, so it may be unreadable.
      if (!(error instanceof ContentCodingError)) throw error
    }
    return Buffer.concat(beginning).subarray(0, keep)
  }

  async *#read(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    const content = decoded(this.#body, this.contentCodings)[Symbol.asyncIterator]()
    const traced: Uint8Array[] = []
    let complete = false
    let lingers = false
    try {
      for (;;) {
        const { done, value } = await (signal === undefined ? content.next() : untilAborted(content.next(), signal))
        complete = done === true
        if (done === true) return
        this.#bytes += value.length
        if (responseChannel.hasSubscribers) traced.push(value)
        yield value
      }
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) {
        lingers = true
        this.#exchange.linger(this.#readRest(content))
      }
      throw error instanceof ContentCodingError ? error : new RequestFailure(error, { sent: this.sent })
    } finally {
      this.#trace(Buffer.concat(traced))
      if (!complete && !lingers && !this.#body.readableEnded) this.#exchange.break()
      if (!lingers) this.#end()
    }
  }

  /** Reads the rest after the call gave up. Nobody needs its errors. */
  async #readRest(content: AsyncIterator<Uint8Array>): Promise<void> {
    try {
      let rest = DISCARD_LIMIT
      for (let next = await content.next(); next.done !== true; next = await content.next()) {
        rest -= next.value.length
        if (rest < 0) return this.#exchange.break()
      }
    } catch {
      // The connection is closed already.
    } finally {
      this.#end()
    }
  }

  #trace(body: Buffer) {
    if (!responseChannel.hasSubscribers) return
    const { number, operation } = this.#exchange
    const headers = Object.fromEntries(
      Object.entries(redactedHeaders(this.#headers)).map(([name, value]) => [name, this.redacted(value)]),
    )
    const text = this.redacted(textOf(body))
    responseChannel.publish({ exchange: number, operation, status: this.status, headers, body: text })
  }
}
