import type { IncomingMessage, ServerResponse } from 'node:http'
import { AvId, messageType, writeChallengeMessage } from '../src/simulator/authentication/ntlm-message'
import { findItemAnswer, httpServer } from './http-server'

/** The credentials in a request: none, NTLM's first message, its last one, or others. */
export type Brought = 'nothing' | 'negotiate' | 'proof' | 'other'

/** Answers a request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => unknown

/** A challenge of a server that sends its time. `negotiateFlags` makes one of a less careful server. */
export const challengeToken = ({ negotiateFlags = 0xffffffff }: { negotiateFlags?: number } = {}): string =>
  writeChallengeMessage({
    negotiateFlags,
    serverChallenge: Buffer.alloc(8, 1),
    targetName: 'EXAMPLE',
    targetInfo: new Map([[AvId.timestamp, Buffer.alloc(8, 1)]]),
  }).toString('base64')

/** Answers 401 with these challenges. */
export const challenging =
  (...challenges: readonly string[]): Behaviour =>
  (_request, response) =>
    response.writeHead(401, { 'www-authenticate': [...challenges] }).end()

/** Answers FindItem. */
export const answering: Behaviour = (_request, response) =>
  response.writeHead(200, { 'content-type': 'text/xml' }).end(findItemAnswer)

/** Runs through the behaviours, and stays with the last one. */
export function inTurn(behaviours: readonly Behaviour[]): Behaviour {
  const rest = [...behaviours]
  return (request, response) => (rest.length > 1 ? rest.shift() : rest[0])?.(request, response)
}

/** The answers of a server that exchanges NTLM's messages and verifies nothing. */
const BELIEVING: Readonly<Record<Brought, Behaviour>> = {
  nothing: answering,
  negotiate: (request, response) => challenging(`NTLM ${challengeToken()}`)(request, response),
  proof: answering,
  other: answering,
}

function broughtBy({ headers: { authorization = '' } }: IncomingMessage): Brought {
  const [scheme = '', token = ''] = authorization.split(' ')
  if (scheme === '') return 'nothing'
  if (scheme !== 'NTLM') return 'other'
  return messageType(Buffer.from(token, 'base64')) === 1 ? 'negotiate' : 'proof'
}

/**
 * A server that answers instead of Exchange and deviates in its NTLM, over a real socket. It ends with the test.
 *
 * @returns its address, and `seen`: a growing list of what each request carried
 */
export async function ntlmServer(
  behaviours: Partial<Record<Brought, Behaviour>>,
): Promise<{ url: string; ca: undefined; seen: Brought[] }> {
  const seen: Brought[] = []
  const server = await httpServer((request, response) => {
    const brought = broughtBy(request)
    seen.push(brought)
    const behaviour = behaviours[brought] ?? BELIEVING[brought]
    behaviour(request, response)
  })
  return { ...server, seen }
}
