import { type ChildProcess, fork } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { generateKey, type SealProgress, Vault } from 'ews-booking/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextOf } from '../seal-existing/table'
import { type BookingRow, bookingsAfter, SCHEMA } from './bookings'
import { type Database, memoryDatabase, type Parameter, serverDatabase } from './database'
import type { Message, Task } from './migration-run'

/** A PostgreSQL server to use rather than a database in memory. */
const url = process.env.DATABASE_URL
const schema = `ews_booking_${randomUUID().replaceAll('-', '')}`
const server = url === undefined ? undefined : { url, schema }

const ROWS = 100_000
const FIELDS = ['title', 'description'] as const
type Texts = Pick<BookingRow, (typeof FIELDS)[number]>

/** What the values of each row are when they are opened. */
const meaning = new Map<number, Texts>()

/** The rows that the second writer has written to. */
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
}, 60_000)

afterAll(async () => {
  if (server !== undefined) await database.query(`drop schema ${schema} cascade`)
  await database.close()
})

interface Run {
  readonly process: ChildProcess
  /** What it has told last. */
  readonly progress: SealProgress<number> | undefined
  readonly ended: Promise<unknown>
}

/** Seals in a process of its own, which asks for the database here unless it is on a server; `writers` are faster than it is now and then. */
function start(keys: readonly string[], writers: readonly Vault[] = []): Run {
  const child = fork(fileURLToPath(new URL('migration-run.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  })
  const run = { process: child, progress: undefined as SealProgress<number> | undefined, ended: once(child, 'exit') }
  child.on('message', async (message: Message) => {
    if ('progress' in message) run.progress = message.progress
    else {
      if (message.text.startsWith('update bookings')) await writeFirst(message.parameters, writers)
      const rows = await database.query(message.text, message.parameters)
      // It may have been killed meanwhile.
      if (child.connected) child.send({ query: message.query, rows }, () => {})
    }
  })
  const task: Task = { keys, total: ROWS, ...(server && { server }) }
  child.send(task)
  return run
}

/** Somebody who writes to rows before, at and behind those that are being sealed, as long as the run goes on or until so many are done. */
async function writeDuring(run: Run, writers: readonly Vault[], until = Number.POSITIVE_INFINITY): Promise<void> {
  while (run.process.exitCode === null && run.process.signalCode === null) {
    const { done = 0, cursor = 0 } = run.progress ?? {}
    if (done >= until) return
    // PGlite answers without a turn of the event loop, so that nobody else would be heard.
    await setTimeout(2)
    const near = cursor + randomInt(-1000, 3000)
    const id = Math.min(Math.max(randomInt(4) === 0 ? randomInt(ROWS) : near, 1), ROWS)
    await write(id, FIELDS[randomInt(2)] ?? 'title', writers[randomInt(writers.length)])
  }
}

/** Writes to one of the rows that are about to be saved. */
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

/** Seals all rows with a kill in the middle and a second writer at work; and those that it left behind once it has ended. */
async function sealWithKill(keys: readonly string[], writers: readonly Vault[]) {
  await database.query('update sealing set cursor = 0')
  await database.query('update bookings set seals = 0')
  written.clear()
  const first = start(keys, writers)
  await writeDuring(first, writers, ROWS * 0.4)
  first.process.kill('SIGKILL')
  await first.ended

  const second = start(keys, writers)
  await writeDuring(second, writers)
  expect(await second.ended).toEqual([0, null])

  await database.query('update sealing set cursor = 0')
  const last = start(keys)
  expect(await last.ended).toEqual([0, null])
  return [first, second, last].map(({ progress }) => progress)
}

/** Each row opens with these keys alone to what it means, and was sealed once unless somebody wrote to it. */
async function expectSealed(keys: readonly string[]): Promise<void> {
  const vault = new Vault({ keys })
  let rows = 0
  for await (const row of bookingsAfter(database, 0)) {
    rows += 1
    const texts = meaning.get(row.id)
    for (const field of FIELDS) {
      const stored = row[field]
      const text = stored === null ? null : vault.open(stored, { ...contextOf(row), column: field })
      if (text !== texts?.[field]) expect.fail(`row ${row.id} has not what was written to it`)
    }
  }
  expect(rows).toBe(ROWS)
  const counts = await database.query<{ id: number; seals: number }>('select id, seals from bookings')
  expect(counts.filter((row) => row.seals !== 1 && !written.has(row.id))).toEqual([])
}

describe(`a table of 100,000 rows, ${url === undefined ? 'in PGlite' : 'on a PostgreSQL server'}`, () => {
  const [old, next] = [generateKey(), generateKey()]
  const plaintext = new Vault({ keys: [old], write: 'plaintext', onPlaintextRead: () => {} })

  it('is sealed, and sealed anew with another key, with a kill in the middle and somebody who writes at the same time', async () => {
    for (const { keys, writers } of [
      { keys: [old], writers: [new Vault({ keys: [old] }), plaintext] },
      { keys: [next, old], writers: [new Vault({ keys: [old, next] }), new Vault({ keys: [next, old] })] },
    ]) {
      const [first, second, last] = await sealWithKill(keys, writers)
      expect(first?.done).toBeLessThan(ROWS)
      expect(second?.done).toBeLessThan(ROWS)
      expect(last?.done).toBe(ROWS)
      expect(written.size).toBeGreaterThan(0)
      // On a server it is a matter of luck who is faster.
      if (server === undefined) expect(second?.superseded).toBeGreaterThan(0)
      await expectSealed(keys.slice(0, 1))
    }
  }, 240_000)
})
