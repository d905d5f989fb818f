#!/usr/bin/env node
import { text } from 'node:stream/consumers'
import { commandLine } from './command-line'
import { EXIT_CODES } from './exit-code'
import { explain, Stopped } from './failure'
import { promptOn } from './prompt'
import type { Surroundings } from './surroundings'
import { terminalOf } from './terminal'

const { stdin, stdout, stderr, env } = process
const stop = new AbortController()

const surroundings: Surroundings = {
  process: { stdout, stderr, env },
  environment: env,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: () => new Date(),
  signal: stop.signal,
  terminal: terminalOf(stdout, env),
  print: (line) => stdout.write(`${line}\n`),
  note: (line) => stderr.write(`${line}\n`),
  ask: async (question, { hidden } = {}) =>
    stdin.isTTY && stderr.isTTY
      ? promptOn({ input: stdin, output: stderr }, question, { hidden, signal: stop.signal })
      : undefined,
  // Nothing comes from a terminal.
  readInput: async () => (stdin.isTTY ? '' : text(stdin)),
}

function fail(error: unknown): void {
  stderr.write(`${explain(error)}\n`)
  process.exitCode = EXIT_CODES.failed
}

// Once: a command that takes long to stop can be ended by pressing Ctrl-C again.
process.once('SIGINT', () => stop.abort(new Stopped(EXIT_CODES.interrupted)))
process.once('SIGTERM', () => stop.abort(new Stopped(EXIT_CODES.terminated)))

function readerHasGone(): void {
  stop.abort(new Stopped(EXIT_CODES.pipeClosed))
  process.exitCode = EXIT_CODES.pipeClosed
}

stdout.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? readerHasGone() : fail(error)))
// There is nowhere to report its other errors.
stderr.on('error', readerHasGone)

commandLine(process.argv.slice(2), surroundings).then((exitCode) => {
  process.exitCode ??= exitCode
}, fail)
