// How long a customer of examples/booking-app waits: npx tsx scripts/load/booking-app.ts [customers at a time,...]
//
// The simulator answers each request 20 ms later than it could, like a server that is that far away. The database is embedded, or the
// server of DATABASE_URL, in which there must be no practice yet.
import { generateKey } from 'ews-booking/crypto'
import { makeAssets } from '../../examples/booking-app/assets/assets'
import { addDays, dayOf, mondayOf } from '../../examples/booking-app/booking/wall-clock'
import { openEmbedded } from '../../examples/booking-app/database/embedded'
import { migrate } from '../../examples/booking-app/database/migrate'
import { connectToServer } from '../../examples/booking-app/database/server'
import { ACCOUNT, startExchange } from '../../examples/booking-app/demo/exchange'
import { addPractice } from '../../examples/booking-app/demo/practice'
import { Vaults } from '../../examples/booking-app/encryption/vaults'
import { createLog } from '../../examples/booking-app/log'
import { startService } from '../../examples/booking-app/service'

const NETWORK_MS = 20
const PER_LEVEL = 120
const levels = (process.argv[2] ?? '1,10,50').split(',').map(Number)

const exchange = await startExchange({ latencyMs: NETWORK_MS })
const database =
  process.env.DATABASE_URL === undefined ? await openEmbedded() : connectToServer(process.env.DATABASE_URL)
await migrate(database)
const vaultKeys = [generateKey()]
const access = { url: exchange.url, ...ACCOUNT }
await addPractice(database, new Vaults(vaultKeys).secrets, access, { password: 'unused by this script' })
const noLimit = { times: 1_000_000_000, seconds: 60 }
const service = await startService({
  database,
  vaultKeys,
  secret: generateKey(),
  log: createLog('silent'),
  allowPrivateNetworks: true,
  background: false,
  assets: await makeAssets(),
  limits: { views: noLimit, bookings: noLimit, bookingsFor: noLimit },
})

const calendar = `${service.url}/p/seeblick/meier`
const monday = mondayOf(dayOf(new Date(), 'UTC'))

/** The free slots of two weeks, in order. */
async function freeSlots(week: number): Promise<string[]> {
  const days = Array.from({ length: 14 }, (_, day) => addDays(monday, 7 * week + day)).filter((_, day) => day % 7 < 5)
  const pages = await Promise.all(days.map(async (day) => (await fetch(`${calendar}?day=${day}`)).text()))
  return pages.flatMap((page) =>
    [...page.matchAll(/start=([^"&]+)/g)].map(([, start = '']) => decodeURIComponent(start)),
  )
}

async function timed<Result>(into: number[], work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now()
  const result = await work()
  into.push(performance.now() - begun)
  return result
}

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((one, other) => one - other)[Math.floor(share * (values.length - 1))]?.toFixed(0) ?? ''

async function measure(customers: number, starts: string[]): Promise<void> {
  const [views, bookings]: [number[], number[]] = [[], []]
  const before = exchange.connections
  exchange.clear()
  let booked = 0
  const customer = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      await timed(views, async () => (await fetch(calendar)).text())
      const form = await (await fetch(`${calendar}?start=${start}`)).text()
      const fields = { name: 'A', mail: 'a@example.org', title: 'T', description: '', start }
      const body = new URLSearchParams({ ...fields, form: /name="form" value="([\w-]+)"/.exec(form)?.[1] ?? '' })
      const send = () => fetch(calendar, { method: 'POST', body, redirect: 'manual', headers: { Origin: service.url } })
      const { status } = await timed(bookings, send)
      if (status === 303) booked += 1
    }
  }
  await Promise.all(Array.from({ length: customers }, customer))
  const figures = [views, bookings].flatMap((each) => [percentile(each, 0.5), percentile(each, 0.95)])
  const requests = exchange.requests.filter(({ operation }) => operation !== undefined).length
  console.log(
    `| ${customers} | ${figures.join(' | ')} | ${booked} of ${bookings.length} | ${(requests / bookings.length).toFixed(1)} | ${exchange.connections - before} |`,
  )
}

console.log(
  '| customers | view p50 | view p95 | booking p50 | booking p95 | booked | requests each | new connections |',
)
console.log(
  '| --------- | -------- | -------- | ----------- | ----------- | ------ | ------------- | --------------- |',
)
for (const [position, customers] of levels.entries()) {
  await measure(customers, (await freeSlots(1 + 2 * position)).slice(0, PER_LEVEL))
}
await service.close()
await exchange.close()
await database.close()
