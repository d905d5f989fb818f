import postgres from 'postgres'
import type { Database, Parameter, Statements } from './database'

const statementsOf = (sql: postgres.Sql | postgres.TransactionSql): Statements => ({
  async rows(row, text, parameters = []) {
    const rows = await sql.unsafe(text, [...parameters], { prepare: true })
    return rows.map((each) => row.parse(each))
  },
  async execute(text, parameters: readonly Parameter[] = []) {
    const { count } = await sql.unsafe(text, [...parameters], { prepare: true })
    return count
  },
  async script(text) {
    await sql.unsafe(text)
  },
})

const CONNECTIONS = 10

/** Connects to a PostgreSQL server, for any number of processes. */
export function connectToServer(url: string): Database {
  const sql = postgres(url, { max: CONNECTIONS, onnotice: () => undefined })
  return {
    ...statementsOf(sql),
    async transaction<Result>(work: (statements: Statements) => Promise<Result>) {
      const { result } = await sql.begin(async (transaction) => ({ result: await work(statementsOf(transaction)) }))
      return result
    },
    close: () => sql.end({ timeout: 5 }),
  }
}
