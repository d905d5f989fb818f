/**
 * A simulator that is killed under load and started again on its port: `npx tsx scripts/load/failover.ts`. It prints how the calls ended,
 * the longest time that one took beyond its deadline, and how long after the restart the first call succeeded.
 */
import { clientOf, openLoop, outcomeOf, search, sleep, startServer, tally, warmUp } from './served'

const TIMEOUT_MS = 5_000
const first = await startServer({ SERVICE_MS: '50' })
const { port } = new URL(first.url)
// The certificate changes with the process, so it can't be checked against that of the first.
const client = clientOf(first, { timeoutMs: TIMEOUT_MS, tls: { rejectUnauthorized: false } })
await warmUp(client)

let restarted = Number.POSITIVE_INFINITY
let succeeded = Number.POSITIVE_INFINITY
let late = 0
const call = async () => {
  const begun = performance.now()
  const outcome = await outcomeOf(client.findItem(search))
  const now = performance.now()
  late = Math.max(late, now - begun - TIMEOUT_MS)
  if (outcome === 'ok' && begun > restarted) succeeded = Math.min(succeeded, now)
  return outcome
}
const calls = openLoop(40, 10, call)
await sleep(3_000)
await first.kill()
await sleep(1_000)
const second = await startServer({ SERVICE_MS: '50', PORT: port })
restarted = performance.now()
console.log(
  JSON.stringify({
    ...tally(await calls),
    latestMs: Math.round(late),
    firstSuccessMs: Math.round(succeeded - restarted),
    stats: client.stats,
  }),
)
await client.close()
await second.kill()
