import { EwsError } from 'ews-booking'
import { PrivateAddressError } from './public-address'

/**
 * The code of a failure to reach Exchange, for the log.
 *
 * @throws the error, if it is another one
 */
export function failureCode(error: unknown): string {
  if (error instanceof EwsError || error instanceof PrivateAddressError) return error.code
  throw error
}
