import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { FindItem } from 'ews-booking'
import { onTestFinished } from 'vitest'
import { envelopeNamespaces, responseEnvelope } from '../src/operations/soap/envelope'
import { writeXml } from '../src/xml'
import { MAILBOX, PASSWORD, USERNAME } from './exchange'

/** A server that answers instead of Exchange, over a real socket. It accepts any credentials, and ends with the test. */
export async function httpServer(answer: RequestListener): Promise<{ url: string; ca: undefined }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
  return { url: `http://127.0.0.1:${address.port}/EWS/Exchange.asmx`, ca: undefined }
}

export const basicAuth = { auth: { type: 'basic', username: USERNAME, password: PASSWORD } } as const

const item = { subject: 'Überweisung', organizer: { mailbox: { emailAddress: MAILBOX } } }

/** A complete answer to FindItem, with one item that has this subject. */
export const foundSubject = item.subject
export const findItemAnswer = writeXml(
  responseEnvelope(FindItem),
  {
    body: {
      response: {
        responseMessages: [
          {
            responseClass: 'Success',
            responseCode: 'NoError',
            rootFolder: { totalItemsInView: 1, includesLastItemInRange: true, items: [item] },
          },
        ],
      },
    },
  },
  envelopeNamespaces,
)
