import { BackOffGate, BUDGET_RECOVERY, type Passage } from './gate'

/** The refusal of a busy server. */
export interface Refusal {
  /** Whose budget is used up: that of the mailbox that the call acts for, or the account's. */
  readonly scope: 'account' | 'mailbox'
  /** Milliseconds that the server asks for; `undefined` if it doesn't say. */
  readonly hintMs: number | undefined
}

/** A request that may be sent. */
export interface Permit {
  readonly mailbox: string
  readonly account: Passage
  readonly own: Passage
}

/** Gates that opened this long ago are forgotten, so that a process with many mailboxes doesn't collect them. */
const FORGET_MS = 300_000

/**
 * The back-off of one account: one gate for all of its requests, and one for each mailbox that it acts for. Under impersonation Exchange
 * keeps a budget per mailbox. Times are milliseconds of one monotonic clock.
 */
export class BackOff {
  readonly #account = new BackOffGate()
  readonly #mailboxes = new Map<string, BackOffGate>()
  readonly #random: () => number

  /** @param random from 0 up to, but not including, 1 */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Whether a request for `mailbox` may be sent now. */
  admits(mailbox: string, now: number): boolean {
    return this.#account.admits(now) && (this.#mailboxes.get(mailbox)?.admits(now) ?? true)
  }

  /** When the next request for `mailbox` may be sent; in the past if one may be sent now, or as soon as a trial has ended. */
  opensAt(mailbox: string): number {
    return Math.max(this.#account.opensAt, this.#mailboxes.get(mailbox)?.opensAt ?? Number.NEGATIVE_INFINITY)
  }

  /** When the last closed gate opens; `undefined` if none is closed. */
  closedUntil(now: number): number | undefined {
    const last = Math.max(this.#account.opensAt, ...[...this.#mailboxes.values()].map(({ opensAt }) => opensAt))
    return last > now ? last : undefined
  }

  /** Lets a request through. Each permit must be given back with one of the methods below. */
  permit(mailbox: string, now: number): Permit {
    const open: Passage = { at: now, trial: false }
    return { mailbox, account: this.#account.pass(now), own: this.#mailboxes.get(mailbox)?.pass(now) ?? open }
  }

  /** The server answered, whatever it said about the request. */
  succeeded({ mailbox, account, own }: Permit): void {
    this.#account.succeeded(account)
    const gate = this.#mailboxes.get(mailbox)
    gate?.succeeded(own)
    if (gate?.atRest === true) this.#mailboxes.delete(mailbox)
  }

  /** No answer came. */
  ended({ mailbox, account, own }: Permit): void {
    this.#account.ended(account)
    this.#mailboxes.get(mailbox)?.ended(own)
  }

  /**
   * The server asked for a pause.
   *
   * @returns for how long a gate closed, in milliseconds; `undefined` if it was closed already
   */
  refused({ mailbox, account, own }: Permit, { scope, hintMs }: Refusal, now: number): number | undefined {
    if (scope === 'account') {
      this.#mailboxes.get(mailbox)?.ended(own)
      return this.#account.refused(account, hintMs, now, this.#random)
    }
    this.#account.succeeded(account)
    return this.#gateOf(mailbox, now).refused(own, hintMs, now, this.#random)
  }

  #gateOf(mailbox: string, now: number): BackOffGate {
    const known = this.#mailboxes.get(mailbox)
    if (known !== undefined) return known
    for (const [name, { opensAt }] of this.#mailboxes) if (opensAt < now - FORGET_MS) this.#mailboxes.delete(name)
    const gate = new BackOffGate(BUDGET_RECOVERY)
    this.#mailboxes.set(mailbox, gate)
    return gate
  }
}
