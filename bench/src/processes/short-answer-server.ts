/** Answers each request with the free/busy times of one mailbox with 50 events, as one piece, and tells its parent the port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freeBusyAnswer, freeBusyXml } from '../free-busy.js'
import { Random } from '../random.js'

const EVENTS = 50

const answer = Buffer.from(freeBusyXml(freeBusyAnswer(new Random(EVENTS), 1, EVENTS)))

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': answer.length }).end(answer)
  })
})

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.(port)
})
process.once('disconnect', () => process.exit())
