import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import { FindItem, type Operation } from '../../src/operations'
import {
  type ConnectingSID,
  envelopeNamespaces,
  requestEnvelope,
  responseEnvelope,
} from '../../src/operations/soap/envelope'
import type { Simulator } from '../../src/simulator'
import { readXml, writeXml } from '../../src/xml'
import type { NtlmClient } from './ntlm-client'

export interface Answer {
  readonly status: number
  readonly statusMessage: string
  readonly headers: IncomingHttpHeaders
  /** The body as received, compressed or not. */
  readonly content: Buffer
  readonly text: string
}

interface Request {
  readonly method?: string
  readonly path?: string
  readonly authorization?: string | undefined
  readonly acceptEncoding?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export const DOMAIN_ACCOUNT = { domain: 'EXAMPLE', username: 'svc-booking', password: 's3cret' } as const

export const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** One connection to a simulator, kept alive between requests. */
export class EwsConnection {
  readonly #url: URL
  readonly #ca: string | undefined
  readonly #agent: HttpAgent

  constructor({ url, ca }: Pick<Simulator, 'url' | 'ca'>) {
    this.#url = new URL(url)
    this.#ca = ca
    this.#agent =
      this.#url.protocol === 'https:'
        ? new Agent({ keepAlive: true, maxSockets: 1, ca })
        : new HttpAgent({ keepAlive: true, maxSockets: 1 })
  }

  send({
    method = 'POST',
    path = this.#url.pathname,
    authorization,
    acceptEncoding,
    headers: more = {},
    body = '',
  }: Request): Promise<Answer> {
    const send = this.#url.protocol === 'https:' ? httpsRequest : httpRequest
    const { hostname, port } = this.#url
    const headers = {
      'Content-Type': 'text/xml; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      ...(authorization !== undefined && { Authorization: authorization }),
      ...(acceptEncoding !== undefined && { 'Accept-Encoding': acceptEncoding }),
      ...more,
    }
    return new Promise((resolve, reject) => {
      const outgoing = send({
        method,
        path,
        hostname,
        port,
        agent: this.#agent,
        ca: this.#ca,
        headers,
      })
      outgoing.on('error', reject)
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode = 0, statusMessage = '', headers } = response
          const content = Buffer.concat(chunks)
          resolve({ status: statusCode, statusMessage, headers, content, text: content.toString() })
        })
      })
      outgoing.end(body)
    })
  }

  /** Sends both legs of NTLM. The second one carries `body`. */
  async ntlm(
    client: NtlmClient,
    credentials: typeof DOMAIN_ACCOUNT | { domain: string; username: string; password: string },
    body = '',
  ): Promise<Answer> {
    const challenge = await this.send({ authorization: client.negotiate() })
    return this.send({
      authorization: client.authenticate(challenge.headers['www-authenticate'] ?? '', credentials),
      body,
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** The envelope of a request of `operation`. */
export const requestXml = <Request>(
  operation: Operation<Request, unknown>,
  request: Request,
  connectingSID?: ConnectingSID,
) =>
  writeXml(
    requestEnvelope(operation),
    { header: connectingSID && { exchangeImpersonation: { connectingSID } }, body: { request } },
    envelopeNamespaces,
  )

/** The smallest search on behalf of a mailbox's owner. */
export const searchXml = (impersonate: ConnectingSID): string =>
  requestXml(
    FindItem,
    {
      traversal: 'Shallow',
      itemShape: { baseShape: 'IdOnly' },
      parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
    },
    impersonate,
  )

/** Reads the answer or the fault strictly: in the order of the schema, without unknown elements. */
export const readAnswer = <Response>(operation: Operation<unknown, Response>, xml: string) =>
  readXml(responseEnvelope(operation), xml, { strict: true })
