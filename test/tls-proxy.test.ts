import { randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { certificateSignedWith } from './certificate'
import { clientOf, exchange, search } from './exchange'
import { basicAuth } from './http-server'
import { listenOnLoopback } from './loopback'
import { type TlsEndpoint, tlsProxy } from './tls-proxy'

const certificate = await certificateSignedWith('ECDSA-SHA256')

/** A TLS server that calls back with each connection. */
async function tlsServer(answer: (socket: TLSSocket) => void): Promise<TlsEndpoint & { accepted: () => number }> {
  let accepted = 0
  const server = createServer(certificate, (socket) => {
    accepted += 1
    answer(socket)
  })
  return { url: `https://127.0.0.1:${await listenOnLoopback(server)}/`, ca: certificate.cert, accepted: () => accepted }
}

async function connected({ url, ca }: TlsEndpoint): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), ca })
  await once(socket, 'secureConnect')
  return socket
}

describe('a proxy that ends TLS', () => {
  it('passes bytes unchanged in both directions', async () => {
    const sent = randomBytes(1024 * 1024)
    const socket = await connected(await tlsProxy(await tlsServer((each) => each.pipe(each))))
    socket.write(sent)
    const received: Buffer[] = []
    for await (const chunk of socket) {
      received.push(chunk)
      if (Buffer.concat(received).length >= sent.length) break
    }
    expect(Buffer.concat(received).equals(sent)).toBe(true)
  })

  it('presents its own certificate with its own key', async () => {
    const socket = await connected(await tlsProxy(await tlsServer(() => {})))
    const seen = new X509Certificate(socket.getPeerCertificate().raw)
    const real = new X509Certificate(certificate.cert)
    expect(seen.raw.equals(real.raw)).toBe(false)
    expect(seen.publicKey.equals(real.publicKey)).toBe(false)
  })

  it('presents the certificate that it was given', async () => {
    const given = await certificateSignedWith('ECDSA-SHA384')
    const socket = await connected(await tlsProxy(await tlsServer(() => {}), given))
    expect(socket.getPeerCertificate().raw.equals(new X509Certificate(given.cert).raw)).toBe(true)
  })

  it('opens one connection to the server for each connection of a client', async () => {
    const server = await tlsServer((each) => each.pipe(each))
    const proxy = await tlsProxy(server)
    for (const socket of await Promise.all([connected(proxy), connected(proxy)])) {
      socket.write('1')
      await once(socket, 'data')
      socket.write('2')
      await once(socket, 'data')
    }
    expect(server.accepted()).toBe(2)
  })

  it("ends the client's connection when the server ends its own", async () => {
    const socket = await connected(await tlsProxy(await tlsServer((each) => each.end('bye'))))
    expect((await buffer(socket)).toString()).toBe('bye')
  })

  it("ends the client's connection when the server's breaks", async () => {
    const socket = await connected(await tlsProxy(await tlsServer((each) => each.destroy())))
    await once(
      socket.on('error', () => {}),
      'close',
    )
    expect(socket.destroyed).toBe(true)
  })

  it("connects an EWS client to the path of the server's URL", async () => {
    const server = await exchange({ https: certificate })
    await clientOf(await tlsProxy(server), basicAuth).findItem(search)
    expect(server.requests).toHaveLength(1)
  })
})
