import type { Operation } from '../../operations/soap/operation'

/** The facts about a call that failed. */
export interface FailedCall {
  /** EWS's name: `FindItem`. */
  readonly operation: string
  /** Whether the operation changes nothing. */
  readonly safe: boolean
  /** Whether the server may have received the request, and taken it for the account's. */
  readonly sent: boolean
  /** Removes credentials that the answer reflects. Absent if there is no answer. */
  readonly redacted?: Redaction | undefined
}

/** Returns a text from the server without the credentials in it. */
export type Redaction = (text: string) => string

/** A failed call of `operation`. */
export const failedCall = (
  { name, safe }: Operation<unknown, unknown>,
  sent: boolean,
  redacted?: Redaction,
): FailedCall => ({ operation: name, safe, sent, redacted })

/** Whether repeating the call can't do anything twice. */
export const isRepeatable = ({ safe, sent }: FailedCall): boolean => safe || !sent

/** The end of an error's message, which says if the request may have been carried out although it failed. */
export const unknownOutcome = (call: FailedCall): string =>
  isRepeatable(call) ? '' : '. It is not known whether the server carried the request out.'
