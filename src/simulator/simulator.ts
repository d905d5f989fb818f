import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import type { CalendarItem } from 'ews-booking'
import { Authentication, type AuthenticationRules } from './authentication/authentication'
import { anyChannelBinding, type ChannelBindingCheck, channelBindingCheck } from './authentication/extended-protection'
import { tlsServerEndPoint } from './authentication/server-end-point'
import { AUTODISCOVER_OPERATIONS, autodiscoverServices } from './autodiscover/services'
import { byStart } from './calendar/appointment'
import { type NewAppointment, toCalendarItem } from './calendar/new-appointment'
import type { SentMessage } from './calendar/sent-message'
import { Clock } from './clock'
import { EWS_PATH, ExchangeAsmx, type Pace } from './exchange-asmx'
import { type Injection, Injections, type PendingInjection } from './faults/injection'
import { FrontEnd } from './front-end'
import { type Certificate, selfSignedCertificate } from './http/certificate'
import { Connections, Listener } from './http/listener'
import type { ReceivedRequest } from './http/received-request'
import { type RequestListener as LogListener, RequestLog } from './http/request-log'
import { NegotiateService } from './kerberos/negotiate-service'
import { Realm } from './kerberos/realm'
import { SimulatedKdc } from './kerberos/simulated-kdc'
import { calendarView } from './mailbox/calendar-view'
import type { Folder } from './mailbox/folder'
import type { Mailbox } from './mailbox/mailbox'
import { MailboxStore } from './mailbox/mailbox-store'
import type { SavedStore } from './mailbox/saved-mailbox'
import { Delivery } from './meetings/delivery'
import { type CheckedOptions, checkOptions, type SimulatorOptions } from './options'
import { withDeviations } from './services/deviation'
import { servicesWith } from './services/services'
import { readState, type SimulatorState, stateOf } from './state/simulator-state'
import { Subscriptions } from './subscriptions/subscriptions'
import { Throttle } from './throttling/throttling-policy'
import { schemaFiles } from './wsdl/schema-files'

/**
 * An Exchange server in memory, over real HTTP or HTTPS: the EWS operations of this library, NTLMv2 for each connection,
 * impersonation, and faults on demand. It is for tests and demonstrations. What its mailboxes hold is gone with it, unless it is saved.
 */
export class Simulator implements AsyncDisposable {
  readonly #store: MailboxStore
  readonly #delivery: Delivery
  readonly #subscriptions: Subscriptions
  readonly #injections: Injections
  readonly #connections = new Connections()
  readonly #listener: Listener
  /** Serves plain HTTP beside it. */
  readonly #httpListener: Listener
  readonly #requests: RequestLog
  #origin = ''
  #httpOrigin: string | undefined
  /** The changes that aren't in the journals of the mailboxes, since other ones took their place. */
  #changesBefore = 0
  /** The certificate to trust, in PEM, for the client's `tls: { ca }`. `undefined` without HTTPS. */
  readonly ca: string | undefined
  /** The KDC for `Negotiate`. `undefined` unless `auth` offers that. */
  readonly kdc: SimulatedKdc | undefined
  /** The server's clock, which can be set. */
  readonly clock: Clock
  /** The user names that can sign in. */
  readonly accounts: readonly string[]
  /** The names of the operations that the simulator carries out. */
  readonly operations: readonly string[]

  /** @internal Use `startSimulator`. */
  constructor(
    options: CheckedOptions,
    rules: AuthenticationRules,
    certificate: Certificate | undefined,
    kdc: SimulatedKdc | undefined,
    clock: Clock,
  ) {
    const {
      mailboxes,
      distributionGroups,
      now,
      gzip,
      sleep,
      idleTimeoutMs,
      maxHeaderBytes,
      maxRemembered,
      services: taught,
      deviations,
      autodiscover,
      state,
    } = options
    const services = withDeviations(servicesWith(taught), deviations)
    const ownMailboxes = rules.accounts.flatMap(({ mailbox }) => (mailbox === undefined ? [] : [mailbox]))
    const requests = new RequestLog(maxRemembered, now)
    const operations = [...services.map(({ operation }) => operation.name), ...AUTODISCOVER_OPERATIONS]
    const injections = new Injections(operations)
    const store = new MailboxStore([...ownMailboxes, ...mailboxes], now, distributionGroups, state && readState(state))
    const subscriptions = new Subscriptions(now)
    const delivery = new Delivery(store)
    const webServices = [
      new ExchangeAsmx(services, store, subscriptions, paceOf(options), () => {
        if (options.delivery === 'immediate') delivery.run()
      }),
      ...schemaFiles(services.map(({ operation }) => operation)),
      ...autodiscoverServices(store, autodiscover, () => this.url, now),
    ]
    const authentication = new Authentication(rules)
    const connectionNumber = (socket: Socket) => this.#connections.numberOf(socket)
    const frontEnd = new FrontEnd({
      authentication,
      services: webServices,
      injections,
      requests,
      connectionNumber,
      now,
      sleep,
      gzip,
    })
    this.#requests = requests
    this.#injections = injections
    this.#store = store
    this.#delivery = delivery
    this.#subscriptions = subscriptions
    const limits = { idleTimeoutMs, maxHeaderSize: maxHeaderBytes }
    const onRequest: RequestListener = (request, response) => void frontEnd.receive(request, response)
    this.#listener = new Listener(certificate, limits, onRequest, this.#connections)
    this.#httpListener = new Listener(undefined, limits, onRequest, this.#connections)
    this.ca = certificate?.cert
    this.kdc = kdc
    this.clock = clock
    this.accounts = rules.accounts.map(({ username }) => username)
    this.operations = operations
  }

  /** The address of EWS: `https://127.0.0.1:50123/EWS/Exchange.asmx`. */
  get url(): string {
    return this.#origin + EWS_PATH
  }

  /** The address of EWS over plain HTTP, beside HTTPS. `undefined` without the option `httpPort`. */
  get httpUrl(): string | undefined {
    return this.#httpOrigin && this.#httpOrigin + EWS_PATH
  }

  /**
   * The HTTP requests since the start or the last `clear`, in the order of their arrival. Only the latest `maxRemembered` are
   * kept.
   */
  get requests(): readonly ReceivedRequest[] {
    return this.#requests.list()
  }

  /**
   * The messages that Exchange would have sent since the start or the last `clear`: invitations, cancellations, responses, and
   * other mail. Only the latest 10,000 are kept. Those to mailboxes of the simulator are delivered to them as well.
   */
  get sent(): readonly SentMessage[] {
    return [...this.#store.sent]
  }

  /** A request by its number. `undefined` if it is forgotten. */
  request(number: number): ReceivedRequest | undefined {
    return this.#requests.find(number)
  }

  /** The addresses of the mailboxes. */
  get mailboxes(): readonly string[] {
    return this.#store.mailboxes().map(({ address }) => address)
  }

  /** The injections that are still due, the oldest first. */
  get injections(): readonly PendingInjection[] {
    return this.#injections.list()
  }

  /** The number of changes to the items of the calendars so far. Another state in their place is one change. */
  get changes(): number {
    return this.#changesBefore + this.#changesInJournals()
  }

  /** The number of connections since the start. */
  get connections(): number {
    return this.#connections.accepted
  }

  /** @internal Use `startSimulator`. */
  async listen({ host, port, httpPort }: Pick<CheckedOptions, 'host' | 'port' | 'httpPort'>): Promise<void> {
    this.#origin = await this.#listener.listen(host, port)
    if (httpPort === undefined) return
    try {
      this.#httpOrigin = await this.#httpListener.listen(host, httpPort)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /**
   * Adds an appointment to a mailbox's calendar, as a person does with Outlook. With a `recurrence` it is a series, with an
   * `organizer` and `myResponseType` it is an invitation.
   *
   * @param calendar the name of a calendar beside the default one, from `calendars` or made by a client
   * @throws TypeError if there is no such mailbox or calendar, or the end isn't after the start
   * @throws ServiceError with Exchange's response code if the series or its time zone is invalid
   * @throws XmlWriteError if a property can't be sent to a client
   */
  add(mailbox: string, appointment: NewAppointment, calendar?: string): { id: string; changeKey: string } {
    const item = toCalendarItem(appointment)
    const folder = this.#calendar(mailbox, calendar)
    return { ...this.#store.create(this.#mailbox(mailbox), item, { folder }).itemId }
  }

  /**
   * Returns a copy of the items in a mailbox's calendar, by start. A series is one item, unless a window is given: then its
   * occurrences are, as in a calendar view of the time from `start` to `end`.
   *
   * @param calendar the name of a calendar beside the default one
   * @throws TypeError if there is no such mailbox or calendar
   */
  calendar(
    mailbox: string,
    window?: { readonly start: Date; readonly end: Date },
    calendar?: string,
  ): readonly CalendarItem[] {
    const folder = this.#calendar(mailbox, calendar)
    const found = window === undefined ? folder.appointments() : calendarView(folder, window.start, window.end)
    return structuredClone(found.sort(byStart).map(({ creator, ...item }) => item))
  }

  /**
   * Makes something go wrong with the next requests that the injection concerns.
   *
   * @returns a function that ends the injection
   * @throws TypeError if there is no such fault or operation
   */
  inject(injection: Injection): () => void {
    return this.#injections.add(injection)
  }

  /**
   * Ends an injection by its number.
   *
   * @returns false if no injection with this number is due
   */
  endInjection(number: number): boolean {
    return this.#injections.end(number)
  }

  /** Ends all injections. */
  clearInjections(): void {
    this.#injections.clear()
  }

  /**
   * Calls `listener` with each request when it arrives, when a fault is due, and when it is answered. The listener must not throw.
   *
   * @returns a function that ends it
   */
  watch(listener: LogListener): () => void {
    return this.#requests.watch(listener)
  }

  /**
   * Delivers the messages about meetings that are on their way, and the answers to them. Only with the option
   * `delivery: 'onDemand'` do messages wait for it.
   */
  deliver(): void {
    this.#delivery.run()
  }

  /**
   * Returns everything that the mailboxes hold, as JSON. A simulator that is started with it as `state` answers as this one does
   * now: all ids, change keys and synchronization states stay valid. Subscriptions end, and accounts aren't in it.
   *
   * @example
   * await writeFile('state.json', JSON.stringify(exchange.save()))
   */
  save(): SimulatorState {
    return stateOf(this.#store.save())
  }

  /**
   * Has the mailboxes hold what `save` returned instead of what they hold, as if the simulator had been started with it as `state`. Its
   * address, faults, clock and requests stay. Subscriptions end. If it fails, nothing changes.
   *
   * @throws StateError with the place in the state that is wrong
   */
  load(state: SimulatorState): void {
    this.#restore(readState(state))
  }

  /**
   * Remembers the mailboxes, the faults and the clock as they are now.
   *
   * @returns a function that brings them back, as often as it is called, and forgets the requests. Subscriptions end.
   *
   * @example
   * const reset = exchange.snapshot()
   * afterEach(reset)
   */
  snapshot(): () => void {
    const saved = this.#store.save()
    const injections = this.#injections.list()
    const resetClock = this.clock.snapshot()
    return () => {
      this.clear()
      this.#restore(saved)
      this.#injections.restore(injections)
      resetClock()
    }
  }

  /** Forgets the requests and the sent messages. Mailboxes and injected faults stay as they are. */
  clear(): void {
    this.#requests.clear()
    this.#store.forgetSent()
    this.kdc?.clear()
  }

  /** Loses all subscriptions, as Exchange does when it restarts or a mailbox moves. Connections that wait for events break. */
  loseSubscriptions(): void {
    this.#subscriptions.clear()
  }

  /** Stops listening and closes all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#listener.close(), this.#httpListener.close(), this.kdc?.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #restore(saved: SavedStore): void {
    const { changes } = this
    this.#store.restore(saved)
    this.#subscriptions.clear()
    this.#changesBefore = changes + 1 - this.#changesInJournals()
  }

  #changesInJournals(): number {
    return this.#store.mailboxes().reduce((sum, { calendar }) => sum + calendar.journal.position, 0)
  }

  #calendar(address: string, name: string | undefined): Folder {
    const folder = this.#mailbox(address).calendarNamed(name)
    if (folder === undefined) throw new TypeError(`The mailbox ${address} has no calendar ${name}`)
    return folder
  }

  #mailbox(address: string): Mailbox {
    const mailbox = this.#store.find(address)
    if (mailbox === undefined) throw new TypeError(`The simulator has no mailbox ${address}`)
    return mailbox
  }
}

/**
 * Starts an Exchange server to test against.
 *
 * @example
 * const exchange = await startSimulator({
 *   mailboxes: ['dr.meier@example.com'],
 *   accounts: [{ username: 'EXAMPLE\\svc-booking', password: 's3cret', mayImpersonate: 'all' }],
 * })
 *
 * @throws TypeError with the name of the option that is wrong, or that the certificate doesn't allow
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const given = checkOptions(options)
  const clock = new Clock(given.now)
  const checked = { ...given, now: () => clock.now() }
  const certificate = await certificateOf(checked)
  const acceptsChannelBinding = channelBindingCheckOf(checked, certificate)
  const { accounts, auth, kerberos, now } = checked
  const realm = new Realm({ ...kerberos, accounts })
  const service = new NegotiateService(realm, now, acceptsChannelBinding)
  const kdc = auth.includes('Negotiate')
    ? new SimulatedKdc({ ...kerberos, realm, now: kerberos.now ?? now })
    : undefined
  const negotiate = (token: Buffer) => service.accept(token)
  const simulator = new Simulator(checked, { ...checked, acceptsChannelBinding, negotiate }, certificate, kdc, clock)
  await kdc?.listen()
  await simulator.listen(checked)
  return simulator
}

/** Each option may be a number or a function of the operation. */
const msOf = (option: number | ((operation: string) => number)) => (typeof option === 'number' ? () => option : option)

function paceOf({ latencyMs, throttling, sleep, now }: CheckedOptions): Pace {
  const policy = throttling === true ? {} : throttling
  const throttle = policy === false ? undefined : new Throttle(policy, now)
  const cost = policy === false || policy.costMs === undefined ? undefined : msOf(policy.costMs)
  const costMs = (operation: string, latency: number) => cost?.(operation) ?? latency
  return { latencyMs: msOf(latencyMs), sleep, throttle, costMs }
}

async function certificateOf({ https, host }: CheckedOptions): Promise<Certificate | undefined> {
  if (https === false) return undefined
  if (https === true) return selfSignedCertificate(host)
  return typeof https === 'string' ? selfSignedCertificate(host, https) : https
}

/** Whether the server offers a scheme that can be bound to a TLS channel. */
const bindsChannels = (auth: CheckedOptions['auth']) => auth.includes('NTLM') || auth.includes('Negotiate')

function channelBindingCheckOf(
  { auth, extendedProtection }: CheckedOptions,
  certificate: Certificate | undefined,
): ChannelBindingCheck {
  if (extendedProtection === 'off' || certificate === undefined || !bindsChannels(auth)) return anyChannelBinding
  const endPoint = tlsServerEndPoint(certificate.cert)
  if (endPoint !== undefined) return channelBindingCheck(extendedProtection, endPoint)
  if (extendedProtection === 'allow') return anyChannelBinding
  throw new TypeError(
    "The simulator can't be started: extendedProtection: can't be 'require' with this certificate: RFC 5929 defines no channel binding for its signature",
  )
}
