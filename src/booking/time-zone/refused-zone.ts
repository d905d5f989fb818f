import { type EwsError, EwsResponseError, type ResponseCode } from 'ews-booking'

/** The codes by which a server refuses a time zone. */
const REFUSED: ReadonlySet<ResponseCode> = new Set<ResponseCode>(['ErrorTimeZone', 'ErrorCalendarInvalidTimeZone'])

/**
 * Returns an error about a time zone that the server doesn't know with the names that matter: the caller's, and the one that was sent for it.
 * Other errors are returned as they are.
 */
export function aboutZone(error: EwsError, timeZone: string, windowsId: string): EwsError {
  if (!(error instanceof EwsResponseError) || !REFUSED.has(error.responseCode)) return error
  const { operation, retryable, responseCode, messageText, messageXml } = error
  return new EwsResponseError({
    message: `${error.message}: the server doesn't know '${windowsId}', the Windows time zone of ${timeZone}`,
    hint:
      `Pass the id of a zone with the same clock that the server knows: windowsZones: { '${timeZone}': '...' }. ` +
      '`npx ews-booking zones` lists them.',
    operation,
    retryable,
    responseCode,
    messageText,
    messageXml,
    cause: error,
  })
}
