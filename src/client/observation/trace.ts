import { channel } from 'node:diagnostics_channel'

/** An HTTP request as it goes out, without its credentials. */
export interface RequestTrace {
  /** Counts the exchanges of this process, to find the answer to a request. */
  readonly exchange: number
  readonly operation: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An HTTP answer once it is read, without challenges. `body` is what had arrived when it ended or broke. */
export interface ResponseTrace {
  readonly exchange: number
  readonly operation: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * `node:diagnostics_channel` names of what goes over the wire. Messages are `RequestTrace` and `ResponseTrace`; envelopes
 * contain titles, descriptions and addresses, so subscribe to track down an error, not to write a log.
 */
export const requestChannel = channel('ews-booking:request')
export const responseChannel = channel('ews-booking:response')

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])

/** Returns headers that people and files may have: without credentials, and with only the schemes of challenges. */
export function redactedHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const text = [value ?? ''].flat().join(', ')
      if (SECRET_HEADERS.has(name)) return [name, text.replace(/^(\S+ )?.*$/s, '$1[redacted]')]
      return [name, name === 'www-authenticate' ? text.replace(/\b(NTLM|Negotiate) [\w+/=]+/gi, '$1 [redacted]') : text]
    }),
  )
}

/** Returns a body as text, with its byte-order mark: UTF-16 if the mark says so, otherwise UTF-8 (XML 1.0, F.1). */
export function textOf(body: Uint8Array): string {
  const [first, second] = body
  const bigEndian = first === 0xfe && second === 0xff
  const littleEndian = first === 0xff && second === 0xfe
  const encoding = bigEndian ? 'utf-16be' : littleEndian ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(body)
}
