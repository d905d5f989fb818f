import { EwsProtocolError } from 'ews-booking'

/** The error for an answer that reports success but lacks something that it must contain. */
export function incomplete(operation: string, problem: string): EwsProtocolError {
  return new EwsProtocolError({
    message: `${operation} failed: ${problem}`,
    hint: 'Look for a proxy that changes answers, or for an update of Exchange.',
    operation,
  })
}
