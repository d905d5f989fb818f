import { once } from 'node:events'
import { createServer } from 'node:https'
import { onTestFinished } from 'vitest'
import { exchangeOverTcp, withLength } from '../../../src/client/kerberos/tcp-exchange'
import { decode, encode } from '../../../src/kerberos/asn1'
import { KdcProxyMessage } from '../../../src/kerberos/messages'
import { certificateSignedWith } from '../../certificate'

/** Starts a KDC proxy (MS-KKDCP) in front of a KDC on loopback. It ends with the test. */
export async function kdcProxy(kdcPort: number): Promise<{ url: string; ca: string; realms: (string | undefined)[] }> {
  const realms: (string | undefined)[] = []
  const { key, cert } = await certificateSignedWith('ECDSA-SHA256')
  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { kerbMessage, targetDomain } = decode(KdcProxyMessage, Buffer.concat(chunks))
    realms.push(targetDomain)
    const answer = await exchangeOverTcp('127.0.0.1', kdcPort, kerbMessage.subarray(4), new AbortController().signal)
    response.end(encode(KdcProxyMessage, { kerbMessage: withLength(answer) }))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
  return { url: `https://localhost:${address.port}`, ca: cert, realms }
}
