import * as z from 'zod/mini'
import { callable, checked } from '../../validation'
import type { RowContext } from '../context'
import { optionError } from '../option-error'
import { Vault } from '../vault'
import type { SealProgress } from './progress'

/** The names of a row's members that are strings, `null` or `undefined`. */
export type TextField<Row> = {
  [Name in keyof Row & string]-?: unknown extends Row[Name]
    ? Name
    : Row[Name] extends string | null | undefined
      ? Name
      : never
}[keyof Row & string]

/** The values of some fields of a row. */
export type FieldValues<Field extends string> = { readonly [Name in Field]?: string }

/** The options of `sealExisting`. */
export interface SealExistingOptions<Row, Field extends TextField<Row>, Cursor = undefined> {
  /** The vault. Its first key seals, and the others open earlier values. Its option `read` makes no difference here. */
  readonly vault: Vault
  /** The rows, in the order of `cursor`. Read them page by page, so that neither memory nor a database transaction grows with the table. */
  readonly rows: Iterable<Row> | AsyncIterable<Row>
  /** The members to seal. Each is sealed separately. */
  readonly fields: readonly Field[]
  /** Returns the context of a row. `column` defaults to the name of the field. */
  readonly context: (row: Row, field: Field) => RowContext
  /**
   * Stores `changed` if the row still has `previous`, and returns whether it did. Both have exactly the fields that change. Use a single
   * statement, so that nobody can write in between:
   *
   * `UPDATE bookings SET title = $changed WHERE id = $id AND title = $previous`, and return `rowCount === 1`.
   */
  readonly save: (row: Row, changed: FieldValues<Field>, previous: FieldValues<Field>) => boolean | Promise<boolean>
  /** Returns the value that identifies a row in progress and failures, and that a later run starts after. Usually the primary key. */
  readonly cursor?: ((row: Row) => Cursor) | undefined
  /** The number of rows, for `remaining` in the progress. */
  readonly total?: number | undefined
  /** The number of rows that may be saved at a time. Defaults to 4. */
  readonly concurrency?: number | undefined
  /**
   * How to treat plaintext. Defaults to `seal`. `refuse` makes it a failure with a `VaultNotSealedError`. Use that to change keys in a table
   * in which everything is sealed: it doesn't seal plaintext that an attacker has put there.
   */
  readonly plaintext?: 'seal' | 'refuse' | undefined
  /** Reports what a run would do, and saves nothing. Defaults to `false`. */
  readonly dryRun?: boolean | undefined
  /** Called after each row, one call at a time. The next row waits for a promise that it returns. An error that it throws ends the run. */
  readonly onProgress?: ((progress: SealProgress<Cursor>) => unknown) | undefined
  /**
   * Ends the run. It takes no further row, waits for the saves under way, and throws the signal's reason. It also waits until `rows` yields;
   * pass the signal to your generator too if that can take long.
   */
  readonly signal?: AbortSignal | undefined
}

const CONCURRENCY = 4

const isIterable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)

const schema = z.strictObject({
  vault: z.instanceof(Vault, { error: 'must be a Vault' }).check(
    z.refine(({ write }) => write === 'sealed', {
      error: "writes plaintext. Use a vault with the same keys and write: 'sealed'",
    }),
  ),
  rows: z.custom<unknown>(isIterable, 'must be an iterable or an async iterable'),
  fields: z.array(z.string()).check(
    z.minLength(1),
    z.refine((fields) => new Set(fields).size === fields.length, { error: 'must not name a field twice' }),
  ),
  context: callable(),
  save: callable(),
  cursor: z.optional(callable()),
  total: z.optional(z.number().check(z.nonnegative())),
  concurrency: z._default(z.int().check(z.positive()), CONCURRENCY),
  plaintext: z._default(z.enum(['seal', 'refuse']), 'seal'),
  dryRun: z._default(z.boolean(), false),
  onProgress: z.optional(callable()),
  signal: z.optional(z.instanceof(AbortSignal, { error: 'must be an AbortSignal' })),
})

/**
 * Checks the options and fills in the defaults.
 *
 * @throws VaultConfigError that names the first option that is wrong
 */
export const readSealExistingOptions = (options: unknown) => checked(schema, options, optionError)
