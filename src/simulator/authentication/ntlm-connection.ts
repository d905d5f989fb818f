import { randomBytes } from 'node:crypto'
import { type Account, findAccount, NETBIOS_DOMAIN } from './account'
import type { ChannelBindingCheck } from './extended-protection'
import {
  AvId,
  messageType,
  NtlmMessageError,
  readAuthenticateMessage,
  readNegotiateFlags,
  type TargetInfo,
  writeChallengeMessage,
} from './ntlm-message'
import { type Handshake, provesPassword } from './ntlmv2'

/** The server's answer to a client's message. */
export type NtlmAnswer =
  | { readonly step: 'challenge'; readonly message: Buffer }
  | { readonly step: 'authenticated'; readonly account: Account }
  | { readonly step: 'refused' }

/** The settings that all connections of a server share. */
export interface NtlmServer {
  readonly accounts: readonly Account[]
  readonly now: () => Date
  readonly acceptsChannelBinding: ChannelBindingCheck
}

const REFUSED: NtlmAnswer = { step: 'refused' }

/** The server's side of NTLM on one connection. The account is signed in on the connection, not for a single request. */
export class NtlmConnection {
  readonly #server: NtlmServer
  #handshake: Handshake | undefined
  #account: Account | undefined

  constructor(server: NtlmServer) {
    this.#server = server
  }

  /** The account that is signed in, if any. */
  get account(): Account | undefined {
    return this.#account
  }

  /** Handles a client's message. Every message signs out the previous account, and a challenge can be answered once. */
  receive(message: Buffer): NtlmAnswer {
    const handshake = this.#handshake
    this.#handshake = undefined
    this.#account = undefined
    try {
      return this.#answer(message, handshake)
    } catch (error) {
      if (error instanceof NtlmMessageError) return REFUSED
      throw error
    }
  }

  #answer(message: Buffer, handshake: Handshake | undefined): NtlmAnswer {
    const type = messageType(message)
    if (type === 1) return this.#challenge(message)
    return type === 3 && handshake !== undefined ? this.#verify(message, handshake) : REFUSED
  }

  #challenge(negotiateMessage: Buffer): NtlmAnswer {
    const serverChallenge = randomBytes(8)
    const message = writeChallengeMessage({
      negotiateFlags: readNegotiateFlags(negotiateMessage),
      serverChallenge,
      targetName: NETBIOS_DOMAIN,
      targetInfo: targetInfo(this.#server.now()),
    })
    this.#handshake = { negotiateMessage, challengeMessage: message, serverChallenge }
    return { step: 'challenge', message }
  }

  #verify(bytes: Buffer, handshake: Handshake): NtlmAnswer {
    const message = readAuthenticateMessage(bytes)
    const account = findAccount(this.#server.accounts, namesOf(message.domain, message.user))
    if (account === undefined || !provesPassword(message, account.password, handshake)) return REFUSED
    if (!this.#server.acceptsChannelBinding(message.targetInfo.get(AvId.channelBindings))) return REFUSED
    this.#account = account
    return { step: 'authenticated', account }
  }
}

/** The spellings in which an account's user name may be configured. */
const namesOf = (domain: string, user: string) => (domain === '' ? [user] : [`${domain}\\${user}`, `${user}@${domain}`])

function targetInfo(now: Date): TargetInfo {
  const names: [number, string][] = [
    [AvId.nbDomainName, NETBIOS_DOMAIN],
    [AvId.nbComputerName, 'EXCHANGE'],
    [AvId.dnsDomainName, 'example.com'],
    [AvId.dnsComputerName, 'exchange.example.com'],
  ]
  const pairs = names.map(([id, name]): [number, Buffer] => [id, Buffer.from(name, 'utf16le')])
  return new Map([...pairs, [AvId.timestamp, fileTime(now)]])
}

/** The time from 1601, where FILETIME begins, to 1970 (MS-DTYP, 2.3.3). */
const FILETIME_EPOCH_MS = 11_644_473_600_000n

/** FILETIME: intervals of 100 ns since 1601. The simulator's clock can be set to before that, which FILETIME can't express. */
function fileTime(instant: Date): Buffer {
  const bytes = Buffer.alloc(8)
  const sinceEpoch = BigInt(instant.getTime()) + FILETIME_EPOCH_MS
  bytes.writeBigUInt64LE(sinceEpoch < 0n ? 0n : sinceEpoch * 10_000n)
  return bytes
}
