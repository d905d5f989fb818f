interface Started<Cursor> {
  readonly cursor: Cursor
  done: boolean
  next?: Started<Cursor>
}

/** Rows are begun in order and end in any. This knows up to which of them all are done, however many are waiting behind one that isn't. */
export class Waterline<Cursor> {
  #passed: Started<Cursor | undefined> = { cursor: undefined, done: true }
  #latest = this.#passed
  #stopped = false

  /** The last row up to which all are done; `undefined` before there is one. */
  get cursor(): Cursor | undefined {
    return this.#passed.cursor
  }

  /** Begins the next row; what it gives is for `end`. */
  begin(cursor: Cursor): Started<Cursor | undefined> {
    const row: Started<Cursor | undefined> = { cursor, done: false }
    if (this.#stopped) return row
    this.#latest.next = row
    this.#latest = row
    return row
  }

  /** A row that isn't done, as it failed, is never passed; so those that begin after it are of no account. */
  end(row: Started<Cursor | undefined>, done: boolean): void {
    row.done = done
    if (!done) this.#stopped = true
    while (this.#passed.next?.done === true) this.#passed = this.#passed.next
  }
}
