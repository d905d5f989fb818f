/**
 * Puts three times the load that a budget allows on a simulator with Exchange's throttling: `npx tsx scripts/load/throttled.ts [seconds]`.
 * It prints how many calls the budget allows, how many succeeded, and the share of requests that were refused.
 */
import { clientOf, openLoop, outcomeOf, search, startServer, tally } from './served'

const [seconds = '60'] = process.argv.slice(2)
const COST_MS = 100
const BURST_MS = 10_000
const RECHARGE_MS_PER_SECOND = 500
/** The budget may be overdrawn by this much. */
const CUTOFF_MS = 3_000
const throttling = {
  maxConcurrency: 27,
  maxBurstMs: BURST_MS,
  rechargeMsPerHour: RECHARGE_MS_PER_SECOND * 3_600,
  cutoffMs: CUTOFF_MS,
  costMs: COST_MS,
}
const server = await startServer({ SERVICE_MS: '20', THROTTLING: JSON.stringify(throttling) })
const client = clientOf(server, { timeoutMs: 30_000 })
const begun = performance.now()
const outcomes = await openLoop(15, Number(seconds), () => outcomeOf(client.findItem(search)))
const elapsed = (performance.now() - begun) / 1000
const allowed = Math.round((BURST_MS + CUTOFF_MS + RECHARGE_MS_PER_SECOND * elapsed) / COST_MS)
const { done, refused } = await server.served()
const refusedShare = Number((refused / (done + refused)).toFixed(3))
console.log(JSON.stringify({ allowed, done, refused, refusedShare, ...tally(outcomes), stats: client.stats }))
await client.close()
await server.kill()
