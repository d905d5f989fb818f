import { SoapFault } from '../soap/service-error'

/**
 * How much server time clients may use, like Exchange's throttling policies for EWS (Microsoft, "EWS throttling in Exchange").
 * A budget belongs to the account, or under impersonation to the target mailbox. Each request costs its time, the budget
 * recharges steadily up to the burst, and a budget that is overdrawn to the cutoff balance is refused with ErrorServerBusy and
 * the time to wait.
 */
export interface ThrottlingPolicy {
  /** The requests of one budget at the same time; more get ErrorExceededConnectionCount. Defaults to 27. */
  readonly maxConcurrency?: number | undefined
  /** The connections of one budget that wait for events; more get ErrorExceededConnectionCount. Defaults to 10. */
  readonly maxHangingConnections?: number | undefined
  /** The server time that is available at once, in milliseconds. Defaults to 300,000. */
  readonly maxBurstMs?: number | undefined
  /** The server time that a budget gains in an hour, in milliseconds. Defaults to 900,000. */
  readonly rechargeMsPerHour?: number | undefined
  /** The overdraft at which requests are refused, in milliseconds. Defaults to 3,000,000. */
  readonly cutoffMs?: number | undefined
  /** The server time of a request, in milliseconds. Defaults to the option `latencyMs`. */
  readonly costMs?: number | ((operation: string) => number) | undefined
}

/** Exchange's own values. */
const DEFAULTS = {
  maxConcurrency: 27,
  maxHangingConnections: 10,
  maxBurstMs: 300_000,
  rechargeMsPerHour: 900_000,
  cutoffMs: 3_000_000,
}
const HOUR_MS = 60 * 60 * 1000

interface Budget {
  /** Server time that is available, in milliseconds; negative if the budget is overdrawn. */
  balance: number
  /** The time of the balance, in milliseconds since 1970. */
  at: number
  requests: number
  hanging: number
}

/** The budgets of all clients. */
export class Throttle {
  readonly #policy: typeof DEFAULTS
  readonly #now: () => Date
  readonly #budgets = new Map<string, Budget>()

  /** @param now the clock by which budgets recharge */
  constructor(policy: ThrottlingPolicy, now: () => Date) {
    const { maxConcurrency, maxHangingConnections, maxBurstMs, rechargeMsPerHour, cutoffMs } = policy
    this.#policy = {
      maxConcurrency: maxConcurrency ?? DEFAULTS.maxConcurrency,
      maxHangingConnections: maxHangingConnections ?? DEFAULTS.maxHangingConnections,
      maxBurstMs: maxBurstMs ?? DEFAULTS.maxBurstMs,
      rechargeMsPerHour: rechargeMsPerHour ?? DEFAULTS.rechargeMsPerHour,
      cutoffMs: cutoffMs ?? DEFAULTS.cutoffMs,
    }
    this.#now = now
  }

  /**
   * Starts a request. Call the returned function when it ends.
   *
   * @param owner the account or the mailbox that owns the budget
   * @param costMs the server time of the request
   * @throws SoapFault ErrorExceededConnectionCount, or ErrorServerBusy with BackOffMilliseconds
   */
  begin(owner: string, costMs: number): () => void {
    const budget = this.#budget(owner)
    const { maxConcurrency, cutoffMs, rechargeMsPerHour } = this.#policy
    if (budget.requests >= maxConcurrency) throw tooManyConnections()
    const overdraft = -cutoffMs - budget.balance
    if (overdraft >= 0) throw serverBusy(Math.ceil(((overdraft + costMs) * HOUR_MS) / rechargeMsPerHour))
    budget.balance -= costMs
    budget.requests += 1
    return () => {
      budget.requests -= 1
    }
  }

  /**
   * Admits a connection that waits for events.
   *
   * @param owner the account or the mailbox that owns the budget
   * @returns a function that starts the wait, and returns one that ends it. If the answer is never sent, neither is called
   * @throws SoapFault ErrorExceededConnectionCount
   */
  admitHanging(owner: string): () => () => void {
    const budget = this.#budget(owner)
    if (budget.hanging >= this.#policy.maxHangingConnections) throw tooManyConnections()
    return () => {
      budget.hanging += 1
      return () => {
        budget.hanging -= 1
      }
    }
  }

  /** The budget of `owner`, recharged up to now. */
  #budget(owner: string): Budget {
    const { maxBurstMs, rechargeMsPerHour } = this.#policy
    const now = this.#now().getTime()
    const budget = this.#budgets.get(owner) ?? { balance: maxBurstMs, at: now, requests: 0, hanging: 0 }
    const gained = (Math.max(0, now - budget.at) * rechargeMsPerHour) / HOUR_MS
    budget.balance = Math.min(maxBurstMs, budget.balance + gained)
    budget.at = now
    this.#budgets.set(owner, budget)
    return budget
  }
}

const tooManyConnections = () =>
  new SoapFault(
    'ErrorExceededConnectionCount',
    'You have exceeded the available concurrent connections for your account. Try again once your other requests have completed.',
  )

const serverBusy = (backOffMs: number) =>
  new SoapFault('ErrorServerBusy', 'The server cannot service this request right now. Try again later.', {
    value: [{ name: 'BackOffMilliseconds', value: `${backOffMs}` }],
  })
