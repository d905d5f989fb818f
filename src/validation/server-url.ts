const EWS_PATH = '/EWS/Exchange.asmx'

/** Other addresses of Exchange that people have at hand: Outlook on the web, the admin center, or EWS without its last part. */
const EXCHANGE_PATHS = /^\/((owa|ecp)(\/.*)?|ews\/?)?$/i

/** The forms of texts that aren't addresses, and what is wrong with them. */
const MISTAKES: readonly (readonly [form: RegExp, problem: string])[] = [
  [/^$/, 'is empty; use the address of the Exchange server, such as https://mail.example.com'],
  [/^https?\/\//i, 'lacks the colon of https://'],
  [/^https?:\/?(?!\/)/i, 'needs two slashes after https:'],
  [/^\//, 'is a path without a host; write https://mail.example.com/EWS/Exchange.asmx'],
  [/^[^/@\s]+@[^/@\s]+$/, "is a mail address; use the Exchange server's address, such as https://mail.example.com"],
  [/^["'<]|[,;"'>]$/, 'has quotation marks or punctuation around it'],
  [/\s/, 'contains white space'],
]

/** Where Exchange Online answers. */
const EXCHANGE_ONLINE =
  /(^|\.)(outlook\.(office365\.com|office\.com|live\.com|com)|outlook-sdf\.office\.com|office365\.us|partner\.outlook\.cn|onmicrosoft\.com|(graph\.microsoft|login\.microsoftonline)\.(com|us))$/i

/**
 * Returns the address of EWS from what people have: a host name, the address of Outlook on the web, or the address of EWS itself. White
 * space around it is ignored.
 *
 * @throws TypeError if it isn't an address of an Exchange server, or has credentials in it. The message never quotes it.
 */
export function serverUrl(text: string): URL {
  const input = text.trim()
  const [, problem] = MISTAKES.find(([form]) => form.test(input)) ?? []
  if (problem !== undefined) throw new TypeError(problem)
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(input) ? input : `https://${input}`
  if (!URL.canParse(address)) throw new TypeError('is not a URL or host name; write it like https://mail.example.com')
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('is neither https nor http')
  if (url.username !== '' || url.password !== '') throw new TypeError('has credentials in it; pass them in auth')
  if (EXCHANGE_ONLINE.test(url.hostname)) throw new TypeError(EXCHANGE_ONLINE_PROBLEM)
  if (EXCHANGE_PATHS.test(url.pathname)) url.pathname = EWS_PATH
  url.hash = ''
  return url
}

const EXCHANGE_ONLINE_PROBLEM =
  'is Exchange Online, where Microsoft switches EWS off: since 1 October 2026 for tenants without an exception, and on 1 April 2027 for ' +
  'everyone; use Microsoft Graph, and this library for Exchange servers on premises'

/** Whether data sent there stays on this machine (RFC 6761, 6.3). */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
