import { resolveSrv } from 'node:dns/promises'
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import { authenticationFor } from '../authentication'
import { loadConnector } from '../http/connector'
import { Reflections } from '../http/reflections'
import type { BearerAuth, KerberosAuth, PasswordAuth, TlsOptions } from '../options'
import { readOptions } from '../options'
import { systemRuntime } from '../runtime'
import { UnusableAnswerError } from './problem'

/** The longest answer that is read. */
const MAX_BYTES = 256 * 1024

/** An HTTP answer. */
export interface Answer {
  readonly status: number
  readonly location: string | undefined
  readonly text: string
}

/** A service of a domain (RFC 2782). */
export interface ServiceRecord {
  readonly name: string
  readonly port: number
  readonly priority: number
  readonly weight: number
}

/** What discovery needs of the network. It follows no redirects. */
export interface DiscoveryTransport {
  /** Gets a page without credentials. */
  look(url: URL, signal: AbortSignal): Promise<Answer>
  /** Posts a request, signed in. */
  ask(url: URL, body: string, signal: AbortSignal): Promise<Answer>
  services(name: string): Promise<readonly ServiceRecord[]>
  /** Removes credentials that a server reflects from a text. */
  redacted(text: string): string
}

/** How to sign in, and whom to trust. */
interface Access {
  readonly auth: PasswordAuth | KerberosAuth | BearerAuth
  readonly tls: TlsOptions | undefined
  readonly reflections: Reflections
}

/** The network. */
export function systemTransport(auth: Access['auth'], tls: TlsOptions | undefined): DiscoveryTransport {
  const reflections = new Reflections()
  return {
    look: (url, signal) => page(url, tls, signal),
    ask: (url, body, signal) => signedIn(url, body, { auth, tls, reflections }, signal),
    services: (name) => resolveSrv(name),
    redacted: (text) => reflections.redacted(text),
  }
}

const page = (url: URL, tls: TlsOptions | undefined, signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'ews-booking' }
    const request =
      url.protocol === 'https:' ? getSecure(url, { ...tls, headers, signal }) : getPlain(url, { headers, signal })
    request.on('error', reject)
    request.on('response', (response) => {
      const { statusCode = 0, headers } = response
      resolve({ status: statusCode, location: headers.location, text: '' })
      // The body doesn't matter.
      response.destroy()
    })
  })

async function signedIn(
  url: URL,
  body: string,
  { reflections, ...access }: Access,
  signal: AbortSignal,
): Promise<Answer> {
  const { auth, ...options } = readOptions({ url: url.href, ...access })
  // readOptions completes addresses of EWS, and this is none.
  const settings = { ...options, server: url }
  const connect = await loadConnector(settings, systemRuntime, reflections)
  const connection = connect()
  const authentication = authenticationFor(auth, url, settings.tls, systemRuntime)
  const headers = { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', 'user-agent': settings.userAgent }
  try {
    const answer = await authentication.send(connection, {
      operation: 'Autodiscover',
      headers,
      body,
      signal,
      lateMs: () => 0,
    })
    const chunks: Uint8Array[] = []
    for await (const chunk of answer.chunks()) {
      chunks.push(chunk)
      if (answer.bytes > MAX_BYTES) throw new UnusableAnswerError(`answers with more than ${MAX_BYTES} bytes`)
    }
    const text = Buffer.concat(chunks).toString()
    return { status: answer.status, location: answer.header('location') || undefined, text }
  } finally {
    await connection.close()
  }
}
