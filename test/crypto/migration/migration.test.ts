import { fork } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { on, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { generateKey, type SealProgress, Vault } from 'ews-booking/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bySuite } from '../../suite'
import { contextOf } from '../seal-existing/table'
import { type BookingRow, bookingsAfter, SCHEMA } from './bookings'
import { type Database, memoryDatabase, type Parameter, serverDatabase } from './database'
import type { Message, Task } from './migration-run'

/** A PostgreSQL server to use instead of a database in memory. */
const url = process.env.DATABASE_URL
const schema = `ews_booking_${randomUUID().replaceAll('-', '')}`
const server = url === undefined ? undefined : { url, schema }

const ROWS = bySuite({ quick: 2_000, slow: 100_000 })
/** The first run is killed when it reports this number of rows. */
const KILL_AT = 0.4 * ROWS
const FIELDS = ['title', 'description'] as const
type Texts = Pick<BookingRow, (typeof FIELDS)[number]>

/** The plaintext of each row. */
const meaning = new Map<number, Texts>()

/** The rows that the second writer has changed. */
const written = new Set<number>()

let database: Database

const tenantOf = (id: number) => `${id % 7}`

function textsOf(id: number): Texts {
  const description = [`Dossier ${id}: Röntgen, 東京 👩🏽‍⚕️`, null, '', `{"id": ${id}}`][id % 4] ?? null
  return { title: `First consultation ${id}`, description }
}

beforeAll(async () => {
  database = server === undefined ? await memoryDatabase() : serverDatabase(server.url, schema)
  if (server !== undefined) await database.query(`create schema ${schema}`)
  for (const statement of SCHEMA) await database.query(statement)
  for (let id = 1; id <= ROWS; id += 1) meaning.set(id, textsOf(id))
  const rows = [...meaning].map(([id, texts]) => ({ id, tenant: tenantOf(id), ...texts }))
  await database.query(
    `insert into bookings select id, tenant, title, description
     from json_to_recordset($1::text::json) as new(id integer, tenant text, title text, description text)`,
    [JSON.stringify(rows)],
  )
})

afterAll(async () => {
  if (server !== undefined) await database.query(`drop schema ${schema} cascade`)
  await database.close()
})

interface RunOptions {
  /** The vaults of a second writer, which changes rows during the run. Defaults to none. */
  readonly writers?: readonly Vault[]
  /** Kills the process when it reports this number of rows. Defaults to never. */
  readonly killAt?: number
}

/** The end of a run. */
interface Ended {
  /** Its last report. */
  readonly progress: SealProgress<number> | undefined
  /** Its exit code and the signal that ended it. */
  readonly exit: unknown
}

/** Seals in a separate process, which sends its queries to this one unless the database is on a server. */
async function run(keys: readonly string[], { writers = [], killAt }: RunOptions = {}): Promise<Ended> {
  const child = fork(fileURLToPath(new URL('migration-run.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  })
  const messages = on(child, 'message', { close: ['disconnect'] })
  const exit = once(child, 'exit')
  const task: Task = { keys, total: ROWS, stopAt: killAt && 2 * killAt, ...(server && { server }) }
  child.send(task)
  let progress: SealProgress<number> | undefined
  for await (const [received] of messages) {
    const message: Message = received
    if ('progress' in message) {
      progress = message.progress
      if (killAt !== undefined && progress.done >= killAt) child.kill('SIGKILL')
    } else {
      if (message.text.startsWith('update bookings')) await writeFirst(message.parameters, writers)
      const rows = await database.query(message.text, message.parameters)
      // The process may have been killed since it asked.
      if (child.connected) child.send({ query: message.query, rows }, () => {})
    }
    await writeNear(progress?.cursor ?? 0, writers)
  }
  return { progress, exit: await exit }
}

/** Changes a row before, at or after those that are being sealed. */
async function writeNear(cursor: number, writers: readonly Vault[]): Promise<void> {
  if (writers.length === 0) return
  const id = randomInt(4) === 0 ? randomInt(ROWS) : cursor + randomInt(-1000, 3000)
  await write(Math.min(Math.max(id, 1), ROWS), FIELDS[randomInt(2)] ?? 'title', writers[randomInt(writers.length)])
}

/** Changes one of the rows that are about to be saved. */
async function writeFirst([saves]: readonly Parameter[], writers: readonly Vault[]): Promise<void> {
  if (writers.length === 0) return
  const [{ id }]: [{ id: number }] = JSON.parse(`${saves}`)
  await write(id, 'title', writers[randomInt(writers.length)])
}

async function write(id: number, field: keyof Texts, writer: Vault | undefined): Promise<void> {
  const text = `Written ${randomUUID()}`
  const stored = writer?.seal(text, { ...contextOf({ id, tenant: tenantOf(id) }), column: field }) ?? text
  await database.query(`update bookings set ${field} = $1 where id = $2`, [stored, id])
  written.add(id)
  meaning.set(id, { ...(meaning.get(id) ?? textsOf(id)), [field]: text })
}

/** Seals all rows while a second writer changes some, and is killed once; then seals what the writer left. Returns each run's last report. */
async function sealWithKill(keys: readonly string[], writers: readonly Vault[]) {
  await database.query('update sealing set cursor = 0')
  await database.query('update bookings set seals = 0')
  written.clear()
  const first = await run(keys, { writers, killAt: KILL_AT })
  expect(first.exit).toEqual([null, 'SIGKILL'])
  const second = await run(keys, { writers })
  expect(second.exit).toEqual([0, null])
  await database.query('update sealing set cursor = 0')
  const last = await run(keys)
  expect(last.exit).toEqual([0, null])
  return [first, second, last].map(({ progress }) => progress)
}

/** Checks that these keys alone open each row to its plaintext, and that rows that nobody else changed were sealed once. */
async function expectSealed(keys: readonly string[]): Promise<void> {
  const vault = new Vault({ keys })
  let rows = 0
  for await (const row of bookingsAfter(database, 0)) {
    rows += 1
    const texts = meaning.get(row.id)
    for (const field of FIELDS) {
      const stored = row[field]
      const text = stored === null ? null : vault.open(stored, { ...contextOf(row), column: field })
      if (text !== texts?.[field]) expect.fail(`row ${row.id} has lost what was written to it`)
    }
  }
  expect(rows).toBe(ROWS)
  const counts = await database.query<{ id: number; seals: number }>('select id, seals from bookings')
  expect(counts.filter((row) => row.seals !== 1 && !written.has(row.id))).toEqual([])
}

describe(`a table of ${ROWS} rows, ${url === undefined ? 'in PGlite' : 'on a PostgreSQL server'}`, () => {
  const [old, next] = [generateKey(), generateKey()]
  const plaintext = new Vault({ keys: [old], write: 'plaintext', onPlaintextRead: () => {} })

  it('is sealed, and sealed again with a new key, despite a kill and a second writer', async () => {
    for (const { keys, writers } of [
      { keys: [old], writers: [new Vault({ keys: [old] }), plaintext] },
      { keys: [next, old], writers: [new Vault({ keys: [old, next] }), new Vault({ keys: [next, old] })] },
    ]) {
      const [first, second, last] = await sealWithKill(keys, writers)
      expect(first?.done).toBeLessThan(ROWS)
      expect(second?.done).toBeLessThan(ROWS)
      expect(last?.done).toBe(ROWS)
      expect(written.size).toBeGreaterThan(0)
      // On a server the second writer may never change a row between its read and its save.
      if (server === undefined) expect(second?.superseded).toBeGreaterThan(0)
      await expectSealed(keys.slice(0, 1))
    }
  })
})
