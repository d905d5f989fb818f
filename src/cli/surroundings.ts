import type { ApplicationContext } from '@stricli/core'
import type { Terminal } from './terminal'

/** What a command finds around it. Tests pass their own. */
export interface Surroundings extends ApplicationContext {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The IANA time zone of the machine. */
  readonly timeZone: string
  readonly now: () => Date
  /** Aborts when somebody presses Ctrl-C, when another process asks the command to end, or when the reader of the output has gone. */
  readonly signal: AbortSignal
  /** The terminal that standard output is; `undefined` if it isn't one. */
  readonly terminal: Terminal | undefined
  /** Prints a line of the result on standard output. */
  print(line: string): void
  /** Tells the person at the terminal something that is no part of the result, on standard error. */
  note(line: string): void
  /**
   * Asks the person at the terminal. What is typed isn't shown if it is `hidden`.
   *
   * @returns the answer, or `undefined` without a terminal to ask at
   */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string | undefined>
  /** Reads standard input to its end, as text. */
  readInput(): Promise<string>
}
