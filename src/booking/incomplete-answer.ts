import { EwsProtocolError } from 'ews-booking'

/** Exchange reports success, but leaves out what must be there. */
export function incomplete(operation: string, problem: string): EwsProtocolError {
  return new EwsProtocolError({
    message: `${operation} failed: ${problem}`,
    hint: 'Look for a proxy that changes answers, or for an update of Exchange.',
    operation,
  })
}
