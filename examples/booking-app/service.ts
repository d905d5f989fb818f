import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Logger } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { createApp } from './app'
import type { AppParts, Limits } from './app-parts'
import { type Assets, makeAssets } from './assets/assets'
import { runInBackground } from './background'
import { BookingDesk } from './booking/booking-desk'
import { Links } from './booking/links'
import { Reconciler } from './booking/reconciler'
import type { Database } from './database/database'
import { migrate } from './database/migrate'
import { Vaults } from './encryption/vaults'
import { type AccountOptions, ExchangeAccounts } from './exchange/accounts'
import { CalendarWatches } from './exchange/calendar-watch'
import { meterExchange } from './routes/operations'
import { derivedKey } from './security/derived-key'
import { RateLimiter } from './security/rate-limit'
import type { Secrets } from './settings'

/** What a process of the application is made of. */
export interface ServiceOptions extends Secrets, AccountOptions {
  readonly database: Database
  readonly log: Logger
  readonly host?: string
  /** Defaults to a free one. */
  readonly port?: number
  readonly publicUrl?: string | undefined
  readonly trustProxy?: boolean
  readonly limits?: Partial<Limits>
  /** Milliseconds that a customer waits for Exchange before their page says that the booking is still under way. Defaults to 20,000. */
  readonly patienceMs?: number
  /** Hears how many of how many rows are sealed. */
  readonly onSealing?: (done: number, total: number) => void
  /** Made once for several services of a process. */
  readonly assets?: Assets
  /** Whether the reconciler runs on its own. Defaults to true. */
  readonly background?: boolean
}

const LIMITS: Limits = {
  views: { times: 300, seconds: 60 },
  bookings: { times: 20, seconds: 600 },
  bookingsFor: { times: 20, seconds: 24 * 60 * 60 },
  signIns: { times: 10, seconds: 600 },
  signInsFrom: { times: 50, seconds: 600 },
}

/** A running process of the application. */
export interface Service extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string
  readonly parts: AppParts
  readonly reconciler: Reconciler
  /** Stops listening, and closes the connections to Exchange. The database stays open. */
  close(): Promise<void>
}

/** Starts one of any number of processes: everything that must last is in the database and in Exchange. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { database, log, secret, vaultKeys, host = '127.0.0.1', port = 0, background = true } = options
  await migrate(database)
  const vaults = new Vaults(vaultKeys)
  const exchange = new ExchangeAccounts(vaults, options)
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  meterExchange(metrics)
  const desk = new BookingDesk({ database, vaults, exchange, log }, options.patienceMs)
  const parts: AppParts = {
    database,
    vaults,
    exchange,
    log,
    desk,
    metrics,
    watches: new CalendarWatches({ exchange, log }),
    links: new Links(derivedKey(secret, 'links')),
    limiter: new RateLimiter(database, derivedKey(secret, 'rate limits')),
    limits: { ...LIMITS, ...options.limits },
    assets: options.assets ?? (await makeAssets()),
    onSealing: options.onSealing ?? (() => undefined),
    publicUrl: options.publicUrl,
    trustProxy: options.trustProxy ?? false,
  }
  const reconciler = new Reconciler(parts)
  const { server, url } = await listen(createApp(parts), host, port)
  const stop = background ? runInBackground(parts, reconciler) : () => undefined
  const close = async () => {
    stop()
    parts.watches.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await exchange.close()
  }
  return { url, parts, reconciler, close, [Symbol.asyncDispose]: close }
}

function listen(
  app: ReturnType<typeof createApp>,
  hostname: string,
  port: number,
): Promise<{ server: Server; url: string }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, (address) =>
      resolve({ server, url: `http://${hostname}:${address.port}` }),
    ) as Server
    server.on('error', reject)
  })
}
