const EWS_PATH = '/EWS/Exchange.asmx'

/** Paths that administrators have at hand, in whose place EWS stands. */
const OTHER_DOORS = /^\/(owa|ecp)?(\/.*)?$/i

/**
 * The address of EWS from what people have: a host name, the address of Outlook on the web, or the address itself.
 *
 * @throws TypeError when it is no address, or carries credentials
 */
export function serverUrl(input: string): URL {
  const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(input) ? input : `https://${input}`)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('is neither https nor http')
  if (url.username !== '' || url.password !== '') throw new TypeError('carries credentials; hand them over in auth')
  if (OTHER_DOORS.test(url.pathname)) url.pathname = EWS_PATH
  url.hash = ''
  return url
}

/** Whether what is sent there stays on this machine (RFC 6761, 6.3). */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
