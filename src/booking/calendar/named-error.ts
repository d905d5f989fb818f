import { type EwsError, EwsProtocolError, EwsResponseError, type ResponseCode } from 'ews-booking'

/** The codes for a mailbox whose server this one doesn't reach: it was moved to the cloud, or belongs to another forest or site. */
const ELSEWHERE: ReadonlySet<ResponseCode> = new Set<ResponseCode>([
  'ErrorAutoDiscoverFailed',
  'ErrorProxyCallFailed',
  'ErrorProxyRequestNotAllowed',
  'ErrorProxyRequestProcessingFailed',
  'ErrorProxyServiceDiscoveryFailed',
  'ErrorProxySoapException',
  'ErrorServiceDiscoveryFailed',
])

/**
 * Returns an error of the same class that says what it is about, with the original one as its cause. An error that isn't about anything in
 * particular, such as a broken connection, is returned as it is.
 *
 * @param subject such as `mailbox dr.meier@example.com` or `item AAMk...`
 */
export function about(error: EwsError, subject: string): EwsError {
  if (error.message.includes(subject)) return error
  const { operation, retryable, hint } = error
  const facts = { message: `${error.message} (${subject})`, hint, operation, retryable, cause: error }
  if (error instanceof EwsResponseError) {
    const { responseCode, messageText, messageXml } = error
    return new EwsResponseError({ ...facts, responseCode, messageText, messageXml })
  }
  return error instanceof EwsProtocolError ? new EwsProtocolError({ ...facts, status: error.status }) : error
}

/** Returns the error with the mailbox that it is about, and says so if that mailbox is out of this server's reach. */
export function aboutMailbox(error: EwsError, mailbox: string): EwsError {
  const named = about(error, `mailbox ${mailbox}`)
  if (!(named instanceof EwsResponseError) || !ELSEWHERE.has(named.responseCode)) return named
  const { message, operation, retryable, responseCode, messageText, messageXml, cause } = named
  return new EwsResponseError({
    message: `${message}: this server can't reach the mailbox's own server`,
    hint:
      `The mailbox may have been moved to the cloud, or be in another forest. Ask for it at the URL of its own server, or have the ` +
      `administrator check the organization relationship or availability address space. ${named.hint}`,
    operation,
    retryable,
    responseCode,
    messageText,
    messageXml,
    cause,
  })
}
