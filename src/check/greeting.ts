import { offeredSchemes } from '../client/authentication/challenge'
import { BEGINNING_BYTES, pageWords } from '../client/failure/error-page'
import type { Connection } from '../client/http/connection'
import { textOf } from '../client/observation/trace'
import { quotable } from '../xml'

/** What the server answers to a request without an account. */
export interface Greeting {
  readonly status: number
  /** All values of a header, joined; empty if there is none. */
  readonly header: (name: string) => string
  /** The schemes that it offers, in its order and spelling. */
  readonly schemes: readonly string[]
  /** The beginning of the body. */
  readonly page: string
  /** What the page calls itself; empty if nothing. */
  readonly title: string
}

/**
 * Asks the server for EWS without an account: the request that a client signs in with, without credentials.
 *
 * @throws RequestFailure
 */
export async function greet(connection: Connection, userAgent: string, signal: AbortSignal): Promise<Greeting> {
  const answer = await connection.send({
    operation: 'check',
    headers: { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', 'user-agent': userAgent },
    body: '',
    signal,
    lateMs: () => 0,
  })
  const page = textOf(await answer.discard(BEGINNING_BYTES))
  return {
    status: answer.status,
    header: (name) => answer.header(name),
    schemes: offeredSchemes(answer.header('www-authenticate')),
    page,
    title: quotable(pageWords(page)),
  }
}
