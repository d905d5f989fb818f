import { inspect } from 'node:util'
import { ErrorCode, NameType, type PrincipalName } from '../../kerberos/messages'
import { type ApExchange, apExchange } from './ap-exchange'
import { KerberosClock } from './clock'
import type { Credential, Principal } from './credential'
import type { KdcSession } from './kdc-session'
import { Kdcs, type KnownKdcs, type Patience } from './kdcs'
import { KerberosError } from './kerberos-error'
import { login } from './login'
import type { KerberosRuntime } from './runtime'
import { keytabSecret, keytabUnreadable, passwordSecret, readKeytabFile, type Secret } from './secret'
import { serviceTicket } from './service-ticket'
import { SharedTicket } from './shared-ticket'

/** An account that signs in with Kerberos, and the service that it signs in to. */
export interface KerberosFacts {
  /** The principals that the user name can mean, the likeliest first. */
  readonly principals: readonly Principal[]
  readonly credentials: { readonly password: string } | { readonly keytab: string | Uint8Array }
  /** `HTTP/mail.example.com`. */
  readonly servicePrincipal: string
  readonly kdcs: KnownKdcs
  /** How long to wait for KDCs until one has answered for the first time. */
  readonly firstPatience?: Patience
}

interface Refusal {
  readonly error: KerberosError
  /** The time until which the password isn't tried again, by this machine's clock. */
  readonly until: number
}

/** How long a refused password isn't tried again. Doubles with each refusal in a row. */
const FIRST_REST_MS = 60_000
const LONGEST_REST_MS = 900_000

/** How long to wait for KDCs. */
const PATIENCE: Patience = { each: 5_000, total: 15_000 }

/**
 * The tickets of one account for one service, in memory: one login and one service ticket for all calls. `inspect`
 * shows neither password nor keys nor tickets.
 */
export class KerberosAccount {
  readonly #facts: KerberosFacts
  readonly #runtime: KerberosRuntime
  readonly #clock: KerberosClock
  readonly #kdcs: Kdcs
  readonly #ticketGranting: SharedTicket
  readonly #service: SharedTicket
  #patience: Patience
  #refusal: Refusal | undefined
  #refusals = 0

  constructor(facts: KerberosFacts, runtime: KerberosRuntime) {
    this.#facts = facts
    this.#runtime = runtime
    this.#clock = new KerberosClock(runtime.now)
    this.#kdcs = new Kdcs(facts.kdcs, runtime)
    this.#patience = facts.firstPatience ?? PATIENCE
    this.#ticketGranting = new SharedTicket(() => this.#login(), this.#clock)
    this.#service = new SharedTicket(() => this.#serviceTicket(), this.#clock)
  }

  /**
   * Returns a ticket for the service that is valid now.
   *
   * @throws KerberosError
   */
  ticket(): Promise<Credential> {
    return this.#service.get()
  }

  /** Drops a ticket that the service refused. The next call gets a new one. */
  drop(ticket: Credential): void {
    this.#service.drop(ticket)
  }

  /** Adopts the server's time, in milliseconds since 1970. */
  synchronize(time: number): void {
    this.#clock.synchronize(time)
  }

  /** Milliseconds by which the KDC's clock is ahead of this machine's, as far as its answers have shown. Less than two seconds count as none. */
  get kdcAheadMs(): number {
    return this.#clock.now() - this.#runtime.now()
  }

  /** Returns a new token for one request. */
  exchange(credential: Credential, channelBinding: Buffer | undefined): ApExchange {
    const { randomBytes } = this.#runtime
    return apExchange({ credential, stamp: this.#clock.stamp(), channelBinding, randomBytes })
  }

  async #serviceTicket(): Promise<Credential> {
    const ticketGrantingTicket = await this.#ticketGranting.get()
    try {
      return await this.#ticketBy(ticketGrantingTicket)
    } catch (error) {
      if (!(error instanceof KerberosError) || !OUTLIVED.has(error.code ?? 0)) throw error
      this.#ticketGranting.drop(ticketGrantingTicket)
      return this.#ticketBy(await this.#ticketGranting.get())
    }
  }

  #ticketBy(ticketGrantingTicket: Credential): Promise<Credential> {
    const { servicePrincipal, credentials } = this.#facts
    return serviceTicket(this.#session(), ticketGrantingTicket, serviceName(servicePrincipal), 'keytab' in credentials)
  }

  /** Blocks a refused password for a while. Its caller may have given up before the answer came, and the next one would try it again. */
  async #login(): Promise<Credential> {
    const now = this.#runtime.now()
    if (this.#refusal !== undefined && now < this.#refusal.until) throw this.#refusal.error
    try {
      const credential = await this.#tryPrincipals()
      this.#refusal = undefined
      this.#refusals = 0
      return credential
    } catch (error) {
      if (error instanceof KerberosError && error.code === ErrorCode.preauthenticationFailed) {
        const rest = Math.min(FIRST_REST_MS * 2 ** this.#refusals, LONGEST_REST_MS)
        this.#refusal = { error, until: this.#runtime.now() + rest }
        this.#refusals += 1
      }
      throw error
    }
  }

  /** Tries the principals in turn until the KDC knows one. No proof is sent before it does. */
  async #tryPrincipals(): Promise<Credential> {
    const { principals, credentials } = this.#facts
    const byKeytab = 'keytab' in credentials
    const secret = await this.#secret()
    let failure = noRealm()
    const unreachable = new Set<string>()
    for (const client of principals.filter(({ realm }) => !unreachable.has(realm))) {
      try {
        const credential = await login(this.#session(), { client, secret, byKeytab })
        this.#patience = PATIENCE
        return credential
      } catch (error) {
        if (!(error instanceof KerberosError) || !mayMeanAnother(error)) throw error
        if (error.kind === 'unreachable') unreachable.add(client.realm)
        failure = error
      }
    }
    throw failure
  }

  async #secret(): Promise<Secret> {
    const { credentials } = this.#facts
    if ('password' in credentials) return passwordSecret(credentials.password)
    return keytabSecret(readKeytabFile(await this.#keytab(credentials.keytab)))
  }

  /** Reads the keytab with each login, so that a replaced file is used. */
  async #keytab(keytab: string | Uint8Array): Promise<Buffer> {
    if (typeof keytab !== 'string') return Buffer.from(keytab)
    try {
      return await this.#runtime.readFile(keytab)
    } catch (cause) {
      throw keytabUnreadable(cause)
    }
  }

  #session(): KdcSession {
    const { randomBytes } = this.#runtime
    const ask: KdcSession['ask'] = (realm, request, reply) => this.#kdcs.ask(realm, request, reply, this.#patience)
    return { ask, clock: this.#clock, randomBytes }
  }

  [inspect.custom](): string {
    return `KerberosAccount { ${this.#facts.servicePrincipal} }`
  }
}

/** Whether the KDC no longer accepts the ticket-granting ticket: its key has changed, or the ticket has ended by its clock. */
const OUTLIVED: ReadonlySet<number> = new Set([
  ErrorCode.badIntegrity,
  ErrorCode.ticketExpired,
  ErrorCode.modified,
  ErrorCode.badKeyVersion,
])

const mayMeanAnother = ({ code, kind }: KerberosError) => code === ErrorCode.clientUnknown || kind === 'unreachable'

function serviceName(text: string): PrincipalName {
  return { nameType: NameType.serviceInstance, components: text.split('/') }
}

const noRealm = () =>
  new KerberosError({
    kind: 'configuration',
    option: 'realm',
    message: 'the Kerberos realm of the account is unknown',
    hint: 'Set auth.realm: the DNS name of the Active Directory domain, in capitals.',
    othersMayTry: true,
  })
