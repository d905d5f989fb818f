import { Writable } from 'node:stream'
import { type Simulator, type SimulatorOptions, startSimulator } from 'ews-booking/simulator'
import { afterAll } from 'vitest'
import { z } from 'zod'
import { type Assets, makeAssets } from '../../examples/booking-app/assets/assets'
import { addDays, dayOf, mondayOf } from '../../examples/booking-app/booking/wall-clock'
import type { Database } from '../../examples/booking-app/database/database'
import { openEmbedded } from '../../examples/booking-app/database/embedded'
import { migrate } from '../../examples/booking-app/database/migrate'
import { MAILBOXES } from '../../examples/booking-app/demo/exchange'
import { addPractice } from '../../examples/booking-app/demo/practice'
import { Vaults } from '../../examples/booking-app/encryption/vaults'
import { createLog } from '../../examples/booking-app/log'
import type { Plan } from '../../examples/booking-app/practice/tenants'
import { type Service, type ServiceOptions, startService } from '../../examples/booking-app/service'
import { type Network, openNetwork } from './network'

export const PASSWORD = 'zw0lf-Böxkämpfer'
export const ADMIN_PASSWORD = 'fünf-Jongleure'
export const ACCOUNT = { username: 'EXAMPLE\\svc-booking', password: PASSWORD }
const VAULT_KEY = 'eQccMUlDI0NtXkDaVeWABvKVEgQ33eP-EYVm-UrlBRk'

export const MEIER = 'dr.meier@example.com'
export const SLOTS = '/p/seeblick/meier'

/** The application with its practice, and the Exchange that it books into. All of it ends with the file's tests. */
export interface Practice {
  readonly exchange: Simulator
  /** What is between the application and that Exchange. */
  readonly network: Network
  readonly database: Database
  readonly service: Service
  readonly options: ServiceOptions
  /** What the application has logged. */
  readonly log: string[]
}

const noLimit = { times: 1_000_000, seconds: 60 }

/** Options of the application, of its Exchange, and of its practice. */
type PracticeOptions = Partial<ServiceOptions> & { plan?: Plan; simulator?: Partial<SimulatorOptions> }

/** Opens PostgreSQL in memory, a practice in it, and the application on a free port. */
export async function openPractice({
  plan = 'sealed',
  simulator = {},
  database: given,
  ...options
}: PracticeOptions = {}): Promise<Practice> {
  const exchange = await startSimulator({
    mailboxes: MAILBOXES,
    accounts: [{ ...ACCOUNT, mayImpersonate: 'all' }],
    https: false,
    ...simulator,
  })
  const database = given ?? (await openEmbedded())
  await migrate(database)
  const { secrets } = new Vaults([VAULT_KEY])
  const network = await openNetwork(exchange.url)
  const access = { url: network.url, ...ACCOUNT, ca: exchange.ca }
  await addPractice(database, secrets, access, { password: ADMIN_PASSWORD, plan })
  const log: string[] = []
  const serviceOptions: ServiceOptions = {
    database,
    vaultKeys: [VAULT_KEY],
    secret: 'a secret that is long enough for tests',
    log: createLog('trace', new Writable({ write: (line, _, done) => done(void log.push(String(line))) })),
    allowPrivateNetworks: true,
    background: false,
    assets: await assets(),
    limits: { views: noLimit, bookings: noLimit, bookingsFor: noLimit, signIns: noLimit, signInsFrom: noLimit },
    ...options,
  }
  const service = await startService(serviceOptions)
  afterAll(async () => {
    await service.close()
    network.cut()
    await exchange.close()
    await database.close()
  })
  return { exchange, network, database, service, options: serviceOptions, log }
}

let made: Promise<Assets> | undefined

function assets(): Promise<Assets> {
  made ??= makeAssets()
  return made
}

/** A day in the next week, from 0, Monday: always in working hours, and never too soon. */
export function nextWeek(weekday: number): string {
  return addDays(mondayOf(dayOf(new Date(), 'Europe/Zurich')), 7 + weekday)
}

/** An instant next week. */
export const at = (weekday: number, time: string): Date => new Date(`${nextWeek(weekday)}T${time}:00Z`)

/** What a customer types. */
export const DETAILS = {
  name: 'Petra Muster',
  mail: 'petra.muster@example.org',
  title: 'Kniebeschwerden-71',
  description: 'Schmerzen links-72',
}

/** The id of a booking, which is its appointment's key, from its link. */
export const idOf = (link: string): string => /([\w-]{24})\.[\w-]{43}$/.exec(link)?.[1] ?? ''

/** Sends a form as a browser does that shows one of our pages. */
export function send(
  { url }: Pick<Service, 'url'>,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const body = new URLSearchParams(fields)
  return fetch(url + path, { method: 'POST', body, redirect: 'manual', headers: { Origin: url, ...headers } })
}

/** Signs in and returns the cookie. */
export async function signIn(
  service: Pick<Service, 'url'>,
  mail = 'admin@example.com',
  password = ADMIN_PASSWORD,
): Promise<string> {
  const answer = await send(service, '/staff/sign-in', { mail, password })
  return answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
}

/** Opens the form for a time and returns the name that the server gave it. */
export async function openForm({ url }: Pick<Service, 'url'>, start: Date, path = SLOTS): Promise<string> {
  const page = await (await fetch(`${url}${path}?start=${start.toISOString()}`)).text()
  return /name="form" value="([\w-]+)"/.exec(page)?.[1] ?? ''
}

/** Opens the form for a time, fills it in and sends it. */
export async function book(
  service: Pick<Service, 'url'>,
  start: Date,
  details: Readonly<Record<string, string>> = DETAILS,
): Promise<Response> {
  const form = await openForm(service, start)
  return send(service, SLOTS, { ...details, form, start: start.toISOString() })
}

/** The address of a booking, from the answer to its form. */
export const linkOf = (answer: Response): string => answer.headers.get('Location') ?? ''

/** The state that a booking's page shows. */
export async function stateOf({ url }: Pick<Service, 'url'>, link: string): Promise<string | undefined> {
  return /class="card ticket (\w+)"/.exec(await (await fetch(url + link)).text())?.[1]
}

/** The contents of all tables, and of nothing else. */
export async function dump(database: Database): Promise<string> {
  const tables = await database.rows(
    z.object({ name: z.string() }),
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  )
  const rows = await Promise.all(
    tables.map(({ name }) => database.rows(z.object({ row: z.string() }), `SELECT t::text AS row FROM ${name} AS t`)),
  )
  return rows.flatMap((each) => each.map(({ row }) => row)).join('\n')
}
