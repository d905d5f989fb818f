import { resolveSrv } from 'node:dns/promises'
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import { authenticationFor } from '../authentication'
import { loadConnector } from '../http/connector'
import type { BearerAuth, KerberosAuth, PasswordAuth, TlsOptions } from '../options'
import { readOptions } from '../options'
import { systemRuntime } from '../runtime'

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

/** What discovery needs of the network. Redirects are never followed here. */
export interface DiscoveryTransport {
  /** Gets a page without credentials. */
  look(url: URL, signal: AbortSignal): Promise<Answer>
  /** Posts a request, signed in. */
  ask(url: URL, body: string, signal: AbortSignal): Promise<Answer>
  services(name: string): Promise<readonly ServiceRecord[]>
}

/** The network. */
export const systemTransport = (
  auth: PasswordAuth | KerberosAuth | BearerAuth,
  tls: TlsOptions | undefined,
): DiscoveryTransport => ({
  look: (url, signal) => page(url, tls, signal),
  ask: (url, body, signal) => signedIn(url, body, { auth, tls }, signal),
  services: (name) => resolveSrv(name),
})

const page = (url: URL, tls: TlsOptions | undefined, signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'ews-booking' }
    const request =
      url.protocol === 'https:' ? getSecure(url, { ...tls, headers, signal }) : getPlain(url, { headers, signal })
    request.on('error', reject)
    request.on('response', (response) => {
      const { statusCode = 0, headers } = response
      resolve({ status: statusCode, location: headers.location, text: '' })
      // What the page says is no matter.
      response.destroy()
    })
  })

async function signedIn(
  url: URL,
  body: string,
  options: { auth: PasswordAuth | KerberosAuth | BearerAuth; tls: TlsOptions | undefined },
  signal: AbortSignal,
): Promise<Answer> {
  const { auth, ...settings } = readOptions({ url: url.href, ...options })
  const connect = await loadConnector(settings, systemRuntime)
  const connection = connect()
  const authentication = authenticationFor(auth, settings.server, settings.tls, systemRuntime)
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
      if (answer.bytes > MAX_BYTES) throw new RangeError(`The answer is longer than ${MAX_BYTES} bytes`)
    }
    const text = Buffer.concat(chunks).toString()
    return { status: answer.status, location: answer.header('location') || undefined, text }
  } finally {
    await connection.close()
  }
}
