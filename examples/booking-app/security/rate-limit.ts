import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Statements } from '../database/database'

/** How often something may be done in how many seconds. */
export interface Limit {
  readonly times: number
  readonly seconds: number
}

const state = z.object({ hits: z.number(), wait: z.coerce.number() })

/** Counts in the database, for all processes together. Addresses are stored as a keyed hash only. */
export class RateLimiter {
  readonly #statements: Statements
  readonly #key: Buffer

  constructor(statements: Statements, key: Buffer) {
    this.#statements = statements
    this.#key = key
  }

  /**
   * Counts one attempt.
   *
   * @param what what is limited
   * @param whom an IP address or a user name
   * @returns the seconds to wait; 0 if the attempt is within the limit
   */
  async hit(what: string, whom: string, { times, seconds }: Limit): Promise<number> {
    const bucket = `${what} ${createHmac('sha256', this.#key).update(whom).digest('base64url')}`
    const [found] = await this.#statements.rows(
      state,
      `INSERT INTO rate_limits (bucket, hits, resets_at) VALUES ($1, 1, now() + make_interval(secs => $2))
       ON CONFLICT (bucket) DO UPDATE SET
         hits = CASE WHEN rate_limits.resets_at < now() THEN 1 ELSE rate_limits.hits + 1 END,
         resets_at = CASE WHEN rate_limits.resets_at < now() THEN excluded.resets_at ELSE rate_limits.resets_at END
       RETURNING hits, ceil(extract(epoch FROM resets_at - now())) AS wait`,
      [bucket, seconds],
    )
    return found === undefined || found.hits <= times ? 0 : Math.max(1, found.wait)
  }

  /** Forgets what is over. */
  async sweep(): Promise<void> {
    await this.#statements.execute('DELETE FROM rate_limits WHERE resets_at < now()')
  }
}
