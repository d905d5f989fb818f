import { commandLine } from '../../src/cli/command-line'
import type { Terminal } from '../../src/cli/terminal'

interface Around {
  readonly environment?: Readonly<Record<string, string>>
  /** What the person at the terminal answers, in order. Without it there is no terminal. */
  readonly answers?: readonly string[]
  /** What comes from standard input. */
  readonly input?: string
  readonly now?: Date
  readonly timeZone?: string
  readonly signal?: AbortSignal
  /** Defaults to none: the output goes to a file. */
  readonly terminal?: Terminal
}

export interface Ending {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  /** The questions at the terminal, in order. Those with hidden answers end with `(hidden)`. */
  readonly questions: readonly string[]
}

/** Runs the command line in this process. */
export async function run(parameters: readonly string[], around: Around = {}): Promise<Ending> {
  const { environment = {}, answers, input = '', timeZone = 'UTC' } = around
  const stdout: string[] = []
  const stderr: string[] = []
  const questions: string[] = []
  const code = await commandLine(parameters, {
    process: { stdout: { write: (text) => stdout.push(text) }, stderr: { write: (text) => stderr.push(text) } },
    environment,
    timeZone,
    now: () => around.now ?? new Date(),
    signal: around.signal ?? new AbortController().signal,
    terminal: around.terminal,
    print: (line) => stdout.push(`${line}\n`),
    note: (line) => stderr.push(`${line}\n`),
    ask: async (question, { hidden = false } = {}) => {
      questions.push(hidden ? `${question}(hidden)` : question)
      return answers?.[questions.length - 1]
    },
    readInput: async () => input,
  })
  return { stdout: stdout.join(''), stderr: stderr.join(''), code, questions }
}
