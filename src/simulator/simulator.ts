import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CalendarItem } from 'ews-booking'
import { Authentication, type AuthenticationRules } from './authentication/authentication'
import { anyChannelBinding, type ChannelBindingCheck, channelBindingCheck } from './authentication/extended-protection'
import { tlsServerEndPoint } from './authentication/server-end-point'
import { byStart } from './calendar/appointment'
import { type NewAppointment, toCalendarItem } from './calendar/new-appointment'
import type { SentMessage } from './calendar/sent-message'
import { EWS_PATH, ExchangeAsmx } from './exchange-asmx'
import { type Injection, Injections } from './faults/injection'
import { type Certificate, selfSignedCertificate } from './http/certificate'
import { acceptsGzip, emptyAnswer, type Outcome, send } from './http/http-answer'
import { Listener } from './http/listener'
import { type ReceivedRequest, receivedRequest } from './http/received-request'
import { readBody } from './http/request-body'
import type { Mailbox } from './mailbox/mailbox'
import { MailboxStore } from './mailbox/mailbox-store'
import { type CheckedOptions, checkOptions, type SimulatorOptions } from './options'
import { servicesWith } from './services/services'

/**
 * An Exchange in memory, over real HTTP(S): EWS as far as this library speaks it, NTLMv2 for each connection, impersonation,
 * and faults on demand. For tests and demonstrations; it keeps nothing and is no mail server.
 */
export class Simulator implements AsyncDisposable {
  readonly #authentication: Authentication
  readonly #store: MailboxStore
  readonly #injections: Injections
  readonly #service: ExchangeAsmx
  readonly #listener: Listener
  readonly #requests: ReceivedRequest[] = []
  readonly #now: () => Date
  readonly #gzip: boolean
  #origin = ''
  /** The certificate to trust, PEM, for `tls: { ca }`; `undefined` without HTTPS. */
  readonly ca: string | undefined

  /** @internal Use `startSimulator`. */
  constructor(
    { mailboxes, now, gzip, idleTimeoutMs, services: taught }: CheckedOptions,
    rules: AuthenticationRules,
    certificate: Certificate | undefined,
  ) {
    this.#now = now
    this.#gzip = gzip
    const services = servicesWith(taught)
    this.#injections = new Injections(services.map(({ operation }) => operation.name))
    const ownMailboxes = rules.accounts.flatMap(({ mailbox }) => (mailbox === undefined ? [] : [mailbox]))
    this.#store = new MailboxStore([...ownMailboxes, ...mailboxes], now)
    this.#authentication = new Authentication(rules)
    this.#service = new ExchangeAsmx(services, this.#store, this.#injections)
    this.#listener = new Listener(
      certificate,
      idleTimeoutMs,
      (request, response) => void this.#receive(request, response),
    )
    this.ca = certificate?.cert
  }

  /** Where EWS is: `https://127.0.0.1:50123/EWS/Exchange.asmx`. */
  get url(): string {
    return this.#origin + EWS_PATH
  }

  /** Every HTTP request so far, in the order of their arrival. */
  get requests(): readonly ReceivedRequest[] {
    return [...this.#requests]
  }

  /** Every message that Exchange would have sent so far: invitations, cancellations, answers. Nobody gets them. */
  get sent(): readonly SentMessage[] {
    return [...this.#store.sent]
  }

  /** How many connections have been accepted so far. */
  get connections(): number {
    return this.#listener.accepted
  }

  /** @internal Use `startSimulator`. */
  async listen(host: string, port: number): Promise<void> {
    this.#origin = await this.#listener.listen(host, port)
  }

  /**
   * Puts an appointment into a calendar, as somebody with Outlook would: with a `recurrence` a series, with an `organizer` and
   * `myResponseType` an invitation.
   *
   * @throws TypeError if there is no such mailbox, or the end isn't after the start
   * @throws ServiceError with Exchange's response code if there can't be such a series, or the time zone isn't known
   * @throws XmlWriteError if a property couldn't be sent to a client
   */
  add(mailbox: string, appointment: NewAppointment): { id: string; changeKey: string } {
    const item = toCalendarItem(appointment)
    return { ...this.#store.create(this.#mailbox(mailbox), item).itemId }
  }

  /**
   * What is in the calendar now, by start; a copy. A series is one item, and its occurrences are what a calendar view is for.
   *
   * @throws TypeError if there is no such mailbox
   */
  calendar(mailbox: string): readonly CalendarItem[] {
    return structuredClone([...this.#mailbox(mailbox).calendar.items()].sort(byStart))
  }

  /**
   * Has something go wrong with coming requests, but only with those whose sender has signed in.
   *
   * @throws TypeError if there is no such fault or operation
   */
  inject(injection: Injection): void {
    this.#injections.add(injection)
  }

  /** Stops listening and closes all connections. */
  close(): Promise<void> {
    return this.#listener.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #mailbox(address: string): Mailbox {
    const mailbox = this.#store.find(address)
    if (mailbox === undefined) throw new TypeError(`The simulator has no mailbox ${address}`)
    return mailbox
  }

  async #receive(request: IncomingMessage, response: ServerResponse) {
    const body = await readBody(request)
    if (body === 'aborted') return
    response.setHeader('Date', this.#now().toUTCString())
    const gzip = this.#gzip && acceptsGzip(request.headers['accept-encoding'])
    send(response, body === 'too large' ? emptyAnswer(413) : this.#answer(request, body), { gzip })
  }

  #answer(request: IncomingMessage, body: Buffer): Outcome {
    const { authentication, account, challenges } = this.#authentication.authenticate(request)
    const connection = this.#listener.numberOf(request.socket)
    const received = receivedRequest(request, body, connection, authentication)
    const refusal = refusalOf(received)
    if (refusal !== undefined) return this.#record(received, undefined, refusal)
    if (account === undefined) {
      return this.#record(received, undefined, emptyAnswer(401, { 'WWW-Authenticate': challenges }))
    }
    const { operation, outcome } = this.#service.answer(account, body)
    return this.#record(received, operation, outcome)
  }

  #record(received: ReceivedRequest, operation: string | undefined, outcome: Outcome): Outcome {
    const answered =
      typeof outcome === 'string' ? {} : { status: outcome.status, responseXml: outcome.body || undefined }
    this.#requests.push({ ...received, operation, ...answered })
    return outcome
  }
}

/** What is wrong with a request before anybody asks who sends it. */
function refusalOf({ method, path }: ReceivedRequest): Outcome | undefined {
  if (path.split('?', 1)[0]?.toLowerCase() !== EWS_PATH.toLowerCase()) return emptyAnswer(404)
  return method === 'POST' ? undefined : emptyAnswer(405, { Allow: 'POST' })
}

/**
 * Starts an Exchange to test against.
 *
 * @example
 * const exchange = await startSimulator({
 *   mailboxes: ['dr.meier@example.com'],
 *   accounts: [{ username: 'EXAMPLE\\svc-booking', password: 's3cret', mayImpersonate: 'all' }],
 * })
 *
 * @throws TypeError naming the option that is wrong, as `extendedProtection` is that can't be had
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const checked = checkOptions(options)
  const certificate = await certificateOf(checked)
  const acceptsChannelBinding = await channelBindingCheckOf(checked, certificate)
  const simulator = new Simulator(checked, { ...checked, acceptsChannelBinding }, certificate)
  await simulator.listen(checked.host, checked.port)
  return simulator
}

async function certificateOf({ https, host }: CheckedOptions): Promise<Certificate | undefined> {
  if (https === false) return undefined
  return https === true ? selfSignedCertificate(host) : https
}

async function channelBindingCheckOf(
  { auth, extendedProtection }: CheckedOptions,
  certificate: Certificate | undefined,
): Promise<ChannelBindingCheck> {
  if (extendedProtection === 'off' || certificate === undefined || !auth.includes('NTLM')) return anyChannelBinding
  const endPoint = await tlsServerEndPoint(certificate.cert)
  if (endPoint !== undefined) return channelBindingCheck(extendedProtection, endPoint)
  if (extendedProtection === 'allow') return anyChannelBinding
  throw new TypeError(
    "The simulator can't be started: extendedProtection: can't be 'require' with this certificate: RFC 5929 defines no channel binding for the way in which it is signed",
  )
}
