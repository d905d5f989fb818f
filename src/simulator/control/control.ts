import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Simulator } from '../simulator'
import { calendarRoutes } from './calendar-routes'
import { clockRoutes } from './clock-routes'
import { ControlError } from './control-error'
import { EventStream } from './event-stream'
import { faultRoutes } from './fault-routes'
import { jsonBody } from './json-body'
import { pageFile } from './page-files'
import { requestRoutes } from './request-routes'
import { type Route, routeOf } from './route'
import { refuseForeign } from './same-origin'
import { simulatorRoutes } from './simulator-routes'
import { stateRoutes } from './state-routes'

/** The options of `startControl`. */
export interface ControlOptions {
  /** The port on loopback. Defaults to a free one. */
  readonly port?: number | undefined
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** A simulator's control API and its page, on loopback. */
export class Control implements AsyncDisposable {
  readonly #server: Server
  readonly #routes: readonly Route[]
  readonly #events: EventStream
  #url = ''

  /** @internal Use `startControl`. */
  constructor(exchange: Simulator) {
    this.#routes = [simulatorRoutes, calendarRoutes, clockRoutes, faultRoutes, requestRoutes, stateRoutes].flatMap(
      (routes) => routes(exchange),
    )
    this.#events = new EventStream(exchange)
    this.#server = createServer((request, response) => void this.#receive(request, response))
  }

  /** The address of the page: `http://127.0.0.1:50124/`. The API is below it, at `api/`. */
  get url(): string {
    return this.#url
  }

  /** @internal Use `startControl`. */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject)
        const address = this.#server.address()
        if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
        this.#url = `http://127.0.0.1:${address.port}/`
        resolve()
      })
    })
  }

  /** Stops listening, and closes all connections. The simulator goes on. */
  close(): Promise<void> {
    this.#events.close()
    if (!this.#server.listening) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#server.close((error) => (error === undefined ? resolve() : reject(error)))
      this.#server.closeAllConnections()
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      refuseForeign(request)
      await this.#answer(request, response)
    } catch (error) {
      if (response.headersSent || response.destroyed) response.destroy()
      else refuse(response, error)
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const method = request.method ?? ''
    if (method === 'GET' && pathname === '/api/events') return this.#events.open(response)
    const file = method === 'GET' ? await pageFile(pathname) : undefined
    if (file !== undefined) return void response.writeHead(200, { ...HEADERS, ...file.headers }).end(file.content)
    const { route, parameters } = routeOf(this.#routes, method, pathname)
    const { status, json } = await route.answer({ parameters, query: searchParams, body: () => jsonBody(request) })
    sendJson(response, status, json)
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status, code, message, headers } =
    error instanceof ControlError ? error : { status: 500, code: 'INTERNAL', message: String(error), headers: {} }
  sendJson(response, status, { error: { code, message } }, headers)
}

function sendJson(response: ServerResponse, status: number, json: unknown, headers: Record<string, string> = {}): void {
  const body = json === undefined ? undefined : JSON.stringify(json)
  const type =
    body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
  response.writeHead(status, { ...HEADERS, ...type, ...headers }).end(body)
}

/**
 * Starts the control API of a simulator, and its page. Tests in any language can set the simulator up through the API, and people
 * can watch it on the page. Both are only available on loopback, and refuse requests from other sites.
 *
 * @example
 * await using control = await startControl(exchange)
 * console.log(control.url) // open it in a browser
 */
export async function startControl(exchange: Simulator, { port = 0 }: ControlOptions = {}): Promise<Control> {
  const control = new Control(exchange)
  await control.listen(port)
  return control
}
