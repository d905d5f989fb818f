import { mkdir } from 'node:fs/promises'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { Database, Parameter, Statements } from './database'

const statementsOf = (pglite: PGlite | Transaction): Statements => ({
  async rows(row, text, parameters = []) {
    const { rows } = await pglite.query(text, [...parameters])
    return rows.map((each) => row.parse(each))
  },
  async execute(text, parameters: readonly Parameter[] = []) {
    const { affectedRows = 0 } = await pglite.query(text, [...parameters])
    return affectedRows
  },
  async script(text) {
    await pglite.exec(text)
  },
})

/** Opens PostgreSQL inside this process. One process at a time can have the folder open. Without a folder the data is in memory. */
export async function openEmbedded(folder?: string): Promise<Database> {
  if (folder !== undefined) await mkdir(folder, { recursive: true })
  const pglite = await PGlite.create(folder)
  return {
    ...statementsOf(pglite),
    transaction: (work) => pglite.transaction((transaction) => work(statementsOf(transaction))),
    close: () => pglite.close(),
  }
}
