/**
 * Calls a server that refuses everything, with each value that it may ask to wait: `npx tsx scripts/load/back-off.ts`. Callers try for
 * four seconds. It prints, for each kind of refusal and value, the requests that the server got, and how long the first repetition took.
 * The exit code is 1 if a server got more than five, one came before its time, or a `backOffMs` wasn't finite.
 */
import { EwsClient, EwsThrottledError } from 'ews-booking'
import { startSimulator } from 'ews-booking/simulator'
import { account, mailboxes } from './account'
import { search } from './served'

const SECONDS = 4
/** The server's clock has whole milliseconds. */
const CLOCK_MS = 2
const mailbox = mailboxes[0] ?? ''
const powers = Array.from({ length: 41 }, (_, power) => 2 ** power)
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString()

/** What a server asks for, and the milliseconds that a client has to wait at least: as asked, but no longer than a minute. */
interface Refusal {
  readonly kind: 'Retry-After' | 'BackOffMilliseconds'
  readonly value: number | string
  readonly waitMs: number
}

const atMostOneMinute = (ms: number) => Math.min(Math.max(ms, 0), 60_000)
const refusals: readonly Refusal[] = [
  ...[-1, 0, ...powers].flatMap((value): readonly Refusal[] => [
    { kind: 'Retry-After', value, waitMs: atMostOneMinute(value * 1_000) },
    { kind: 'BackOffMilliseconds', value, waitMs: atMostOneMinute(value) },
  ]),
  // A date has whole seconds, so the wait may be nearly a second shorter.
  ...[-3_600, 0, 2, 3_600].map(
    (seconds): Refusal => ({
      kind: 'Retry-After',
      value: inSeconds(seconds),
      waitMs: atMostOneMinute(seconds * 1_000 - 1_000),
    }),
  ),
  ...['soon', 'Infinity', '1e9', ''].map((value): Refusal => ({ kind: 'Retry-After', value, waitMs: 0 })),
]

async function measured({ kind, value, waitMs }: Refusal) {
  const exchange = await startSimulator({
    mailboxes,
    accounts: [{ ...account, mayImpersonate: 'all' }],
    auth: ['Basic'],
    https: false,
  })
  if (kind === 'Retry-After') exchange.inject({ fault: 'serviceUnavailable', retryAfter: value, times: Infinity })
  else exchange.inject({ fault: 'serverBusy', backOffMs: value, times: Infinity })
  const client = new EwsClient({
    url: exchange.url,
    auth: { type: 'basic', ...account },
    allowInsecureHttp: true,
    impersonate: { primarySmtpAddress: mailbox },
    timeoutMs: SECONDS * 1_000,
  })
  const error: unknown = await client.findItem(search).catch((reason) => reason)
  const backOffMs = error instanceof EwsThrottledError ? error.backOffMs : undefined
  await client.close()
  await exchange.close()
  const [first, second] = exchange.requests
  const waitedMs = first && second && second.receivedAt.getTime() - first.receivedAt.getTime()
  return { kind, value, requests: exchange.requests.length, waitMs, waitedMs, backOffMs }
}

const results = await Promise.all(refusals.map(measured))
for (const result of results) console.log(JSON.stringify(result))
const wrong = results.filter(
  ({ requests, waitMs, waitedMs = Infinity, backOffMs = 0 }) =>
    requests === 0 || requests > 5 || waitedMs < waitMs - CLOCK_MS || !Number.isFinite(backOffMs),
)
console.log(`${results.length} refusals, ${wrong.length} of them answered wrongly`)
process.exitCode = wrong.length > 0 ? 1 : 0
