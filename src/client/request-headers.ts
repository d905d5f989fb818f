import type { ConnectingSID } from '../operations/soap/envelope'

/** The headers of every request. The anchor lets a balancer find the server that has the mailbox (Microsoft, "X-AnchorMailbox"). */
export function requestHeaders(
  userAgent: string,
  { primarySmtpAddress, smtpAddress }: Partial<ConnectingSID> = {},
): Record<string, string> {
  const anchor = primarySmtpAddress ?? smtpAddress ?? ''
  return {
    'content-type': 'text/xml; charset=utf-8',
    accept: 'text/xml',
    'user-agent': userAgent,
    'return-client-request-id': 'true',
    ...(isFieldValue(anchor) && { 'x-anchormailbox': anchor }),
  }
}

/** Whether a header can carry an address (RFC 9110, 5.5). The anchor only helps with routing, so an address in other letters is left out. */
export const isFieldValue = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)
