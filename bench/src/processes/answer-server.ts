/** Serves `?kind=...&bytes=...` with an answer of that kind and length, and tells its parent the port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isAnswerKind, longAnswer } from '../long-answer.js'

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost')
  const kind = searchParams.get('kind')
  if (!isAnswerKind(kind)) {
    response.writeHead(404).end()
    return
  }
  request.resume()
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' })
  await pipeline(Readable.from(longAnswer(kind, Number(searchParams.get('bytes'))), { objectMode: false }), response)
})

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.(port)
})
process.once('disconnect', () => process.exit())
