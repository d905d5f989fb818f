import { getResponse, type RequestHandler } from 'msw'
import { Dispatcher } from 'undici'

/**
 * Answers a client's requests from msw's handlers. msw patches the global `fetch` and `node:http`, but undici's own calls
 * don't pass through either. They do pass through a dispatcher.
 */
export class MswDispatcher extends Dispatcher {
  readonly #handlers: RequestHandler[]

  constructor(...handlers: RequestHandler[]) {
    super()
    this.#handlers = handlers
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    handler.onConnect?.(() => undefined)
    this.#answer(options).then(
      async (response) => {
        const headers = [...response.headers].flat().map((text) => Buffer.from(text))
        handler.onHeaders?.(response.status, headers, () => undefined, response.statusText)
        handler.onData?.(Buffer.from(await response.arrayBuffer()))
        handler.onComplete?.([])
      },
      (error: Error) => handler.onError?.(error),
    )
    return true
  }

  async #answer({ origin, path, method, headers, body }: Dispatcher.DispatchOptions): Promise<Response> {
    if (typeof body !== 'string') throw new TypeError('The client sends envelopes as strings')
    const request = new Request(`${origin}${path}`, { method, headers: Object.entries(headers ?? {}), body })
    const response = await getResponse(this.#handlers, request)
    if (response === undefined) throw new Error(`No handler answers ${method} ${origin}${path}`)
    return response
  }

  override close(): Promise<void>
  override close(callback: () => void): void
  override close(callback?: () => void): Promise<void> | undefined {
    callback?.()
    return callback === undefined ? Promise.resolve() : undefined
  }
}
