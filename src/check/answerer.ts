import type { CheckCulprit } from './check-step'
import type { Greeting } from './greeting'

/** Who answers at the address, by what the answer looks like. */
export interface Answerer {
  /** A sentence without its period. */
  readonly found: string
  readonly verdict: 'ok' | 'warning' | 'failed'
  readonly whose?: CheckCulprit
  readonly remedy?: string
}

type Rule = readonly [matches: (greeting: Greeting) => boolean, answerer: Answerer]

const PUBLISH =
  'Publish /EWS without pre-authentication in the gateway (pass-through), or connect from inside the network. The server itself signs ' +
  'the account in.'

const location = ({ header }: Greeting) => header('location')
const cookies = ({ header }: Greeting) => header('set-cookie')
const isRedirect = ({ status }: Greeting) => status >= 300 && status < 400
const isPage = ({ header }: Greeting) => /html/i.test(header('content-type'))
const isIis = ({ header }: Greeting) =>
  /^Microsoft-(IIS|HTTPAPI)/i.test(header('server')) || /ASP\.NET/i.test(header('x-powered-by'))
const isExchange = ({ header }: Greeting) =>
  ['x-feserver', 'x-calculatedbetarget', 'x-diaginfo', 'x-beserver', 'x-owa-version'].some(
    (name) => header(name) !== '',
  )
const isChallenge = ({ status }: Greeting) => status === 401
/** Whether a page or a redirect in place of the service has this form. */
const looksLike = (form: RegExp) => (greeting: Greeting) =>
  (isRedirect(greeting) || isPage(greeting) || greeting.status >= 400) &&
  [location(greeting), cookies(greeting), greeting.page].some((text) => form.test(text))

const gateway = (found: string): Answerer => ({ found, verdict: 'failed', whose: 'network', remedy: PUBLISH })

/** The first matching rule counts. */
const RULES: readonly Rule[] = [
  [
    (greeting) =>
      /\bprod\.outlook\.com\b|\.outlook\.com\b/i.test(
        greeting.header('x-calculatedbetarget') + greeting.header('x-feserver'),
      ),
    {
      found: 'Exchange Online answers, where Microsoft switches EWS off for good on 1 April 2027',
      verdict: 'failed',
      whose: 'you',
      remedy:
        'Use Microsoft Graph for mailboxes in Exchange Online. In a hybrid organization, use the address of the Exchange on premises.',
    },
  ],
  [
    (greeting) => greeting.status === 407,
    {
      found: 'A proxy demands authentication (HTTP 407)',
      verdict: 'failed',
      whose: 'you',
      remedy: "Put the proxy's credentials into the dispatcher.",
    },
  ],
  [
    (greeting) => isChallenge(greeting) && isExchange(greeting),
    { found: 'Exchange answers, and asks for an account', verdict: 'ok' },
  ],
  [
    (greeting) => isChallenge(greeting) && isIis(greeting),
    { found: 'IIS answers and asks for an account, as in front of Exchange', verdict: 'ok' },
  ],
  [
    (greeting) => isChallenge(greeting) && greeting.schemes.length > 0,
    { found: 'A web server asks for an account. It does not say that it is Exchange', verdict: 'ok' },
  ],
  [
    isChallenge,
    {
      found: 'A web server asks for an account, and offers no way to sign in',
      verdict: 'failed',
      whose: 'network',
      remedy:
        'Look for a proxy or balancer that removes WWW-Authenticate from the answer. If there is none, turn a scheme on: ' +
        'Set-WebServicesVirtualDirectory "EX01\\EWS (Default Web Site)" -WindowsAuthentication $true.',
    },
  ],
  [looksLike(/\/adfs\/ls|ADFS/), gateway('A login page of AD FS answers in place of EWS')],
  [
    looksLike(/login\.microsoftonline\.|AppProxy|msappproxy/i),
    gateway('A login page of Microsoft Entra (application proxy) answers in place of EWS'),
  ],
  [
    looksLike(/\/my\.policy|MRHSession|F5_|BIGipServer\w*apm/i),
    gateway('F5 BIG-IP APM answers with a login page in place of EWS'),
  ],
  [
    looksLike(/NSC_(AAAC|TMAS)|\/vpn\/(index|tmindex)|LogonPoint|Citrix Gateway/i),
    gateway('Citrix NetScaler answers with a login page in place of EWS'),
  ],
  [
    looksLike(/CookieAuth\.dll|Forefront|UAGSESSION/i),
    gateway('Microsoft TMG or UAG answers with a login page in place of EWS'),
  ],
  [
    looksLike(/\/owa\/auth\/(?!errorfe)|logon\.aspx|ForeverLogon|Outlook Web App|Outlook on the web/i),
    gateway('The login page of Outlook on the web answers in place of EWS'),
  ],
  [
    looksLike(/errorfe\.aspx|genericerrorpage/i),
    {
      found: 'Exchange redirects to its error page',
      verdict: 'failed',
      whose: 'exchange',
      remedy:
        'Look at the state of the server (Get-ServerComponentState, Test-ServiceHealth) and at the application pool MSExchangeServicesAppPool.',
    },
  ],
  [
    isRedirect,
    {
      found:
        'The server redirects to another place. The client does not follow: credentials go only to the address in the options',
      verdict: 'failed',
      whose: 'network',
      remedy:
        'If the redirect leads to EWS, use that address. A captive portal of the network, or a gateway with a login page, redirects as well.',
    },
  ],
  [
    looksLike(/captive|hotspot|wi-?fi|web authentication/i),
    {
      found: 'A captive portal of the network answers',
      verdict: 'failed',
      whose: 'network',
      remedy: 'Sign in to the network first, or use one without a portal for servers.',
    },
  ],
  [
    looksLike(
      /web page blocked|url filter|access denied by (policy|administrator)|FortiGuard|Zscaler|web filter|blocked by/i,
    ),
    {
      found: 'A web filter of the network answers with a page that blocks the address',
      verdict: 'failed',
      whose: 'network',
      remedy: 'Exempt the address from the filter and from TLS inspection.',
    },
  ],
  [
    (greeting) => greeting.status === 403 && /client certificate|403\.7|certificate required/i.test(greeting.page),
    {
      found: 'The server wants a client certificate (HTTP 403.7)',
      verdict: 'failed',
      whose: 'you',
      remedy: 'Pass the certificate as tls.cert and tls.key, or have the administrator exempt /EWS.',
    },
  ],
  [
    (greeting) => greeting.status === 403,
    {
      found: 'Access is forbidden before anybody signs in (HTTP 403)',
      verdict: 'failed',
      whose: 'network',
      remedy:
        'Look for a rule by address or country in firewall, gateway or IIS (IP and Domain Restrictions), and whether IIS requires TLS.',
    },
  ],
  [
    (greeting) => greeting.status === 404 && isExchange(greeting),
    {
      found: 'Exchange has nothing at this path (HTTP 404)',
      verdict: 'failed',
      whose: 'you',
      remedy: 'The path of EWS is /EWS/Exchange.asmx.',
    },
  ],
  [
    (greeting) => greeting.status === 404 && isIis(greeting),
    {
      found: 'IIS answers, without EWS at this path (HTTP 404)',
      verdict: 'failed',
      whose: 'you',
      remedy:
        'Check host and path: this is a web server without Exchange, or EWS was removed (Get-WebServicesVirtualDirectory).',
    },
  ],
  [
    (greeting) => greeting.status === 404,
    {
      found: 'Another web server answers, without EWS at this path (HTTP 404)',
      verdict: 'failed',
      whose: 'you',
      remedy: 'Check host and path. If there is a gateway, it must publish /EWS too.',
    },
  ],
  [
    (greeting) => greeting.status === 400 && /plain HTTP request was sent to HTTPS|HTTPS port/i.test(greeting.page),
    { found: 'The port wants TLS (HTTP 400)', verdict: 'failed', whose: 'you', remedy: 'Use https in the address.' },
  ],
  [(greeting) => greeting.status === 440, gateway('A login page answers (HTTP 440)')],
  [
    ({ status }) => status === 502 || status === 504,
    {
      found: "A gateway answers, and can't reach Exchange",
      verdict: 'failed',
      whose: 'network',
      remedy:
        'Look at the health checks of the gateway or balancer, and whether Exchange runs behind it (Get-ServerComponentState).',
    },
  ],
  [
    ({ status }) => status === 503 || status === 429,
    {
      found: 'The server is overloaded or in maintenance',
      verdict: 'failed',
      whose: 'exchange',
      remedy: 'Look at the application pool MSExchangeServicesAppPool and at Get-ServerComponentState; then try again.',
    },
  ],
  [
    ({ status }) => status >= 500,
    {
      found: 'The server fails',
      verdict: 'failed',
      whose: 'exchange',
      remedy: 'Look at the event log of the server, and at the application pool MSExchangeServicesAppPool.',
    },
  ],
  [
    (greeting) => greeting.status < 300 && isPage(greeting),
    {
      found: 'A web page answers in place of EWS: a login page, a portal or another product',
      verdict: 'failed',
      whose: 'network',
      remedy: `Open the address in a browser on this machine to see what it is. ${PUBLISH}`,
    },
  ],
  [
    (greeting) => greeting.status < 300 || greeting.status === 405,
    {
      found: 'The server answers without asking for an account',
      verdict: 'warning',
      whose: 'exchange',
      remedy:
        'Check the address, and that anonymous access to /EWS is off (Get-WebServicesVirtualDirectory | Format-List *Authentication).',
    },
  ],
]

const UNKNOWN: Answerer = {
  found: 'Something other than EWS answers',
  verdict: 'failed',
  whose: 'you',
  remedy: "Check the address, and look at the server's log and at proxies in between.",
}

export const answererOf = (greeting: Greeting): Answerer => RULES.find(([matches]) => matches(greeting))?.[1] ?? UNKNOWN
