interface Started<Cursor> {
  readonly cursor: Cursor
  done: boolean
  next?: Started<Cursor>
}

/** Tracks rows that begin in order and end in any order. It knows the last row up to which all rows are done. */
export class Waterline<Cursor> {
  #passed: Started<Cursor | undefined> = { cursor: undefined, done: true }
  #latest = this.#passed
  #stopped = false

  /** The cursor of the last row up to which all rows are done. `undefined` if there is none yet. */
  get cursor(): Cursor | undefined {
    return this.#passed.cursor
  }

  /** Begins the next row. Pass the result to `end`. */
  begin(cursor: Cursor): Started<Cursor | undefined> {
    const row: Started<Cursor | undefined> = { cursor, done: false }
    if (this.#stopped) return row
    this.#latest.next = row
    this.#latest = row
    return row
  }

  /** Ends a row. The waterline never passes a row that failed, so rows that begin after it don't count. */
  end(row: Started<Cursor | undefined>, done: boolean): void {
    row.done = done
    if (!done) this.#stopped = true
    while (this.#passed.next?.done === true) this.#passed = this.#passed.next
  }
}
