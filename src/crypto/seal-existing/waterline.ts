interface Started<Cursor> {
  readonly cursor: Cursor
  done: boolean
}

/** Rows are begun in order and end in any. This knows up to which of them all are done. */
export class Waterline<Cursor> {
  #cursor: Cursor | undefined
  readonly #started: Started<Cursor>[] = []
  #stopped = false

  /** The last row up to which all are done; `undefined` before there is one. */
  get cursor(): Cursor | undefined {
    return this.#cursor
  }

  /** Begins the next row; what it gives is for `end`. */
  begin(cursor: Cursor): Started<Cursor> {
    const row = { cursor, done: false }
    if (!this.#stopped) this.#started.push(row)
    return row
  }

  /** A row that isn't done, as it failed, is never passed; so those that begin after it are of no account. */
  end(row: Started<Cursor>, done: boolean): void {
    row.done = done
    if (!done) this.#stopped = true
    while (this.#started[0]?.done === true) this.#cursor = this.#started.shift()?.cursor
  }
}
