import { EwsRequestError } from 'ews-booking'

/**
 * The error for an argument that is wrong. `path` is the argument as the caller wrote it, such as `attendees[0].address`. The message
 * never quotes the value.
 */
export function invalid(path: string, problem: string): EwsRequestError {
  return new EwsRequestError({
    message: `${path} ${problem}`,
    hint: `Correct ${path} and call again; nothing was sent.`,
    path,
  })
}
