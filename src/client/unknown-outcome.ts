import type { Operation } from '../operations/soap/operation'

/**
 * What ends the message of an error after which the request may have been carried out all the same; nothing where that makes no
 * difference.
 */
export const unknownOutcome = ({ safe }: Operation<unknown, unknown>): string =>
  safe ? '' : '. It is not known whether the server carried the request out.'
