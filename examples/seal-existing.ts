// Seals the plaintext titles and descriptions in a table, and then reseals them with a new key. The database is PostgreSQL
// in memory (PGlite). For a server, use your own query function.
import { PGlite } from '@electric-sql/pglite'
import { generateKey, sealExisting, Vault } from 'ews-booking/crypto'

interface BookingRow {
  readonly id: number
  readonly tenant: string
  readonly title: string
  readonly description: string | null
}

const database = await PGlite.create()
await database.exec(`
  CREATE TABLE bookings (id integer PRIMARY KEY, tenant text NOT NULL, title text NOT NULL, description text);
  INSERT INTO bookings SELECT id, '42', 'Consultation ' || id, CASE WHEN id % 2 = 0 THEN 'Bring the X-ray.' END
    FROM generate_series(1, 100) AS id;
`)

/** Reads page by page. Neither memory nor a transaction grows with the table. */
async function* bookingsAfter(cursor: number): AsyncGenerator<BookingRow> {
  for (let after: number | undefined = cursor; after !== undefined; ) {
    const { rows }: { rows: BookingRow[] } = await database.query<BookingRow>(
      'SELECT id, tenant, title, description FROM bookings WHERE id > $1 ORDER BY id LIMIT 20',
      [after],
    )
    yield* rows
    after = rows.at(-1)?.id
  }
}

type Texts = Partial<Record<'title' | 'description', string>>

/** One statement, so that no other write comes between comparing and setting. */
async function compareAndSet(id: number, changed: Texts, previous: Texts): Promise<boolean> {
  const { affectedRows } = await database.query(
    `UPDATE bookings SET title = COALESCE($2, title), description = COALESCE($3, description)
     WHERE id = $1 AND ($4::text IS NULL OR title = $4) AND ($5::text IS NULL OR description = $5)`,
    [id, changed.title, changed.description, previous.title, previous.description].map((value) => value ?? null),
  )
  return affectedRows === 1
}

/** Only the code of an error is printed, because a database may quote the previous value, which is plaintext. */
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : 'without a code')

async function seal(keys: readonly string[]): Promise<void> {
  const { failures, ...report } = await sealExisting({
    vault: new Vault({ keys }),
    rows: bookingsAfter(0), // or after the last cursor that an interrupted run reported
    fields: ['title', 'description'],
    context: ({ id, tenant }) => ({ tenant, table: 'bookings', row: `${id}` }),
    save: ({ id }, changed, previous) => compareAndSet(id, changed, previous),
    cursor: ({ id }) => id,
    total: 100,
    onProgress: ({ done, total, rate, remaining = 0 }) => {
      if (done % 25 === 0)
        console.log(`${done} of ${total}, ${rate.toFixed()} a second, ${remaining.toFixed(1)} s left`)
    },
  })
  for (const { cursor, field, error } of failures) console.error(cursor, field, codeOf(error))
  console.log(report)
}

const [key, newKey] = [generateKey(), generateKey()]
await seal([key]) // sealed: 150
await seal([key]) // current: 150
await seal([newKey, key]) // resealed: 150
await database.close()
