/**
 * 64 callers on a server that fails in all ways, one request in ten: `npx tsx scripts/load/soak.ts [minutes]`. Each minute it prints how
 * the calls ended and the heap; at the end, whether every call ended in a result or a typed error within its deadline.
 */
import { EwsClient, EwsError } from 'ews-booking'
import { startSimulator } from 'ews-booking/simulator'
import { account, mailboxes } from './account'
import { search, sleep, tally } from './served'

const [minutes = '30'] = process.argv.slice(2)
const TIMEOUT_MS = 3_000
/** A busy machine runs timers late. */
const GRACE_MS = 1_000
const FAULTS = [
  'serverBusy',
  'serviceUnavailable',
  'htmlPage',
  'truncate',
  'truncateConnection',
  'dropBeforeCommit',
  'dropAfterCommit',
  'hang',
  'redirect',
  'emptyError',
] as const

const exchange = await startSimulator({
  mailboxes,
  accounts: [{ ...account, mayImpersonate: 'all' }],
  auth: ['NTLM'],
  latencyMs: 20,
  maxRemembered: 100,
})
const client = new EwsClient({
  url: exchange.url,
  auth: { type: 'ntlm', ...account },
  tls: { ca: exchange.ca },
  timeoutMs: TIMEOUT_MS,
  maxConnections: 8,
})
const clients = mailboxes.map((primarySmtpAddress) => client.impersonating({ primarySmtpAddress }))
const end = performance.now() + Number(minutes) * 60_000
let outcomes: string[] = []
const wrong: unknown[] = []

async function caller(index: number): Promise<void> {
  while (performance.now() < end) {
    if (Math.random() < 0.1) {
      const fault = FAULTS[Math.floor(Math.random() * FAULTS.length)]
      if (fault !== undefined) exchange.inject({ fault, operation: 'FindItem' })
    }
    const begun = performance.now()
    try {
      await clients[index % clients.length]?.findItem(search)
      outcomes.push('ok')
    } catch (error) {
      outcomes.push(error instanceof EwsError ? error.code : 'untyped')
      if (!(error instanceof EwsError)) wrong.push(error)
      await sleep(50)
    }
    if (performance.now() - begun > TIMEOUT_MS + GRACE_MS) wrong.push(`${performance.now() - begun} ms`)
  }
}

const report = setInterval(() => {
  globalThis.gc?.()
  const heapMiB = Math.round(process.memoryUsage().heapUsed / 2 ** 20)
  const resources = tally(process.getActiveResourcesInfo())
  console.log(JSON.stringify({ heapMiB, ...tally(outcomes), resources, stats: client.stats }))
  outcomes = []
}, 60_000)
await Promise.all(Array.from({ length: 64 }, (_, index) => caller(index)))
clearInterval(report)
console.log(JSON.stringify({ ...tally(outcomes), wrong: wrong.length, first: wrong.slice(0, 3).map(String) }))
await client.close()
await exchange.close()
process.exitCode = wrong.length === 0 ? 0 : 1
