import { randomBytes } from 'node:crypto'
import { EwsAuthenticationError, EwsRequestError } from '../../errors'
import type { HttpAnswer } from '../http/answer'
import type { Channel } from '../http/channel'
import type { Connection, HttpRequest } from '../http/connection'
import { authenticateMessage } from '../ntlm/authenticate-message'
import { type NtlmChallenge, readChallenge } from '../ntlm/challenge-message'
import { channelBinding } from '../ntlm/channel-binding'
import { type NtlmIdentity, ntlmIdentity } from '../ntlm/credentials'
import { negotiateMessage, passwordHash } from '../ntlm/negotiate-message'
import { NtlmChallengeError } from '../ntlm/ntlm-message'
import { responseKey } from '../ntlm/ntlmv2'
import { type NtlmAuth, revealed } from '../options'
import type { Authentication } from './authentication'
import { bindingHint } from './binding-hint'
import { isScheme, offeredSchemes, readChallenges } from './challenge'
import { passwordHint, refusal } from './refusal'

/** How many handshakes to try if connections don't last. The proof is sent only once, because accounts get locked. */
const MAX_HANDSHAKES = 3

/**
 * MS-NTHT: three messages over two requests authenticate a connection, and all later requests on it. The proof is bound to the TLS
 * channel (Extended Protection), so that nobody in between can use it.
 */
export class NtlmAuthentication implements Authentication {
  readonly scheme = 'NTLM'
  readonly #identity: NtlmIdentity
  readonly #hint: string
  readonly #password: string
  readonly #binds: boolean
  readonly #targetName: string
  #challenged = false

  constructor({ username, password, domain, channelBinding = 'auto' }: Omit<NtlmAuth, 'type'>, server: URL) {
    this.#identity = ntlmIdentity(username, domain)
    this.#hint = passwordHint({ username, domain })
    this.#password = revealed(password)
    this.#binds = channelBinding === 'auto'
    this.#targetName = `HTTP/${server.hostname.replace(/^\[(.*)\]$/, '$1')}`
  }

  /** Whether the server ever sent a challenge. */
  get challenged(): boolean {
    return this.#challenged
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    for (let handshakes = 0; handshakes < MAX_HANDSHAKES; handshakes += 1) {
      const answer = await this.#handshake(connection, request)
      if (answer !== undefined) return answer
    }
    throw interrupted(request.operation)
  }

  /**
   * Sends the envelope with the last message. The server would discard an earlier one.
   *
   * @returns `undefined` if the connection didn't last from the first message to the last
   */
  async #handshake(connection: Connection, request: HttpRequest): Promise<HttpAnswer | undefined> {
    const begun = performance.now()
    const negotiate = await negotiateMessage()
    const answer = await connection.send({ ...withMessage(request, negotiate), body: '' })
    if (answer.status !== 401) return answer
    const challenge = await readAnswer(answer, request.operation)
    this.#challenged = true
    const { channel } = connection
    if (channel === undefined) throw unknownChannel(request.operation)
    if (!channel.open) return undefined
    const proof = await this.#proof(channel, negotiate, challenge)
    const proven = await this.#prove(connection, channel, withMessage(request, proof))
    if (proven !== undefined) connection.handshaken('NTLM', proven.status !== 401, performance.now() - begun)
    if (proven?.status !== 401) return proven
    throw await refusal(
      proven,
      request.operation,
      'NTLM',
      `${this.#hint} ${bindingHint(channel.certificate, this.#binds)}`,
    )
  }

  async #proof(channel: Channel, negotiate: Buffer, challenge: NtlmChallenge): Promise<Buffer> {
    return authenticateMessage({
      identity: this.#identity,
      key: responseKey(this.#identity, await passwordHash(this.#password)),
      negotiateMessage: negotiate,
      challenge,
      targetName: this.#targetName,
      channelBinding: this.#bindingOf(channel),
      clientChallenge: randomBytes(8),
      fileTime: fileTimeOf(Date.now()),
    })
  }

  #bindingOf({ certificate }: Channel): Buffer | undefined {
    return certificate === undefined || !this.#binds ? undefined : channelBinding(certificate)
  }

  async #prove(connection: Connection, channel: Channel, request: HttpRequest): Promise<HttpAnswer | undefined> {
    const answer = await connection.send(request)
    const lasted = connection.channel === channel
    if (lasted && answer.status !== 401) channel.authenticated = true
    if (lasted || answer.status !== 401) return answer
    await answer.discard()
    return undefined
  }
}

function withMessage(request: HttpRequest, message: Buffer): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `NTLM ${message.toString('base64')}` } }
}

/** FILETIME: 100-nanosecond intervals since 1601 (MS-DTYP, 2.3.3). */
function fileTimeOf(milliseconds: number): Buffer {
  const time = Buffer.alloc(8)
  time.writeBigUInt64LE((BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n)
  return time
}

/** Returns the challenge in the answer to the first message, and reads the answer to its end. */
async function readAnswer(answer: HttpAnswer, operation: string): Promise<NtlmChallenge> {
  const header = answer.header('www-authenticate')
  const offers = readChallenges(header).filter(({ scheme }) => isScheme('NTLM')(scheme))
  const token = offers.find((offer) => offer.token !== undefined)?.token
  if (token === undefined) throw await refusal(answer, operation, 'NTLM', NO_CHALLENGE_HINT)
  await answer.discard()
  try {
    return readChallenge(token)
  } catch (error) {
    if (error instanceof NtlmChallengeError) throw unsafeChallenge(error, header, operation)
    throw error
  }
}

const NO_CHALLENGE_HINT =
  'The server offers NTLM but sends no challenge: look for a policy that denies incoming NTLM (Restrict NTLM), and for a proxy or ' +
  'balancer that changes the messages or spreads the requests of a connection.'

function unsafeChallenge(cause: NtlmChallengeError, header: string, operation: string): EwsAuthenticationError {
  return new EwsAuthenticationError({
    message: `${operation} failed: ${cause.message}`,
    hint: 'Let the server, or the proxy in front of it, offer NTLMv2 with extended session security.',
    operation,
    schemes: offeredSchemes(header),
    cause,
  })
}

function interrupted(operation: string): EwsAuthenticationError {
  return new EwsAuthenticationError({
    message: `${operation} failed: the connection was closed between the messages of NTLM, ${MAX_HANDSHAKES} times`,
    hint: 'NTLM authenticates a connection, so proxies and balancers must keep it open (persistent connections, affinity).',
    operation,
    schemes: ['NTLM'],
  })
}

function unknownChannel(operation: string): EwsRequestError {
  return new EwsRequestError({
    message: "The option dispatcher: makes its own connections, which NTLM can't authenticate",
    hint:
      'Pass `factory` on: (options) => new ProxyAgent({ uri, factory: options.factory, requestTls: options.tls }). ' +
      "undici's agent for SOCKS doesn't take it: use factory itself to make the client, with a `connect` for SOCKS.",
    operation,
    path: 'dispatcher',
  })
}
