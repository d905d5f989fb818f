import { forEachRow } from './concurrency'
import { sealRow } from './existing-row'
import { readSealExistingOptions, type SealExistingOptions, type TextField } from './options'
import { Ledger, type SealReport } from './progress'

/**
 * Seals what rows of a database have as plaintext, and seals anew what isn't sealed with the vault's first key; what is stays as it is.
 * Run it as often as you like, also several at a time: nothing is sealed twice, and what others write meanwhile is never overwritten.
 *
 * - `null` and nothing stay as they are; an empty text is sealed like any other.
 * - What looks like a sealed value and doesn't open is a failure, and stays as it is; the row's other fields are sealed all the same.
 * - Each new value is opened again before it is saved.
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
 * @throws VaultConfigError where an option is wrong, or `save` doesn't tell whether it has saved
 * @throws what `rows`, `cursor` or `onProgress` throws, and the signal's reason; what was saved until then stays saved
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

/** Calls in the order in which they are asked for, each after the one before has ended. */
function oneAtATime<Argument>(call: (argument: Argument) => unknown) {
  let last: Promise<unknown> = Promise.resolve()
  return (argument: Argument): Promise<unknown> => {
    last = last.then(() => call(argument))
    return last
  }
}
