import { writeFile } from 'node:fs/promises'
import {
  type CheckOptions,
  type CheckStep,
  checkConclusion,
  checkConnection,
  checkRedaction,
  checkReport,
} from 'ews-booking'
import { connectionOf } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { traceTo } from '../connection/trace'
import { EXIT_CODES } from '../exit-code'
import { Finished } from '../finished'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import { wrapped } from '../wrapped'
import { exitCodeFor } from './exit-code'
import { Spinner } from './spinner'
import { StepPrinter } from './step-printer'
import { LABELS, WIDTH } from './step-text'

export interface CheckFlags extends ConnectionFlags {
  readonly write: boolean
  readonly redact: boolean
  readonly json: boolean
  readonly report?: string
  readonly saveCa?: string
}

/** Checks the connection to an Exchange step by step. */
export async function check(this: Surroundings, flags: CheckFlags): Promise<void> {
  const { options, mailbox } = await connectionOf(flags, this)
  const stopTracing = flags.trace ? traceTo(this.note) : () => undefined
  try {
    const steps = await shownSteps({ ...options, mailbox, write: flags.write, signal: this.signal }, flags, this)
    const { failure, sentence } = checkConclusion(steps)
    const exitCode = exitCodeFor(failure)
    await saved(steps, flags, this)
    this.print(
      flags.json ? JSON.stringify({ failure, sentence, exitCode }) : `\n${wrapped(sentence, WIDTH).join('\n')}`,
    )
    if (exitCode !== EXIT_CODES.done) throw new Finished(exitCode)
  } finally {
    stopTracing()
  }
}

/** Makes the steps, and shows each as soon as it is made. */
async function shownSteps(options: CheckOptions, flags: CheckFlags, surroundings: Surroundings): Promise<CheckStep[]> {
  const redacted = flags.redact ? checkRedaction() : (step: CheckStep) => step
  const spinner = new Spinner(flags.json ? undefined : surroundings.terminal)
  const printer = new StepPrinter(surroundings)
  const steps: CheckStep[] = []
  try {
    spinner.start(LABELS.url)
    for await (const step of checkConnection(options)) {
      steps.push(step)
      spinner.stop()
      const shown = redacted(step)
      if (flags.json) surroundings.print(JSON.stringify(shown))
      else printer.add(shown)
      const next = Object.values(LABELS)[steps.length]
      if (next !== undefined) spinner.start(next)
    }
    return steps
  } finally {
    spinner.stop()
    printer.end()
  }
}

async function saved(steps: readonly CheckStep[], flags: CheckFlags, { now, note }: Surroundings): Promise<void> {
  const { report, redact, saveCa } = flags
  if (report !== undefined) await write(report, checkReport(steps, { redact, heading: now().toISOString() }))
  if (saveCa === undefined) return
  const [authority] = steps.flatMap(({ missingAuthority }) => missingAuthority ?? [])
  if (authority === undefined) return note(`There is no certificate to save in ${saveCa}.`)
  await write(saveCa, authority.pem)
  note(
    `${saveCa} has the certificate with SHA-256 ${authority.sha256}.\nCompare it with the administrator's before you pass --ca ${saveCa}.`,
  )
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    throw new UsageError(`The file can't be written: ${error instanceof Error ? error.message : error}`)
  }
}
