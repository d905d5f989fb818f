import type { FieldValues, RowContext, SealExistingOptions, Vault } from 'ews-booking/crypto'

export interface Row {
  readonly id: number
  readonly tenant: string
  readonly title: string | null
  readonly description?: string | null
}

export type Field = 'title' | 'description'

export const FIELDS: readonly Field[] = ['title', 'description']

export const contextOf = ({ id, tenant }: Pick<Row, 'id' | 'tenant'>): RowContext => ({
  tenant,
  table: 'bookings',
  row: `${id}`,
})

/** A table of a database in memory, which reads page by page and saves by compare-and-set. */
export class Table {
  readonly #rows = new Map<number, Row>()
  /** The number of times that each row was saved. */
  readonly saves = new Map<number, number>()

  constructor(rows: Iterable<Row>) {
    for (const row of rows) this.#rows.set(row.id, row)
  }

  get(id: number): Row {
    const row = this.#rows.get(id)
    if (row === undefined) throw new Error(`There is no row ${id}`)
    return row
  }

  all(): readonly Row[] {
    return [...this.#rows.values()]
  }

  set(id: number, values: Partial<Row>): void {
    this.#rows.set(id, { ...this.get(id), ...values })
  }

  async *pages(after = Number.NEGATIVE_INFINITY, size = 3): AsyncGenerator<Row> {
    for (let last = after; ; ) {
      const page = this.all()
        .filter(({ id }) => id > last)
        .sort((a, b) => a.id - b.id)
        .slice(0, size)
      yield* page
      const end = page.at(-1)
      if (end === undefined) return
      last = end.id
    }
  }

  compareAndSet(id: number, changed: FieldValues<Field>, previous: FieldValues<Field>): boolean {
    const row = this.get(id)
    if (FIELDS.some((field) => field in previous && row[field] !== previous[field])) return false
    this.set(id, changed)
    this.saves.set(id, (this.saves.get(id) ?? 0) + 1)
    return true
  }

  /** The options of `sealExisting` for all rows, or for those after one. */
  options(vault: Vault, after?: number): SealExistingOptions<Row, Field, number> {
    return {
      vault,
      rows: this.pages(after),
      fields: FIELDS,
      context: contextOf,
      save: async ({ id }, changed, previous) => this.compareAndSet(id, changed, previous),
      cursor: ({ id }) => id,
    }
  }
}

/** Returns the rows, opened by a vault that refuses plaintext. */
export const opened = (vault: Vault, table: Table): readonly Row[] =>
  table.all().map((row) => {
    const open = (field: Field) => {
      const stored = row[field]
      return typeof stored === 'string' ? vault.open(stored, { ...contextOf(row), column: field }) : stored
    }
    return { ...row, title: open('title') ?? null, ...('description' in row && { description: open('description') }) }
  })
