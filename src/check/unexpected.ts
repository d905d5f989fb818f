import { failed, type Outcome } from './outcome'

/** A failure that no step foresees. Its message may contain anything, so only its kind is reported. */
export function unexpected(error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? `, ${error.code}` : ''
  const kind = error instanceof Error ? error.name : typeof error
  return failed(`The step itself failed (${kind}${code}).`, {
    whose: 'you',
    remedy: 'Report it to the maintainers of ews-booking, with the output of the check.',
  })
}
