import { type EXIT_CODES, exitCodeOf } from './exit-code'
import { withFlagNames } from './flag-names'

/** Why a command was stopped from outside, as the reason of its signal. */
export class Stopped extends Error {
  override readonly name = 'Stopped'

  constructor(readonly exitCode: (typeof EXIT_CODES)['interrupted' | 'terminated' | 'pipeClosed']) {
    super('Stopped')
  }
}

/** Returns the message of an error and its hint, if it has one. Administrators read this, so it has no stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return withFlagNames('hint' in error && error.hint !== '' ? `${error.message}\n${error.hint}` : error.message)
}

/** Returns how a command ended that threw `error`. If it was stopped, that counts, and not the error that this led to. */
export function endOf(error: unknown, signal: AbortSignal): { readonly text: string; readonly exitCode: number } {
  const reason: unknown = signal.reason
  if (reason instanceof Stopped) return { text: '', exitCode: reason.exitCode }
  return { text: explain(error), exitCode: exitCodeOf(error) }
}

/** Returns what JSON output says about an error. */
export const errorFacts = (error: Error): { readonly code?: unknown; readonly message: string } => ({
  ...('code' in error && { code: error.code }),
  ...('responseCode' in error && { responseCode: error.responseCode }),
  message: error.message,
})
