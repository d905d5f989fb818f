import type { CallOptions } from 'ews-booking'
import { given } from './given'
import { invalid } from './invalid-argument'
import { checkNames, type NamesOf } from './names'

/**
 * Checks the options of a call, its last argument.
 *
 * @throws EwsRequestError naming the option that is wrong
 */
export function checkCallOptions<Options extends CallOptions>(options: Options, names: NamesOf<Options>): void {
  checkNames<Options>('options', options, names)
  const { signal } = options
  if (!isSignal(signal)) throw invalid('signal', `must be an AbortSignal, and ${given(signal)}`)
}

/** The signals of another realm or of a polyfill will do too. */
const isSignal = (signal: unknown): boolean =>
  signal === undefined ||
  (typeof signal === 'object' && signal !== null && 'aborted' in signal && 'addEventListener' in signal)
