import type { Pace } from './pace'

/** The facts about a call. Times are milliseconds of one monotonic clock. */
export interface QueuedCall {
  /** The mailbox that the call acts for; empty for the account's own. */
  readonly mailbox: string
  readonly begun: number
  readonly deadline: number
}

/** Why a call is refused: the queue is full, or the call can't be answered before its deadline. */
export type QueueRefusal = 'full' | 'late'

/** The capacity by which the queue estimates when a call is answered. */
export interface Capacity {
  readonly now: number
  /** How many requests run at a time. */
  readonly connections: number
  /** When requests for the call's mailbox may be sent again; in the past if they may be sent now. */
  readonly opensAt?: number
}

/** The most of its time that a call sets aside for its own answer. The slowest answers are rare, and must not block calls with a short timeout. */
const OWN_SHARE = 0.8

/** The share of its time that a call must have left to be granted, even if the pace is unknown. With less it could only open a connection. */
const LEAST_SHARE = 0.1

/** A call that already waits is refused only if it would be late even at this share of the mean time: a refusal can't be undone. */
const DOUBT = 0.7

/**
 * Calls that wait for a connection, granted in rounds over the mailboxes, in order within each mailbox. A call that can't be answered
 * before its deadline is refused as early as possible: sending it would waste the server's time and make the calls behind it late.
 */
export class CallQueue<Call extends QueuedCall> {
  readonly #lanes = new Map<string, Set<Call>>()
  readonly #maxQueue: number
  readonly #pace: Pace
  readonly #refuse: (call: Call, reason: QueueRefusal) => void
  #size = 0

  /** @param refuse called for each call that waited and is refused */
  constructor(maxQueue: number, pace: Pace, refuse: (call: Call, reason: QueueRefusal) => void) {
    this.#maxQueue = maxQueue
    this.#pace = pace
    this.#refuse = refuse
  }

  get size(): number {
    return this.#size
  }

  *[Symbol.iterator](): Generator<Call> {
    for (const lane of this.#lanes.values()) yield* lane
  }

  /**
   * Appends a call to its mailbox's lane.
   *
   * @returns why the call is refused; `undefined` if it waits
   */
  add(call: Call, capacity: Capacity): QueueRefusal | undefined {
    const place = (this.#lanes.get(call.mailbox)?.size ?? 0) + 1
    if (!this.#fits(call, this.#turn(place), capacity, 1)) return 'late'
    if (this.#size >= this.#maxQueue && !this.#makeRoom(place)) return 'full'
    const lane = this.#lanes.get(call.mailbox)
    if (lane === undefined) this.#lanes.set(call.mailbox, new Set([call]))
    else lane.add(call)
    this.#size += 1
    return undefined
  }

  /** Puts a call at the head of its lane: it waited before, and its request was refused without being carried out. */
  putBack(call: Call): void {
    const lane = this.#lanes.get(call.mailbox) ?? []
    this.#lanes.set(call.mailbox, new Set([call, ...lane]))
    this.#size += 1
  }

  /**
   * Takes the next call out of the queue, and refuses those that are too late by now.
   *
   * @param isHeld whether requests for a mailbox have to wait
   */
  next(capacity: Capacity, isHeld: (mailbox: string) => boolean): Call | undefined {
    for (const [mailbox, lane] of this.#lanes) {
      if (isHeld(mailbox)) continue
      for (const call of lane) {
        this.delete(call)
        if (call.deadline - capacity.now >= LEAST_SHARE * timeOf(call) && this.#fits(call, 0, capacity, 1)) {
          this.#endTurn(mailbox)
          return call
        }
        this.#refuse(call, 'late')
      }
    }
    return undefined
  }

  /** Removes a call that was given up. */
  delete(call: Call): void {
    const lane = this.#lanes.get(call.mailbox)
    if (lane?.delete(call) !== true) return
    this.#size -= 1
    if (lane.size === 0) this.#lanes.delete(call.mailbox)
  }

  /** Refuses calls at the end of the longest lane that can no longer be answered in time. Called when a connection becomes free. */
  trim(capacity: Capacity): void {
    const calls = [...(this.#longestLane() ?? [])]
    for (let call = calls.pop(); call !== undefined; call = calls.pop()) {
      // The lane still holds the call itself, which must not count twice.
      if (this.#fits(call, this.#turn(calls.length + 1) - 1, capacity, DOUBT)) return
      this.delete(call)
      this.#refuse(call, 'late')
    }
  }

  #endTurn(mailbox: string): void {
    const lane = this.#lanes.get(mailbox)
    if (lane === undefined) return
    this.#lanes.delete(mailbox)
    this.#lanes.set(mailbox, lane)
  }

  /** Refuses the last call of a mailbox that waits for more than `place` calls: one greedy mailbox must not fill the queue for all. */
  #makeRoom(place: number): boolean {
    const longest = [...(this.#longestLane() ?? [])]
    const last = longest.at(-1)
    if (last === undefined || longest.length <= place) return false
    this.delete(last)
    this.#refuse(last, 'full')
    return true
  }

  #longestLane(): Set<Call> | undefined {
    let longest: Set<Call> | undefined
    for (const lane of this.#lanes.values()) if (lane.size > (longest?.size ?? 0)) longest = lane
    return longest
  }

  /** How many calls are granted up to and including the one at `place` of its lane. */
  #turn(place: number): number {
    let turn = 1
    for (const lane of this.#lanes.values()) turn += Math.min(lane.size, place)
    return turn
  }

  #fits(call: Call, turn: number, { now, connections, opensAt = now }: Capacity, doubt: number): boolean {
    const own = Math.min(this.#pace.longest(now), OWN_SHARE * timeOf(call))
    const wait = (turn / connections) * this.#pace.mean(now) * doubt
    return Math.max(now, opensAt) + wait + own <= call.deadline
  }
}

/** How long a call may take in all. */
const timeOf = ({ begun, deadline }: QueuedCall): number => deadline - begun
