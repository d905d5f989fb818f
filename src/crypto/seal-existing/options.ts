import * as z from 'zod/mini'
import { callable, checked } from '../../validation'
import type { RowContext } from '../context'
import { optionError } from '../option-error'
import { Vault } from '../vault'
import type { SealProgress } from './progress'

/** The members of a row that hold text, and `null` or nothing where there is none. */
export type TextField<Row> = {
  [Name in keyof Row & string]-?: unknown extends Row[Name]
    ? Name
    : Row[Name] extends string | null | undefined
      ? Name
      : never
}[keyof Row & string]

/** Of some fields of a row their values; of others nothing. */
export type FieldValues<Field extends string> = { readonly [Name in Field]?: string }

/** What `sealExisting` works on, and how it saves. */
export interface SealExistingOptions<Row, Field extends TextField<Row>, Cursor = undefined> {
  /** Seals with its first key, and opens what was sealed with the others. What it reads or lets pass (`read`) makes no difference here. */
  readonly vault: Vault
  /** Read page by page in the order of what `cursor` gives, so that neither memory nor a transaction of the database grows with the table. */
  readonly rows: Iterable<Row> | AsyncIterable<Row>
  /** The members of a row that are sealed, each by itself. */
  readonly fields: readonly Field[]
  /** Where the row belongs. The column is the field's name, unless this names another. */
  readonly context: (row: Row, field: Field) => RowContext
  /**
   * Stores `changed`, but only where the row still has `previous`, and tells whether it had; both have the fields that change and no
   * others. It must be one statement, so that nothing can come in between:
   *
   * `UPDATE bookings SET title = $changed WHERE id = $id AND title = $previous`, and then `rowCount === 1`.
   */
  readonly save: (row: Row, changed: FieldValues<Field>, previous: FieldValues<Field>) => boolean | Promise<boolean>
  /** What progress and failures name a row by, and a later run starts after: the primary key, as a rule. */
  readonly cursor?: ((row: Row) => Cursor) | undefined
  /** How many rows there are, for `remaining`. */
  readonly total?: number | undefined
  /** How many rows may be in `save` at a time; 4 by default. */
  readonly concurrency?: number | undefined
  /**
   * `seal`, the default. `refuse` makes plaintext a failure, a `VaultNotSealedError`: for a change of keys in a table where all was sealed
   * before, so that what somebody has put there as plaintext is not sealed as if it were yours.
   */
  readonly plaintext?: 'seal' | 'refuse' | undefined
  /** Does everything but `save`, and reports what it would have done. */
  readonly dryRun?: boolean | undefined
  /** Called after each row, one call at a time; the next row waits for a promise that it returns. What it throws ends the run. */
  readonly onProgress?: ((progress: SealProgress<Cursor>) => unknown) | undefined
  /**
   * Ends the run: no further row is taken, what is being saved is waited for, and its reason is thrown. What `rows` is waiting for is
   * waited for too; so give it the signal as well, where that may take long.
   */
  readonly signal?: AbortSignal | undefined
}

const CONCURRENCY = 4

const isIterable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)

const schema = z.strictObject({
  vault: z.instanceof(Vault, { error: 'must be a Vault' }).check(
    z.refine(({ write }) => write === 'sealed', {
      error: "writes plaintext; take one with the same keys and write: 'sealed'",
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
 * Checks the options, and fills in the defaults of those that have one.
 *
 * @throws VaultConfigError naming the first option that is wrong
 */
export const readSealExistingOptions = (options: unknown) => checked(schema, options, optionError)
