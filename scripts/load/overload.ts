/**
 * Puts open-loop load on a simulator over HTTPS with NTLM: `npx tsx scripts/load/overload.ts [mode] [timeout] [loads] [window]`, where the mode
 * is `constant` (default) or `lognormal` for the service times, or `greedy`; the timeout is in seconds (3), the loads are multiples of
 * the capacity (`0.8,1.5,2,5,20`), and the window that is measured is in seconds (60).
 *
 * For each load it prints, in the steady state:
 * - `goodput`: the calls that began in the window and succeeded, as a share of what was offered or what the server can do, whichever is less
 * - `throughput`: the answers that came in the window, as a share of the same
 * - `wasted`: the share of the server's work that nobody received
 * - `opened`: the connections that were opened beyond the first, and one second after the load
 * - `nextCallMs`: how long a call takes then
 *
 * `greedy` puts five times the capacity on one mailbox beside nine quiet ones that use 0.4 of it together, and prints how the calls of
 * each side end.
 */
import { mailboxes } from './account'
import { clientOf, type LoadServer, openLoop, outcomeOf, search, sleep, startServer, tally, warmUp } from './served'

const [mode = 'constant', timeout = '3', loads = '0.8,1.5,2,5,20', window = '60'] = process.argv.slice(2)
const SERVICE_MS = 200
const CONNECTIONS = 4
/** Long enough for lognormal service times to come to their mean: of 200 answers, it is off by a tenth at times. */
const WINDOW_SECONDS = Number(window)
const timeoutMs = Number(timeout) * 1_000
const perSecond = (CONNECTIONS * 1_000) / SERVICE_MS
/** Of the capacity, all quiet mailboxes together. */
const QUIET_LOAD = 0.4
/** The queue is in its steady state after one timeout. The load goes on for another, until the calls of the window have ended. */
const seconds = WINDOW_SECONDS + (2 * timeoutMs) / 1_000

interface Ended {
  readonly begun: number
  readonly ended: number
  readonly outcome: string
}

async function timed(call: Promise<unknown>): Promise<Ended> {
  const begun = performance.now()
  const outcome = await outcomeOf(call)
  return { begun, ended: performance.now(), outcome }
}

const share = (part: number, whole: number) => Number((part / Math.max(whole, 1)).toFixed(3))

async function overload(server: LoadServer, load: number): Promise<void> {
  const client = clientOf(server, { timeoutMs, maxConnections: CONNECTIONS })
  await warmUp(client)
  const steady = performance.now() + timeoutMs
  const end = steady + WINDOW_SECONDS * 1_000
  const untilSteady = sleep(timeoutMs).then(() => server.served())
  const calls = await openLoop(load * perSecond, seconds, () => timed(client.findItem(search)))
  await untilSteady
  const { done, connections } = await server.served()
  await sleep(1_000)
  const afterwards = await server.served()
  const next = performance.now()
  await client.findItem(search)
  const nextCallMs = Math.round(performance.now() - next)
  const window = calls.filter(({ begun }) => begun >= steady && begun < end)
  const possible = Math.min(window.length, perSecond * WINDOW_SECONDS)
  const answers = calls.filter(({ ended, outcome }) => ended >= steady && outcome === 'ok')
  console.log(
    JSON.stringify({
      mode,
      timeoutMs,
      load,
      goodput: share(window.filter(({ outcome }) => outcome === 'ok').length, possible),
      throughput: share(answers.filter(({ ended }) => ended < end).length, possible),
      wasted: share(Math.max(done - answers.length, 0), done),
      opened: connections,
      openedAfterwards: afterwards.connections,
      nextCallMs,
      ...tally(window.map(({ outcome }) => outcome)),
    }),
  )
  await client.close()
  await server.served()
}

async function greedyBesideQuiet(server: LoadServer): Promise<void> {
  const client = clientOf(server, { timeoutMs, maxConnections: CONNECTIONS })
  await warmUp(client)
  const callFor = (index: number) =>
    outcomeOf(client.impersonating({ primarySmtpAddress: mailboxes[index] ?? '' }).findItem(search))
  const [greedy, quiet] = await Promise.all([
    openLoop(5 * perSecond, seconds, () => callFor(0)),
    openLoop(QUIET_LOAD * perSecond, seconds, () => callFor(1 + Math.floor(Math.random() * 9))),
  ])
  const ok = (outcomes: readonly string[]) => outcomes.filter((outcome) => outcome === 'ok').length
  console.log(
    JSON.stringify({
      mode,
      timeoutMs,
      quietOk: share(ok(quiet), quiet.length),
      quiet: tally(quiet),
      greedy: tally(greedy),
    }),
  )
  await client.close()
}

const server = await startServer({ SERVICE_MS: `${SERVICE_MS}`, SERVICE: mode === 'lognormal' ? mode : 'constant' })
if (mode === 'greedy') await greedyBesideQuiet(server)
else for (const load of loads.split(',')) await overload(server, Number(load))
await server.kill()
