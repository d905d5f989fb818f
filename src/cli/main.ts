#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { EwsError } from 'ews-booking'
import { demo } from './demo'

const USAGE = `Usage: ews-booking demo [--trace]

  demo     books, shows and cancels an appointment: against a simulated Exchange, or
           against a real one with EWS_URL, EWS_USERNAME, EWS_PASSWORD, EWS_IMPERSONATE
  --trace  prints every envelope that goes over the wire, credentials redacted
`

function readArguments() {
  return parseArgs({
    allowPositionals: true,
    options: { trace: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
}

async function main(): Promise<number> {
  const { positionals, values } = readArguments()
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  if (positionals.length !== 1 || positionals[0] !== 'demo') {
    process.stderr.write(USAGE)
    return 2
  }
  await demo({
    environment: process.env,
    trace: values.trace,
    now: new Date(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    print: (text) => process.stdout.write(`${text}\n`),
  })
  return 0
}

/** What went wrong, and for our own errors what to do about it. Never a stack: administrators read this. */
function explain(error: unknown): string {
  if (error instanceof EwsError) return `${error.message}\n${error.hint}`
  return error instanceof Error ? error.message : String(error)
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}
