import { EwsRequestError } from '../../errors'
import type { Issue } from '../../validation'

/** Refuses options with an error that names the option that is wrong. */
export function optionError({ path, message }: Issue): EwsRequestError {
  const what = path === '' ? 'The options' : `The option ${path}`
  return new EwsRequestError({
    message: `${what}: ${message}`,
    hint: `Correct ${path || 'the options'}, and try again.`,
    path,
  })
}
