import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Database } from './database'

const FOLDER = new URL('./migrations/', import.meta.url)

/** Any number, as long as all processes lock the same. */
const LOCK = 20_260_917

const applied = z.object({ name: z.string() })

/** Brings the schema up to date. Processes that start together wait for each other. */
export async function migrate(database: Database): Promise<void> {
  const files = (await readdir(FOLDER)).sort()
  await database.transaction(async (statements) => {
    await statements.script(`SELECT pg_advisory_xact_lock(${LOCK})`)
    await statements.script(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const done = await statements.rows(applied, 'SELECT name FROM migrations')
    for (const file of files.filter((name) => !done.some((each) => each.name === name))) {
      await statements.script(await readFile(new URL(file, FOLDER), 'utf8'))
      await statements.execute('INSERT INTO migrations (name) VALUES ($1)', [file])
    }
  })
}
