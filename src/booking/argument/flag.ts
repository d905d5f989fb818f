import { given } from './given'
import { invalid } from './invalid-argument'

/**
 * Returns what a switch is set to; a missing one is off. A text such as `'false'` would be on.
 *
 * @throws EwsRequestError
 */
export function flag(path: string, value: unknown = false): boolean {
  if (typeof value !== 'boolean') throw invalid(path, `must be true or false, and ${given(value)}`)
  return value
}
