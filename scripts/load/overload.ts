/**
 * Open-loop load on a simulator over HTTPS with NTLM: `npx tsx scripts/load/overload.ts [seconds] [service]`. For each load and timeout it
 * prints the goodput as a share of what the server can do, the share of the server's work that was for nothing, and the connections that
 * were opened beyond `maxConnections`; then how quiet mailboxes fare beside a greedy one, and what is left one second after the load.
 */
import { mailboxes } from './account'
import { clientOf, openLoop, outcomeOf, search, sleep, startServer, tally, warmUp } from './served'

const [seconds = '20', service = 'constant'] = process.argv.slice(2)
const SERVICE_MS = 200
const CONNECTIONS = 4
const capacity = (CONNECTIONS * 1000) / SERVICE_MS
const server = await startServer({ SERVICE_MS: `${SERVICE_MS}`, SERVICE: service })

for (const timeoutMs of [3_000, 30_000]) {
  for (const load of [0.8, 1.5, 2, 5, 20]) {
    const client = clientOf(server, { timeoutMs, maxConnections: CONNECTIONS })
    await warmUp(client)
    await server.served()
    const begun = performance.now()
    const during: number[] = []
    const call = () =>
      outcomeOf(client.findItem(search)).then((outcome) => {
        if (outcome === 'ok') during.push(performance.now() - begun)
        return outcome
      })
    const outcomes = await openLoop(load * capacity, Number(seconds), call)
    const elapsed = (performance.now() - begun) / 1000
    await sleep(1_000)
    const { done, connections } = await server.served()
    const ok = outcomes.filter((outcome) => outcome === 'ok').length
    const inTime = during.filter((ms) => ms <= Number(seconds) * 1000).length
    const possible = Math.min(load, 1) * capacity * Number(seconds)
    const afterwards = performance.now()
    await client.findItem(search)
    console.log(
      JSON.stringify({
        service,
        timeoutMs,
        load,
        calls: outcomes.length,
        goodput: Number((Math.min(inTime, possible) / possible).toFixed(3)),
        wasted: Number(((done - ok) / Math.max(done, 1)).toFixed(3)),
        connectionsBeyond: connections,
        nextCallMs: Math.round(performance.now() - afterwards),
        elapsed: Number(elapsed.toFixed(1)),
        ...tally(outcomes),
      }),
    )
    await client.close()
    await sleep(500)
    await server.served()
  }
}

const client = clientOf(server, { timeoutMs: 3_000, maxConnections: CONNECTIONS })
await warmUp(client)
const callFor = (index: number) => () =>
  outcomeOf(client.impersonating({ primarySmtpAddress: mailboxes[index] ?? '' }).findItem(search))
const quietLoad = openLoop(0.4 * capacity, Number(seconds), () => callFor(1 + Math.floor(Math.random() * 9))())
const [greedy, quiet] = await Promise.all([openLoop(5 * capacity, Number(seconds), callFor(0)), quietLoad])
console.log(JSON.stringify({ greedy: tally(greedy), quiet: tally(quiet) }))
await client.close()
await server.kill()
