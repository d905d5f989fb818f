import type { Change, NoChange } from './existing-value'
import { Waterline } from './waterline'

/** What `sealExisting` has found and done. Of a dry run: what it would have done. */
export interface SealCounts {
  /** Rows that were dealt with, whatever came of it. */
  readonly done: number
  /** Values that were plaintext, and are sealed. */
  readonly sealed: number
  /** Values that were sealed with a key other than the first, and now are with that. */
  readonly resealed: number
  /** Values that were sealed with the first key already, and open. */
  readonly current: number
  /** Values that somebody else had changed when `save` came to them. Another run takes them as they are by then. */
  readonly superseded: number
  /**
   * Values that rows haven't, not even as `null`. Where each row may have each field, as in SQL, there are none, unless a field is spelt
   * otherwise in rows or isn't selected; that would stay plaintext without a word.
   */
  readonly missing: number
}

/** How far `sealExisting` is. */
export interface SealProgress<Cursor = undefined> extends SealCounts {
  /** Values that couldn't be sealed, and rows that couldn't be saved. */
  readonly failed: number
  /** As it was given. */
  readonly total: number | undefined
  /** Rows a second, since the beginning. */
  readonly rate: number
  /** Seconds until `total` is reached at this rate; `undefined` without a total. */
  readonly remaining: number | undefined
  /**
   * Another run may start after this row: none that failed or is still being saved is before it. What was superseded may be, and is sealed
   * if who writes seals.
   */
  readonly cursor: Cursor | undefined
}

/**
 * A value that couldn't be sealed, and stays as it is; or a row for which `save` has thrown. Whether that was saved nevertheless, before
 * the answer was lost, another run finds out.
 */
export interface SealFailure<Field extends string, Cursor = undefined> {
  /** Of the row, counted from 0 in this run. */
  readonly position: number
  readonly cursor: Cursor | undefined
  /** Missing where it was `save` for all that changes in the row. */
  readonly field: Field | undefined
  /**
   * A `VaultError` for a value, which may be logged, or what `context` has thrown; else what `save` has thrown. That is the database's and
   * may quote what was to be saved and what was there before, in its message or its members: log its code, as a rule, and no more.
   */
  readonly error: unknown
}

/** What became of the rows. All is sealed once a run has no failures, and nothing sealed, resealed, superseded or missing. */
export interface SealReport<Field extends string, Cursor = undefined> extends SealCounts {
  readonly failures: readonly SealFailure<Field, Cursor>[]
  /** As the last progress had it. */
  readonly cursor: Cursor | undefined
}

/** What of a failure is known without its row. */
export type FieldFailure<Field extends string> = Pick<SealFailure<Field>, 'field' | 'error'>

/** What became of a value. */
export type Finding = (Change | NoChange)['finding'] | 'superseded'

/** What became of one row. */
export interface RowOutcome<Field extends string> {
  readonly findings: readonly Finding[]
  readonly failures: readonly FieldFailure<Field>[]
}

/** Keeps count. */
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

  /** Begins the next row; what it gives takes the outcome. */
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
