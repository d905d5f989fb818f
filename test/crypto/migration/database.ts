import { PGlite } from '@electric-sql/pglite'
import postgres from 'postgres'

export type Parameter = string | number | null

/** A PostgreSQL database. */
export interface Database {
  query<Row extends object>(text: string, parameters?: readonly Parameter[]): Promise<readonly Row[]>
  close(): Promise<void>
}

/** A database on a server. Its tables are in a schema of this name, apart from everything else there. */
export function serverDatabase(url: string, schema: string): Database {
  const sql = postgres(url, { connection: { search_path: schema }, onnotice: () => {}, max: 4 })
  return {
    query: (text, parameters = []) => sql.unsafe(text, [...parameters]),
    close: () => sql.end(),
  }
}

/** A database in memory. */
export async function memoryDatabase(): Promise<Database> {
  const database = await PGlite.create()
  return {
    query: async <Row>(text: string, parameters: readonly Parameter[] = []) =>
      (await database.query<Row>(text, [...parameters])).rows,
    close: () => database.close(),
  }
}
