import type { Database } from './database'

export interface BookingRow {
  readonly id: number
  readonly tenant: string
  readonly title: string
  readonly description: string | null
}

/** `seals` counts how often `sealExisting` saved the row. */
export const SCHEMA = [
  `create table bookings (
     id integer primary key, tenant text not null, title text not null, description text, seals integer not null default 0
   )`,
  'create table sealing (cursor integer not null)',
  'insert into sealing values (0)',
]

const PAGE = 1000

/** The rows whose id is greater than `after`, in the order of their ids. */
export async function* bookingsAfter(database: Database, after: number): AsyncGenerator<BookingRow> {
  for (let last = after; ; ) {
    const page = await database.query<BookingRow>(
      'select id, tenant, title, description from bookings where id > $1 order by id limit $2',
      [last, PAGE],
    )
    yield* page
    const end = page.at(-1)
    if (end === undefined) return
    last = end.id
  }
}

type Values = Partial<Pick<BookingRow, 'title'> & { readonly description: string }>

interface Save {
  readonly id: number
  readonly changed: Values
  readonly previous: Values
  readonly resolve: (saved: boolean) => void
  readonly reject: (error: unknown) => void
}

/** Saves by compare-and-set, with one statement for all rows that are saved in the same turn of the event loop. */
export function savingBookings(database: Database) {
  let batch: Save[] = []
  async function send() {
    const saves = batch
    batch = []
    try {
      const saved = await compareAndSet(database, saves)
      for (const { id, resolve } of saves) resolve(saved.has(id))
    } catch (error) {
      for (const { reject } of saves) reject(error)
    }
  }
  return (id: number, changed: Values, previous: Values) =>
    new Promise<boolean>((resolve, reject) => {
      if (batch.length === 0) setImmediate(send)
      batch.push({ id, changed, previous, resolve, reject })
    })
}

/** Returns the ids of the rows that were saved. */
async function compareAndSet(database: Database, saves: readonly Save[]): Promise<ReadonlySet<number>> {
  const values = saves.map(({ id, changed, previous }) => ({
    id,
    title: changed.title,
    description: changed.description,
    old_title: previous.title,
    old_description: previous.description,
  }))
  const saved = await database.query<{ id: number }>(
    `update bookings set
       title = coalesce(new.title, bookings.title),
       description = coalesce(new.description, bookings.description),
       seals = seals + 1
     from json_to_recordset($1::text::json)
       as new(id integer, title text, description text, old_title text, old_description text)
     where bookings.id = new.id
       and (new.title is null or bookings.title = new.old_title)
       and (new.description is null or bookings.description = new.old_description)
     returning bookings.id`,
    [JSON.stringify(values)],
  )
  return new Set(saved.map(({ id }) => id))
}
