import { decode, encode } from '../../kerberos/asn1'
import { KdcProxyMessage } from '../../kerberos/messages'
import { MAX_ANSWER_BYTES, withLength, withoutLength } from './tcp-exchange'

/** The TLS options that apply to a proxy. */
export interface ProxyTls {
  readonly ca?: string | Buffer | (string | Buffer)[] | undefined
  readonly rejectUnauthorized?: boolean | undefined
}

/**
 * Sends one message to a KDC of `realm` through an HTTPS proxy and reads one (MS-KKDCP, 3.1.5.1).
 *
 * @throws the system's error, an `Asn1Error`, or the signal's reason
 */
export async function exchangeOverProxy(
  url: URL,
  realm: string,
  message: Buffer,
  tls: ProxyTls,
  signal: AbortSignal,
): Promise<Buffer> {
  const body = encode(KdcProxyMessage, { kerbMessage: withLength(message), targetDomain: realm })
  const { kerbMessage } = decode(KdcProxyMessage, await post(url, body, tls, signal))
  const answer = withoutLength(kerbMessage)
  if (answer === undefined) throw new Error('The KDC proxy answered with an incomplete message')
  return answer
}

async function post(
  url: URL,
  body: Buffer,
  { ca, rejectUnauthorized }: ProxyTls,
  signal: AbortSignal,
): Promise<Buffer> {
  const { request } = await import('node:https')
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/kerberos',
      'content-length': body.length,
      'user-agent': 'ews-booking',
    }
    const tls = { ...(ca !== undefined && { ca }), ...(rejectUnauthorized !== undefined && { rejectUnauthorized }) }
    const sent = request(url, { method: 'POST', headers, signal, agent: false, ...tls }, (response) => {
      const chunks: Buffer[] = []
      let length = 0
      if (response.statusCode !== 200)
        response.destroy(new Error(`The KDC proxy answered with HTTP ${response.statusCode}`))
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        chunks.push(chunk)
        if (length > MAX_ANSWER_BYTES) response.destroy(new Error('The answer of the KDC proxy is too long'))
      })
      response.once('error', reject)
      response.once('close', () => reject(new Error('The KDC proxy closed the connection during its answer')))
      response.once('end', () => resolve(Buffer.concat(chunks)))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
