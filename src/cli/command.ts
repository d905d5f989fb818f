import { parseArgs } from 'node:util'

/** An option of a command, with its description in the usage. */
export interface Option {
  readonly type: 'boolean' | 'string'
  readonly description: string
}

type Options = Readonly<Record<string, Option>>

interface Line<Known extends Options> {
  readonly args: string[]
  readonly options: Known
}

/** The values of the options that were given. */
export type Values<Known extends Options> = ReturnType<typeof parseArgs<Line<Known>>>['values']

/** A command of the command line. */
export interface Command {
  /** A description of the command in one or two lines. */
  readonly summary: string
  readonly options: Options
  /** @throws UsageError if the parameters aren't options of the command */
  readonly run: (parameters: readonly string[]) => Promise<void>
}

/** The command line is wrong. The message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Describes a command. `run` should import what it needs, so that a command doesn't load the code of another. */
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

/** Whether `parseArgs` threw the error. Its message names the parameter that is wrong. */
const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
