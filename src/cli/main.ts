#!/usr/bin/env node
import { UsageError } from './command'
import { COMMANDS } from './commands'
import { usage, usageOf } from './usage'

const [name = '', ...parameters] = process.argv.slice(2)
const command = COMMANDS.get(name)
const shownUsage = command === undefined ? usage(COMMANDS) : usageOf(name, command)

const asksForHelp = (words: readonly string[]) => words.includes('--help') || words.includes('-h')

async function main(): Promise<void> {
  if (asksForHelp([name, ...parameters])) process.stdout.write(shownUsage)
  else if (command === undefined) throw new UsageError(name === '' ? 'Name a command' : `Unknown command '${name}'`)
  else await command.run(parameters)
}

/** Returns the message of an error and its hint, if it has one. Administrators read this, so it has no stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof UsageError) return `${error.message}\n\n${shownUsage.trimEnd()}`
  return 'hint' in error ? `${error.message}\n${error.hint}` : error.message
}

function fail(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

// A full disk, or a reader that has gone, is reported here and not where the output is written.
process.stdout.on('error', fail)
main().catch(fail)
