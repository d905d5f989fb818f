/**
 * Runs 64 callers against a server that fails one request in ten, in all ways: `npx tsx scripts/load/soak.ts [minutes]`. Every minute
 * it prints the outcomes of the calls, the heap, and the sockets and timers. At the end it prints the totals and what is left when the
 * client and the server are closed. The exit code is 1 if a call ended late or with an untyped error, or if sockets or timers are left.
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

const resources = () => tally(process.getActiveResourcesInfo())
const heapMiB = () => {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}
const atBeginning = { heapMiB: heapMiB(), resources: resources() }

/** Called for each request, so the share of faults doesn't depend on calls that the client refuses. */
function failNextOfTen() {
  if (Math.random() >= 0.1) return
  const fault = FAULTS[Math.floor(Math.random() * FAULTS.length)]
  if (fault !== undefined) exchange.inject({ fault, operation: 'FindItem' })
}

const exchange = await startSimulator({
  mailboxes,
  accounts: [{ ...account, mayImpersonate: 'all' }],
  auth: ['NTLM'],
  latencyMs() {
    failNextOfTen()
    return 20
  },
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
let recent: string[] = []
const totals: Record<string, number> = {}
let untyped = 0
let late = 0
let latestMs = 0

/** Adds the outcomes since the last time to the totals. */
function takeRecent(): Record<string, number> {
  const counts = tally(recent)
  recent = []
  for (const [outcome, count] of Object.entries(counts)) totals[outcome] = (totals[outcome] ?? 0) + count
  return counts
}

async function caller(index: number): Promise<void> {
  while (performance.now() < end) {
    const begun = performance.now()
    try {
      await clients[index % clients.length]?.findItem(search)
      recent.push('ok')
    } catch (error) {
      recent.push(error instanceof EwsError ? error.code : String(error))
      if (!(error instanceof EwsError)) untyped += 1
    }
    const beyond = performance.now() - begun - TIMEOUT_MS
    latestMs = Math.max(latestMs, beyond)
    if (beyond > GRACE_MS) late += 1
    if (recent.at(-1) !== 'ok') await sleep(50)
  }
}

const report = setInterval(() => {
  console.log(JSON.stringify({ ...takeRecent(), heapMiB: heapMiB(), resources: resources(), stats: client.stats }))
}, 60_000)
await Promise.all(Array.from({ length: 64 }, (_, index) => caller(index)))
clearInterval(report)
takeRecent()
await client.close()
await exchange.close()
// Sockets and their handles close in later turns of the event loop.
await sleep(1_000)
const atEnd = { heapMiB: heapMiB(), resources: resources() }
const calls = Object.values(totals).reduce((sum, count) => sum + count, 0)
console.log(JSON.stringify({ calls, ...totals, untyped, late, latestMs: Math.round(latestMs), atBeginning, atEnd }))
const left = Object.entries(atEnd.resources).some(([name, count]) => count > (atBeginning.resources[name] ?? 0))
process.exitCode = untyped + late === 0 && !left ? 0 : 1
