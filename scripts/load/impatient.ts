/**
 * Calls with a wrong password, in the way that locks accounts: the server takes 300 ms to refuse, and 30 callers who come 20 ms apart give
 * up shortly before they know. `npx tsx scripts/load/impatient.ts` prints how many proofs of the password the server got, for NTLM and for Basic. The exit code
 * is 1 if it was more than one.
 */
import { EwsClient } from 'ews-booking'
import { startSimulator } from 'ews-booking/simulator'
import { account, mailboxes } from './account'
import { outcomeOf, search, sleep, tally } from './served'

const CALLS = 30
/** NTLM proves the password in the second request of a connection. */
const PROOFS = {
  ntlm: { kind: 'ntlm-authenticate', timeoutMs: 550 },
  basic: { kind: 'basic', timeoutMs: 250 },
} as const
let most = 0

for (const type of ['ntlm', 'basic'] as const) {
  const { kind, timeoutMs } = PROOFS[type]
  const exchange = await startSimulator({
    mailboxes,
    accounts: [account],
    auth: ['NTLM', 'Basic'],
    https: false,
  })
  exchange.inject({ fault: 'delayBeforeCommit', until: 300, unauthenticated: true, times: Infinity })
  const client = new EwsClient({
    url: exchange.url,
    auth: { type, ...account, password: 'wrong' },
    allowInsecureHttp: true,
    timeoutMs,
  })
  const calls: Promise<string>[] = []
  for (let call = 0; call < CALLS; call += 1) {
    calls.push(outcomeOf(client.findItem(search)))
    await sleep(20)
  }
  const outcomes = tally(await Promise.all(calls))
  await client.close()
  const proofs = exchange.requests.filter(({ authentication }) => authentication === kind).length
  await exchange.close()
  most = Math.max(most, proofs)
  console.log(JSON.stringify({ type, proofs, ...outcomes }))
}
process.exitCode = most > 1 ? 1 : 0
