import { misspelling } from '../../validation/nearest-name'
import { given } from './given'
import { invalid } from './invalid-argument'

type NameOf<Argument> = Argument extends unknown ? keyof Argument & string : never

/** The names that an argument may have. The compiler misses none of its type, and lets none in that the type hasn't. */
export type NamesOf<Argument> = Readonly<Record<NameOf<Argument>, true>>

/**
 * Refuses an argument that isn't an object, or has a name that isn't known: a misspelt option would pass without effect. The message
 * quotes only a name that resembles a known one, because anything may have been pasted in the wrong place.
 *
 * @param path the argument as the caller knows it, such as `options` or `attendees[0]`
 * @param prefix what stands before the names in the caller's code: nothing for an argument itself, `attendees[0].` for an entry of one
 * @throws EwsRequestError
 */
export function checkNames<Argument>(
  path: string,
  argument: unknown,
  names: NamesOf<Argument>,
  prefix: '' | `${string}.` = '',
): void {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) {
    throw invalid(path, `must be an object, and ${given(argument)}`)
  }
  const known = Object.keys(names)
  const unknown = Object.keys(argument).filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  const mistake = misspelling(unknown, known)
  if (mistake !== undefined) throw invalid(`${prefix}${mistake.given}`, `is unknown; did you mean ${mistake.meant}?`)
  throw invalid(path, `has an unknown name; the known names are ${known.join(', ')}`)
}
