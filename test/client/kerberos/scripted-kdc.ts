import { createServer } from 'node:net'
import { encode } from '../../../src/kerberos/asn1'
import { KrbError, MessageType, ticketGrantingService } from '../../../src/kerberos/messages'
import { listenOnLoopback } from '../../loopback'
import { REALM } from './simulated-realm'

/** A KDC that refuses every request with this code (RFC 4120, 7.5.9), over TCP. It ends with the test. Returns its address. */
export async function scriptedKdc(code: number): Promise<string> {
  const server = createServer((socket) => {
    socket.once('data', () => {
      const message = encode(KrbError, {
        version: 5,
        messageType: MessageType.error,
        serverTime: new Date(Math.floor(Date.now() / 1000) * 1000),
        serverMicroseconds: 0,
        code,
        realm: REALM,
        serviceName: ticketGrantingService(REALM),
      })
      const length = Buffer.alloc(4)
      length.writeUInt32BE(message.length)
      socket.end(Buffer.concat([length, message]))
    })
  })
  return `127.0.0.1:${await listenOnLoopback(server)}`
}
