import type { Change, NoChange } from './existing-value'
import { Waterline } from './waterline'

/** The counts of `sealExisting`. A dry run counts what it would have done. */
export interface SealCounts {
  /** Rows that were handled, with any result. */
  readonly done: number
  /** Values that were plaintext and are sealed now. */
  readonly sealed: number
  /** Values that were sealed with another key and are sealed with the first key now. */
  readonly resealed: number
  /** Values that were sealed with the first key already, and that open. */
  readonly current: number
  /** Values that somebody else changed before they were saved. Run again to seal what is there then. */
  readonly superseded: number
  /**
   * Fields that are `undefined` in a row. SQL rows have every selected column, so this count should be 0. Otherwise a field is misspelt or not
   * selected, and its values stay plaintext.
   */
  readonly missing: number
}

/** The progress of `sealExisting`. */
export interface SealProgress<Cursor = undefined> extends SealCounts {
  /** Values that couldn't be sealed, plus rows that couldn't be saved. */
  readonly failed: number
  /** The option `total`. */
  readonly total: number | undefined
  /** Rows per second since the beginning. */
  readonly rate: number
  /** Seconds until `total` is reached at this rate. `undefined` without `total`. */
  readonly remaining: number | undefined
  /**
   * The cursor of the last row before which no row has failed or is still being saved. A later run may start after it. Superseded values may be
   * before it; they are sealed if the code that wrote them seals.
   */
  readonly cursor: Cursor | undefined
}

/**
 * A value that couldn't be sealed and stays as it is, or a row for which `save` has thrown. Such a row may have been saved before the error.
 * Another run finds out.
 */
export interface SealFailure<Field extends string, Cursor = undefined> {
  /** The position of the row in this run, counted from 0. */
  readonly position: number
  readonly cursor: Cursor | undefined
  /** The field. `undefined` if saving all changes of the row failed. */
  readonly field: Field | undefined
  /**
   * A `VaultError`, which is safe to log, or an error of `context` or `save`. Errors of a database may quote the new and the previous values in
   * their message or members. Log only their code.
   */
  readonly error: unknown
}

/** The result of `sealExisting`. Everything is sealed once a run has no failures and counts nothing sealed, resealed, superseded or missing. */
export interface SealReport<Field extends string, Cursor = undefined> extends SealCounts {
  readonly failures: readonly SealFailure<Field, Cursor>[]
  /** The cursor of the last progress. */
  readonly cursor: Cursor | undefined
}

/** A failure without the position of its row. */
export type FieldFailure<Field extends string> = Pick<SealFailure<Field>, 'field' | 'error'>

/** The result for one value. */
export type Finding = (Change | NoChange)['finding'] | 'superseded'

/** The result for one row. */
export interface RowOutcome<Field extends string> {
  readonly findings: readonly Finding[]
  readonly failures: readonly FieldFailure<Field>[]
}

/** Counts the results of all rows. */
export class Ledger<Field extends string, Cursor> {
  readonly #start = performance.now()
  readonly #total: number | undefined
  readonly #waterline = new Waterline<Cursor | undefined>()
  readonly #failures: SealFailure<Field, Cursor>[] = []
  readonly #findings: Record<Finding, number> = {
    empty: 0,
    sealed: 0,
    resealed: 0,
    current: 0,
    superseded: 0,
    missing: 0,
  }
  #begun = 0
  #done = 0

  constructor(total: number | undefined) {
    this.#total = total
  }

  /** Begins the next row. Call the function that it returns with the outcome of the row. */
  begin(cursor: Cursor | undefined): (outcome: RowOutcome<Field>) => void {
    const position = this.#begun++
    const started = this.#waterline.begin(cursor)
    return ({ findings, failures }) => {
      this.#done += 1
      for (const finding of findings) this.#findings[finding] += 1
      for (const failure of failures) this.#failures.push({ position, cursor, ...failure })
      this.#waterline.end(started, failures.length === 0)
    }
  }

  progress(): SealProgress<Cursor> {
    const rate = (this.#done / (performance.now() - this.#start)) * 1000
    const remaining = this.#total === undefined ? undefined : Math.max(this.#total - this.#done, 0) / rate
    return { ...this.#counts(), failed: this.#failures.length, total: this.#total, rate, remaining }
  }

  report(): SealReport<Field, Cursor> {
    return { ...this.#counts(), failures: this.#failures }
  }

  #counts() {
    const { empty: _, ...found } = this.#findings
    return { done: this.#done, ...found, cursor: this.#waterline.cursor }
  }
}
