import { EwsError } from 'ews-booking'
import type { Logger } from 'pino'
import { PrivateAddressError } from './public-address'

/** A failure to reach Exchange, or to have something done there. Anything else is a mistake of ours. */
export const isExchangeFailure = (error: unknown): error is EwsError | PrivateAddressError =>
  error instanceof EwsError || error instanceof PrivateAddressError

/** Writes down why Exchange gave no answer. */
export function noteFailure(log: Logger, { code }: { readonly code: string }, about: object = {}): void {
  log.warn({ code, ...about }, 'Exchange gave no answer')
}
