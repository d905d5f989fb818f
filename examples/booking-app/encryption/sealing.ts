import { type SealProgress, type SealReport, sealExisting } from 'ews-booking/crypto'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Database, Statements } from '../database/database'
import { errorCode } from '../log'
import { changePlan, type Tenant } from '../practice/tenants'
import type { Vaults } from './vaults'

const PAGE = 200

/** For how long a process that reports nothing any more keeps others from going on in its place. */
const LEASE_SECONDS = 15

/** Runs until everything is sealed: the last one finds nothing to do. */
const MOST_RUNS = 10

const FIELDS = ['title', 'description', 'customer'] as const
type Field = (typeof FIELDS)[number]
type Texts = Partial<Record<Field, string>>

const row = z.object({
  id: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  customer: z.string().nullable(),
})

const state = z.object({
  state: z.enum(['running', 'finished', 'failed']),
  done: z.number(),
  total: z.number(),
})
const counted = z.object({ total: z.number() })
const tenantName = z.object({ tenant: z.string() })

/** How far the sealing of a tenant's rows is; `undefined` if there never was one. */
export async function sealingOf(statements: Statements, tenant: string): Promise<z.output<typeof state> | undefined> {
  const [found] = await statements.rows(state, 'SELECT state, done, total FROM sealings WHERE tenant = $1', [tenant])
  return found
}

/**
 * Begins to seal a tenant's rows, unless some process is at it. From now on, everything that is written is sealed.
 *
 * @returns whether the caller is to call `sealRows`
 */
export async function beginSealing(database: Database, tenant: Tenant): Promise<boolean> {
  await changePlan(database, tenant.id, 'plain', 'sealing')
  const begun = await database.execute(
    `INSERT INTO sealings (tenant, state, done, total, leased_until)
     VALUES ($1, 'running', 0, 0, now() + make_interval(secs => $2))
     ON CONFLICT (tenant) DO UPDATE SET state = 'running', done = 0, leased_until = excluded.leased_until
     WHERE sealings.state <> 'running' OR sealings.leased_until < now()`,
    [tenant.id, LEASE_SECONDS],
  )
  return begun === 1
}

/** The tenants whose sealing a dead process has left unfinished. */
export async function abandonedSealings(statements: Statements): Promise<string[]> {
  const query = "SELECT tenant FROM sealings WHERE state = 'running' AND leased_until < now()"
  return (await statements.rows(tenantName, query)).map(({ tenant }) => tenant)
}

/**
 * Seals every row of a tenant with the newest key, while bookings go on. It runs until a run has found nothing left, and only then is the
 * plan `sealed`, under which plaintext is an error. A run that was interrupted is begun anew: what is sealed stays sealed.
 */
export async function sealRows(
  database: Database,
  vaults: Vaults,
  tenant: Tenant,
  log: Logger,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const count = 'SELECT count(*)::int AS total FROM bookings WHERE tenant = $1'
  for (let run = 0; run < MOST_RUNS; run += 1) {
    const [{ total } = { total: 0 }] = await database.rows(counted, count, [tenant.id])
    const report = await sealOnce(database, vaults, tenant, total, async ({ done }) => {
      if (done % PAGE !== 0 && done !== total) return
      onProgress(done, total)
      await note(database, tenant.id, 'running', done, total)
    })
    if (report.failures.length > 0) {
      for (const { cursor, field, error } of report.failures)
        log.error({ row: cursor, field, code: errorCode(error) }, 'A value could not be sealed')
      return note(database, tenant.id, 'failed', report.done, total)
    }
    const connections = await sealConnections(database, vaults, tenant)
    if (report.sealed + report.resealed + report.superseded + connections > 0) continue
    await changePlan(database, tenant.id, 'sealing', 'sealed')
    onProgress(total, total)
    return note(database, tenant.id, 'finished', total, total)
  }
  await note(database, tenant.id, 'failed', 0, 0)
}

const sealOnce = (
  database: Database,
  vaults: Vaults,
  tenant: Tenant,
  total: number,
  onProgress: (progress: SealProgress<string>) => unknown,
): Promise<SealReport<Field, string>> =>
  sealExisting({
    vault: vaults.secrets,
    rows: rowsOf(database, tenant.id),
    fields: FIELDS,
    context: ({ id }) => ({ tenant: tenant.id, table: 'bookings', row: id }),
    save: ({ id }, changed, previous) => compareAndSet(database, id, changed, previous),
    cursor: ({ id }) => id,
    plaintext: tenant.plan === 'sealed' ? 'refuse' : 'seal',
    total,
    onProgress,
  })

const calendar = z.object({ id: z.string(), connection: z.string() })

/** Seals the connections of a tenant's calendars with the newest key. They are sealed on every plan. Returns how many weren't. */
async function sealConnections(database: Database, vaults: Vaults, tenant: Tenant): Promise<number> {
  const query = 'SELECT id, connection FROM calendars WHERE tenant = $1 ORDER BY id'
  const { resealed, superseded, failures } = await sealExisting({
    vault: vaults.secrets,
    rows: await database.rows(calendar, query, [tenant.id]),
    fields: ['connection'],
    context: ({ id }) => ({ tenant: tenant.id, table: 'calendars', row: id }),
    save: async ({ id }, { connection = null }, { connection: previous = null }) => {
      const update = 'UPDATE calendars SET connection = $2 WHERE id = $1 AND connection = $3'
      return (await database.execute(update, [id, connection, previous])) === 1
    },
    plaintext: 'refuse',
  })
  const [failure] = failures
  if (failure !== undefined) throw failure.error
  return resealed + superseded
}

async function* rowsOf(statements: Statements, tenant: string): AsyncGenerator<z.output<typeof row>> {
  const query =
    'SELECT id, title, description, customer FROM bookings WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3'
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: z.output<typeof row>[] = await statements.rows(row, query, [tenant, after, PAGE])
    yield* page
    after = page.at(-1)?.id
  }
}

/** One statement, so that nobody writes between comparing and setting. */
async function compareAndSet(statements: Statements, id: string, changed: Texts, previous: Texts): Promise<boolean> {
  const values = [changed, previous].flatMap((texts) => FIELDS.map((field) => texts[field] ?? null))
  const updated = await statements.execute(
    `UPDATE bookings SET title = COALESCE($2, title), description = COALESCE($3, description), customer = COALESCE($4, customer)
     WHERE id = $1 AND ($5::text IS NULL OR title = $5) AND ($6::text IS NULL OR description = $6)
       AND ($7::text IS NULL OR customer = $7)`,
    [id, ...values],
  )
  return updated === 1
}

async function note(
  statements: Statements,
  tenant: string,
  to: 'running' | 'finished' | 'failed',
  done: number,
  total: number,
): Promise<void> {
  await statements.execute(
    `UPDATE sealings SET state = $2, done = $3, total = $4, leased_until = now() + make_interval(secs => $5)
     WHERE tenant = $1`,
    [tenant, to, done, total, LEASE_SECONDS],
  )
}
