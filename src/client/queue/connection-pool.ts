import { BackOff, type Permit, type Refusal } from '../back-off/back-off'
import { clientClosed, heldBackError, overloadError } from '../failure/call-failure'
import type { Connection } from '../http/connection'
import { loadConnector } from '../http/connector'
import { backOffChannel } from '../observation/events'
import type { EwsClientSettings } from '../options'
import type { Runtime } from '../runtime'
import { CallQueue, type Capacity, type QueuedCall } from './call-queue'
import { ConnectionLimit } from './connection-limit'
import { Pace } from './pace'

/** The longest wait for a late answer. */
const LONGEST_LATE_MS = 5_000

/** A call that wants a connection. */
export interface PoolCall extends QueuedCall {
  readonly operation: string
  /** Aborts when the call is given up. */
  readonly signal: AbortSignal
  /** Whether the call had a connection before, and is repeated: it waits at the head of its mailbox's lane. */
  readonly repeated: boolean
}

/** The state of the server, according to its answer to a request. */
export interface Reply {
  /** `none` if no answer came. */
  readonly kind: 'answered' | 'none' | 'refused'
  /** The back-off that the server asks for, if it refused. */
  readonly refusal?: Refusal & { readonly tooManyConnections: boolean }
}

interface Waiting extends QueuedCall {
  readonly operation: string
  readonly grant: (permit: Permit) => void
  readonly refuse: (reason: unknown) => void
}

/**
 * The connections of one account, one request at a time on each. It decides which call gets the next one, holds requests back when the
 * server asks for it, and refuses calls that can't be answered in time.
 */
export class ConnectionPool {
  readonly #settings: EwsClientSettings
  readonly #runtime: Runtime
  readonly #pace = new Pace()
  readonly #queue: CallQueue<Waiting>
  readonly #limit: ConnectionLimit
  readonly #backOff: BackOff
  readonly #connections = new Set<Connection>()
  readonly #idle: Connection[] = []
  /** The work that `use` started and that hasn't ended. */
  readonly #uses = new Set<Promise<unknown>>()
  /** The connections of streams. */
  readonly #beside = new Set<Connection>()
  /** How often connections of streams that have ended were authenticated. */
  #handshakesBeside = 0
  readonly #closed = new AbortController()
  #inUse = 0
  #refused = 0
  #cancelWake = () => {}
  #connector: Promise<() => Connection> | undefined
  #closing: Promise<unknown> | undefined

  constructor(settings: EwsClientSettings, runtime: Runtime) {
    this.#settings = settings
    this.#runtime = runtime
    this.#limit = new ConnectionLimit(settings.maxConnections)
    this.#backOff = new BackOff(runtime.random)
    this.#queue = new CallQueue(settings.maxQueue, this.#pace, (call, reason) =>
      call.refuse(this.#overloaded(call.operation, reason)),
    )
  }

  /** Aborts when the pool is closed, with an error for streams that are under way. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }

  get stats() {
    const now = this.#runtime.now()
    const until = this.#backOff.closedUntil(now)
    const connections = [...this.#connections, ...this.#beside]
    return {
      waiting: this.#queue.size,
      underWay: this.#inUse,
      connections: connections.filter(({ channel }) => channel?.open === true).length,
      connectionLimit: this.#limit.at(now),
      handshakes: connections.reduce((sum, { handshakes }) => sum + handshakes, this.#handshakesBeside),
      refused: this.#refused,
      backingOffUntil: until === undefined ? undefined : new Date(this.#runtime.wallClock() + until - now),
    }
  }

  /** Whether a request for `mailbox` can be sent and answered before `deadline`, as the server asks for now. */
  opensBefore(deadline: number, mailbox: string): boolean {
    const now = this.#runtime.now()
    const opensAt = this.#backOff.opensAt(mailbox)
    return opensAt <= now || opensAt + this.#pace.mean(now) <= deadline
  }

  /**
   * Runs `step` with a connection of its own. The connection used last is used first: it is the most likely to be open.
   *
   * @param step returns what its answer says about the server. `lateMs` tells it how many milliseconds to wait for a late answer.
   * @throws EwsOverloadError, EwsThrottledError if nothing is sent; the signal's reason if it aborts before a connection is free
   */
  async use<Result extends { readonly reply: Reply }>(
    call: PoolCall,
    step: (connection: Connection, lateMs: () => number) => Promise<Result>,
  ): Promise<Result> {
    const use = this.#use(call, step)
    this.#uses.add(use)
    try {
      return await use
    } finally {
      this.#uses.delete(use)
    }
  }

  async #use<Result extends { readonly reply: Reply }>(
    call: PoolCall,
    step: (connection: Connection, lateMs: () => number) => Promise<Result>,
  ): Promise<Result> {
    const connect = await this.#connecting()
    this.#throwIfOver(call.signal)
    const permit = await this.#admit(call)
    const granted = this.#runtime.now()
    const connection = this.#idle.pop() ?? this.#add(connect)
    let reply: Reply = { kind: 'none' }
    try {
      const result = await step(connection, () => this.#lateMs(granted))
      reply = result.reply
      return result
    } finally {
      this.#report(permit, reply)
      connection.idle.then(() => this.#release(connection, granted))
    }
  }

  /**
   * Opens a connection for a stream, in addition to those of calls, because a stream lasts half an hour. Close it with `closeBeside`.
   *
   * @throws EwsThrottledError if the server wants to be left alone
   */
  async openBeside(operation: string, mailbox: string, signal: AbortSignal): Promise<Connection> {
    const connect = await this.#connecting()
    this.#throwIfOver(signal)
    const now = this.#runtime.now()
    const opensAt = this.#backOff.opensAt(mailbox)
    if (opensAt > now) throw heldBackError(operation, opensAt - now)
    const connection = connect()
    this.#beside.add(connection)
    return connection
  }

  async closeBeside(connection: Connection): Promise<void> {
    if (this.#beside.delete(connection)) this.#handshakesBeside += connection.handshakes
    await connection.close()
  }

  async #connecting(): Promise<() => Connection> {
    if (this.#closing !== undefined) throw clientClosed()
    this.#connector ??= loadConnector(this.#settings, this.#runtime)
    return this.#connector
  }

  /** Nothing may be awaited between this and queuing the call. Otherwise a call that has ended meanwhile would wait, and nothing would end it. */
  #throwIfOver(signal: AbortSignal): void {
    signal.throwIfAborted()
    if (this.#closing !== undefined) throw clientClosed()
  }

  #add(connect: () => Connection): Connection {
    const connection = connect()
    this.#connections.add(connection)
    return connection
  }

  /** Waits for the call's turn. A free connection is given at once, and never refused: one wrong estimate would lock everybody out. */
  async #admit(call: PoolCall): Promise<Permit> {
    const { mailbox, operation, deadline } = call
    this.#pump()
    const now = this.#runtime.now()
    if (!this.opensBefore(deadline, mailbox)) throw heldBackError(operation, this.#backOff.opensAt(mailbox) - now)
    if (this.#hasRoom(now) && this.#backOff.admits(mailbox, now)) return this.#permit(mailbox, now)
    return this.#wait(call, { ...this.#capacity(now), opensAt: this.#backOff.opensAt(mailbox) })
  }

  #permit(mailbox: string, now: number): Permit {
    this.#inUse += 1
    return this.#backOff.permit(mailbox, now)
  }

  #wait(call: PoolCall, capacity: Capacity): Promise<Permit> {
    const { signal, operation, mailbox, begun, deadline } = call
    return new Promise((resolve, reject) => {
      const leave = () => signal.removeEventListener('abort', abort)
      const abort = () => {
        leave()
        this.#queue.delete(waiting)
        reject(signal.reason)
      }
      const waiting: Waiting = {
        operation,
        mailbox,
        begun,
        deadline,
        grant(permit) {
          leave()
          resolve(permit)
        },
        refuse(reason) {
          leave()
          reject(reason)
        },
      }
      if (call.repeated) this.#queue.putBack(waiting)
      else {
        const reason = this.#queue.add(waiting, capacity)
        if (reason !== undefined) return reject(this.#overloaded(operation, reason))
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#wakeWhenOpen()
    })
  }

  #overloaded(operation: string, reason: 'full' | 'late') {
    this.#refused += 1
    return overloadError(operation, reason)
  }

  #capacity(now: number): Capacity {
    return { now, connections: this.#limit.at(now) }
  }

  #hasRoom(now: number): boolean {
    return this.#inUse < this.#limit.at(now)
  }

  /** Gives free connections to calls that wait. */
  #pump(): void {
    for (let now = this.#runtime.now(); this.#hasRoom(now); now = this.#runtime.now()) {
      const next = this.#queue.next(this.#capacity(now), (mailbox) => !this.#backOff.admits(mailbox, now))
      if (next === undefined) break
      next.grant(this.#permit(next.mailbox, now))
    }
    this.#wakeWhenOpen()
  }

  /** Sets a timer for the first gate to open that calls are waiting for. The end of a request wakes the other calls. */
  #wakeWhenOpen(): void {
    this.#cancelWake()
    const now = this.#runtime.now()
    if (this.#queue.size === 0 || !this.#hasRoom(now)) return
    const mailboxes = new Set([...this.#queue].map(({ mailbox }) => mailbox))
    const openings = [...mailboxes].flatMap((mailbox) => {
      // The gate may have opened since the queue was searched. Only a timer can notice that now.
      if (this.#backOff.admits(mailbox, now)) return now
      const opensAt = this.#backOff.opensAt(mailbox)
      return opensAt > now ? opensAt : []
    })
    if (openings.length === 0) return
    this.#cancelWake = this.#runtime.after(Math.ceil(Math.min(...openings) - now), () => this.#pump())
  }

  #report(permit: Permit, { kind, refusal }: Reply): void {
    if (kind === 'none') this.#backOff.ended(permit)
    else if (refusal === undefined) this.#backOff.succeeded(permit)
    else this.#holdBack(permit, refusal)
  }

  #holdBack(permit: Permit, refusal: NonNullable<Reply['refusal']>): void {
    const now = this.#runtime.now()
    if (refusal.tooManyConnections) this.#limit.shrink(now)
    const ms = this.#backOff.refused(permit, refusal, now)
    if (ms !== undefined && backOffChannel.hasSubscribers) {
      backOffChannel.publish({ server: this.#settings.server.host, scope: refusal.scope, ms })
    }
    for (const call of [...this.#queue]) {
      if (this.opensBefore(call.deadline, call.mailbox)) continue
      this.#queue.delete(call)
      call.refuse(heldBackError(call.operation, this.#backOff.opensAt(call.mailbox) - now))
    }
  }

  #release(connection: Connection, granted: number): void {
    const now = this.#runtime.now()
    this.#inUse -= 1
    this.#idle.push(connection)
    this.#pace.add(now - granted, now)
    this.#queue.trim(this.#capacity(now))
    this.#pump()
  }

  /**
   * How long to keep waiting for a late answer: as long as recent answers took. A new connection costs a handshake, but an answer that is
   * later than all others may never come.
   */
  #lateMs(granted: number): number {
    const now = this.#runtime.now()
    return Math.min(LONGEST_LATE_MS, this.#pace.longest(now) - (now - granted))
  }

  /** Lets requests under way finish, refuses calls that wait, and closes the connections. */
  async close(): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    for (const call of [...this.#queue]) {
      this.#queue.delete(call)
      call.refuse(clientClosed())
    }
    this.#closed.abort(clientClosed())
    await Promise.allSettled(this.#uses)
    this.#cancelWake()
    await Promise.all([...this.#connections, ...this.#beside].map((connection) => connection.close()))
  }
}
