/**
 * Seals the bookings that come after the cursor which the last run has stored, in a process of its own, so that it can be killed. It
 * has a connection to the server, or asks the process that has started it.
 */
import { once } from 'node:events'
import { type SealProgress, sealExisting, Vault } from 'ews-booking/crypto'
import { contextOf } from '../seal-existing/table'
import { bookingsAfter, savingBookings } from './bookings'
import { type Database, type Parameter, serverDatabase } from './database'

/** What it is told. */
export interface Task {
  readonly keys: readonly string[]
  readonly total: number
  /** Where the database is; without it is where it was started. */
  readonly server?: { readonly url: string; readonly schema: string }
}

/** What it tells. */
export type Message =
  | { readonly query: number; readonly text: string; readonly parameters: readonly Parameter[] }
  | { readonly progress: SealProgress<number> }

async function told(): Promise<Task> {
  const [task] = await once(process, 'message')
  return task
}

const say = (message: Message) => process.send?.(message)

/** The database of the process that has started this one. */
function parentDatabase(): Database {
  let asked = 0
  const waiting = new Map<number, (rows: readonly never[]) => void>()
  process.on('message', ({ query, rows }: { query: number; rows: readonly never[] }) => {
    waiting.get(query)?.(rows)
    waiting.delete(query)
  })
  return {
    query: (text, parameters = []) =>
      new Promise((resolve) => {
        const query = asked++
        waiting.set(query, resolve)
        say({ query, text, parameters })
      }),
    close: async () => process.disconnect(),
  }
}

const { keys, total, server } = await told()
const database = server === undefined ? parentDatabase() : serverDatabase(server.url, server.schema)
const [stored] = await database.query<{ cursor: number }>('select cursor from sealing')
const save = savingBookings(database)

const { failures } = await sealExisting({
  vault: new Vault({ keys }),
  rows: bookingsAfter(database, stored?.cursor ?? 0),
  fields: ['title', 'description'],
  context: contextOf,
  save: ({ id }, changed, previous) => save(id, changed, previous),
  cursor: ({ id }) => id,
  total,
  concurrency: 500,
  onProgress: async (progress) => {
    if (progress.done % 1000 !== 0 && progress.done !== total) return
    await database.query('update sealing set cursor = $1', [progress.cursor ?? 0])
    say({ progress })
  },
})
for (const { cursor, error } of failures) console.error(cursor, error)
process.exitCode = failures.length === 0 ? 0 : 1
await database.close()
