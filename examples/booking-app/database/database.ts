import type { ZodType } from 'zod'

/** A value of a statement. Instants are ISO 8601 texts, which both databases take for `timestamptz`. */
export type Parameter = string | number | boolean | null

/** What the application needs of PostgreSQL: the embedded one and a server have it alike. */
export interface Statements {
  /** Runs one statement and checks its rows, so that a type never claims more than the database returned. */
  rows<Row>(row: ZodType<Row>, text: string, parameters?: readonly Parameter[]): Promise<Row[]>
  /** Runs one statement and returns how many rows it changed. */
  execute(text: string, parameters?: readonly Parameter[]): Promise<number>
  /** Runs several statements without parameters, such as a migration. */
  script(text: string): Promise<void>
}

/** A PostgreSQL database. */
export interface Database extends Statements {
  /** Runs statements that succeed or fail together. */
  transaction<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
