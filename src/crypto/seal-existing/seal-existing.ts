import { forEachRow } from './concurrency'
import { sealRow } from './existing-row'
import { readSealExistingOptions, type SealExistingOptions, type TextField } from './options'
import { Ledger, type SealReport } from './progress'

/**
 * Seals the plaintext in existing rows of a database, and reseals values that aren't sealed with the vault's first key. You can run it any number
 * of times, even in parallel: it seals nothing twice and never overwrites what others write meanwhile.
 *
 * - `null` and `undefined` stay as they are. An empty string is sealed like any other.
 * - A value that looks sealed but doesn't open is a failure and stays as it is. The other fields of its row are sealed.
 * - Each new value is opened once before it is saved, to verify it.
 *
 * @example
 * const report = await sealExisting({
 *   vault,
 *   rows, // an async generator that reads page by page, in the order of the primary key
 *   fields: ['title', 'description'],
 *   context: ({ id, tenant }) => ({ tenant, table: 'bookings', row: id }),
 *   save: async ({ id }, changed, previous) => compareAndSet(id, changed, previous),
 *   cursor: ({ id }) => id,
 * })
 * @throws VaultConfigError if an option is wrong, or `save` returns no boolean
 * @throws the errors of `rows`, `cursor` and `onProgress`, and the signal's reason; rows that were saved until then stay saved
 */
export async function sealExisting<Row, Field extends TextField<Row>, Cursor = undefined>(
  options: SealExistingOptions<Row, Field, Cursor>,
): Promise<SealReport<Field, Cursor>> {
  const { concurrency, plaintext, dryRun } = readSealExistingOptions(options)
  const { vault, rows, fields, context, cursor, total, signal, onProgress } = options
  const sealing = { vault, fields: [...fields], context, plaintext, save: dryRun ? () => true : options.save }
  const ledger = new Ledger<Field, Cursor>(total)
  const tell = oneAtATime(onProgress ?? (() => {}))
  await forEachRow(rows, concurrency, signal, async (row) => {
    const end = ledger.begin(cursor?.(row))
    end(await sealRow(row, sealing))
    await tell(ledger.progress())
  })
  return ledger.report()
}

/** Queues calls: each begins after the previous one has ended. */
function oneAtATime<Argument>(call: (argument: Argument) => unknown) {
  let last: Promise<unknown> = Promise.resolve()
  return (argument: Argument): Promise<unknown> => {
    last = last.then(() => call(argument))
    return last
  }
}
