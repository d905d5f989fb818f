/**
 * Seals the bookings after the cursor that the last run stored. It runs in a separate process, so that it can be killed. It queries the
 * server, or sends its queries to the process that started it.
 */
import { once } from 'node:events'
import { type SealProgress, sealExisting, Vault } from 'ews-booking/crypto'
import { contextOf } from '../seal-existing/table'
import { bookingsAfter, savingBookings } from './bookings'
import { type Database, type Parameter, serverDatabase } from './database'

/** The message that starts a run. */
export interface Task {
  readonly keys: readonly string[]
  readonly total: number
  /** The number of rows after which it goes no further, and waits to be killed. Defaults to none. */
  readonly stopAt?: number | undefined
  /** The database server. Defaults to the process that started this one. */
  readonly server?: { readonly url: string; readonly schema: string }
}

/** The messages of a run. */
export type Message =
  | { readonly query: number; readonly text: string; readonly parameters: readonly Parameter[] }
  | { readonly progress: SealProgress<number> }

async function receiveTask(): Promise<Task> {
  const [task] = await once(process, 'message')
  return task
}

const send = (message: Message) => process.send?.(message)

/** The database of the process that started this one. */
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
        send({ query, text, parameters })
      }),
    close: async () => process.disconnect(),
  }
}

const { keys, total, stopAt, server } = await receiveTask()
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
    if (progress.done % (total / 100) !== 0 && progress.done !== total) return
    await database.query('update sealing set cursor = $1', [progress.cursor ?? 0])
    send({ progress })
    if (stopAt !== undefined && progress.done >= stopAt) await new Promise(() => undefined)
  },
})
for (const { cursor, error } of failures) console.error(cursor, error)
process.exitCode = failures.length === 0 ? 0 : 1
await database.close()
