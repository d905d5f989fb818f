import { parseArgs } from 'node:util'

/** An option of a command: how it is read, and what its usage says of it. */
export interface Option {
  readonly type: 'boolean' | 'string'
  readonly description: string
}

type Options = Readonly<Record<string, Option>>

interface Line<Known extends Options> {
  readonly args: string[]
  readonly options: Known
}

/** What was given of the options. */
export type Values<Known extends Options> = ReturnType<typeof parseArgs<Line<Known>>>['values']

/** A command of the command line, of whatever options. */
export interface Command {
  /** What it does, in a line or two. */
  readonly summary: string
  readonly options: Options
  /** @throws UsageError where the parameters aren't its options */
  readonly run: (parameters: readonly string[]) => Promise<void>
}

/** The command line isn't one that there is. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Describes a command. Its `run` should import what it needs itself, so that no command loads what another one needs. */
export function command<const Known extends Options>(description: {
  readonly summary: string
  readonly options: Known
  readonly run: (values: Values<Known>) => Promise<void>
}): Command {
  const { options, run } = description
  return { ...description, run: async (parameters) => run(valuesOf(parameters, options)) }
}

function valuesOf<Known extends Options>(parameters: readonly string[], options: Known): Values<Known> {
  try {
    return parseArgs<Line<Known>>({ args: [...parameters], options }).values
  } catch (error) {
    throw isParseArgsError(error) ? new UsageError(error.message) : error
  }
}

/** Node.js' own sentences say which parameter is wrong. */
const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
