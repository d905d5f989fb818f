import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Control, type Simulator, startControl } from 'ews-booking/simulator'
import { onTestFinished } from 'vitest'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** The body as JSON. `undefined` if there is none. */
  readonly json: unknown
}

/** Starts the control API of a simulator. It ends with the test. */
export async function control(exchange: Simulator): Promise<Control> {
  const started = await startControl(exchange)
  onTestFinished(() => started.close())
  return started
}

/** Sends a control request, with headers that `fetch` doesn't allow as well. */
export async function send(
  { url }: Pick<Control, 'url'>,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' }
  const sent = request(new URL(path, url), { method, headers: { ...type, ...headers }, agent: false })
  sent.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body))
  const [response] = await once(sent, 'response')
  const received = await text(response)
  const isJson = response.headers['content-type'] === 'application/json'
  const json = isJson ? JSON.parse(received) : undefined
  return { status: response.statusCode, headers: response.headers, text: received, json }
}
