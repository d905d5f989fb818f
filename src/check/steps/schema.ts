import { EwsResponseError } from '../../errors'
import { sentence } from '../failure'
import type { Known } from '../known'
import { failed, type Outcome, ok } from '../outcome'

/** Codes for a schema that the server doesn't know. */
const REFUSALS: readonly string[] = [
  'ErrorInvalidServerVersion',
  'ErrorIncorrectSchemaVersion',
  'ErrorSchemaValidation',
  'ErrorInvalidRequest',
]

/** The schema version in which requests are written. */
export function schema({ signIn, options }: Known): Outcome {
  const asked = options.version ?? 'Exchange2013_SP1'
  const error = signIn?.error
  if (!(error instanceof EwsResponseError)) return ok(`The server understands requests of schema ${asked}.`)
  if (!REFUSALS.includes(error.responseCode))
    return ok(`The server understands requests of schema ${asked}. ${sentence(error)}`)
  return failed(`The server doesn't understand schema ${asked}. ${sentence(error)}`, {
    whose: 'you',
    remedy:
      options.version === undefined
        ? 'Exchange 2013 SP1 or later is needed: ask the administrator for an update.'
        : 'Leave out the option version, or set one that the server knows.',
  })
}
