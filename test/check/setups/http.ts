import { createServer } from 'node:net'
import { httpServer } from '../../http-server'
import { listenOnLoopback } from '../../loopback'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'

type Headers = Readonly<Record<string, string | readonly string[]>>

/** Something that answers in place of Exchange, always the same. */
const answering =
  (status: number, headers: Headers = {}, body = '') =>
  async (): Promise<BuiltSetup> => {
    const { url } = await httpServer((_request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      response.writeHead(status).end(body)
    })
    return { url }
  }

const page = (title: string, status = 200, headers: Headers = {}) =>
  answering(status, { 'content-type': 'text/html', ...headers }, `<html><head><title>${title}</title></head></html>`)
const redirect = (location: string, headers: Headers = {}) => answering(302, { location, ...headers })

const IIS = { server: 'Microsoft-IIS/10.0', 'x-powered-by': 'ASP.NET' }
const EXCHANGE = { ...IIS, 'x-feserver': 'EX01' }

/** Bytes that no web server sends. */
const sending = (text: string) => async (): Promise<BuiltSetup> => {
  const server = createServer((socket) => socket.once('data', () => socket.end(text)))
  return { url: `http://127.0.0.1:${await listenOnLoopback(server)}/EWS/Exchange.asmx` }
}

const login = { step: 'http', whose: 'network', remedy: /without pre-authentication/ } as const
const by = (whose: BrokenSetup['whose'], found: RegExp, remedy: RegExp) =>
  ({ step: 'http', whose, found, remedy }) as const

/** What answers in place of EWS. */
export const httpSetups: readonly BrokenSetup[] = [
  {
    name: 'OWA that redirects to its login page',
    build: redirect('https://mail.example.com/owa/auth/logon.aspx?url=secret', EXCHANGE),
    found: /Outlook on the web.*leads to https:\/\/mail\.example\.com\/owa\/auth\/logon\.aspx\.$/,
    ...login,
  },
  {
    name: 'the login page of OWA',
    build: page('Outlook Web App'),
    found: /Outlook on the web.*The page says: "Outlook Web App"/,
    ...login,
  },
  { name: 'AD FS', build: redirect('https://sts.example.com/adfs/ls/?wa=wsignin1.0'), found: /AD FS/, ...login },
  {
    name: 'Microsoft Entra',
    build: redirect('https://login.microsoftonline.com/common/oauth2/authorize'),
    found: /Entra/,
    ...login,
  },
  { name: 'F5 APM', build: redirect('/my.policy', { 'set-cookie': 'MRHSession=1' }), found: /F5/, ...login },
  {
    name: 'NetScaler',
    build: redirect('/vpn/index.html', { 'set-cookie': 'NSC_AAAC=xyz' }),
    found: /NetScaler/,
    ...login,
  },
  { name: 'TMG', build: redirect('/CookieAuth.dll?GetLogon'), found: /TMG/, ...login },
  { name: 'a login page with status 440', build: answering(440), found: /HTTP 440/, ...login },
  {
    name: 'a web page of another product',
    build: page('Synology DiskStation'),
    found: /web page answers.*Synology/,
    ...login,
  },
  {
    name: 'a redirect to another host',
    build: redirect('https://other.example.com/'),
    ...by('network', /redirects to another place.*other\.example\.com/, /captive portal/),
  },
  {
    name: 'a captive portal',
    build: page('Hotspot login'),
    ...by('network', /captive portal/, /Sign in to the network/),
  },
  { name: 'a web filter', build: page('FortiGuard: web page blocked', 403), ...by('network', /web filter/, /Exempt/) },
  {
    name: 'the error page of Exchange',
    build: redirect('/owa/auth/errorfe.aspx?httpCode=500', EXCHANGE),
    ...by('exchange', /error page/, /Test-ServiceHealth/),
  },
  {
    name: 'IIS without EWS',
    build: answering(404, IIS),
    ...by('you', /IIS answers, without EWS/, /Get-WebServicesVirtualDirectory/),
  },
  {
    name: 'nginx without EWS',
    build: answering(404, { server: 'nginx' }),
    ...by('you', /Another web server.*web server is nginx/, /must publish /),
  },
  {
    name: 'Exchange at another path',
    build: answering(404, EXCHANGE),
    ...by('you', /Exchange has nothing at this path/, /\/EWS\/Exchange\.asmx/),
  },
  { name: 'a rule by address', build: answering(403), ...by('network', /HTTP 403/, /country/) },
  {
    name: 'a client certificate that IIS wants',
    build: page('403.7 - Client certificate required', 403, IIS),
    ...by('you', /client certificate/, /tls\.cert/),
  },
  {
    name: 'a gateway without its server',
    build: answering(502, { server: 'nginx' }),
    ...by('network', /gateway.*can't reach/, /health checks/),
  },
  { name: 'a gateway that gives up', build: answering(504), ...by('network', /gateway/, /Get-ServerComponentState/) },
  {
    name: 'an application pool that is stopped',
    build: answering(503, IIS),
    ...by('exchange', /overloaded or in maintenance/, /MSExchangeServicesAppPool/),
  },
  {
    name: 'a server that fails',
    build: page('Runtime Error', 500, IIS),
    ...by('exchange', /server fails.*Runtime Error/, /event log/),
  },
  {
    name: 'plain HTTP to a port of HTTPS',
    build: page('400 The plain HTTP request was sent to HTTPS port', 400),
    ...by('you', /wants TLS/, /https/),
  },
  { name: 'a proxy that wants a password', build: answering(407), ...by('you', /proxy demands/, /credentials/) },
  { name: 'something that is not HTTP', build: sending('220 mail ESMTP\r\n'), ...by('network', /not HTTP/, /port/) },
  { name: 'something that says nothing', build: sending(''), ...by('network', /closed before/, /firewall/) },
  {
    name: 'Exchange Online behind a name of its own',
    build: answering(401, {
      ...IIS,
      'x-calculatedbetarget': 'LO2P123.EURPRD.PROD.OUTLOOK.COM',
      'www-authenticate': 'Bearer',
    }),
    ...by('you', /Exchange Online/, /Microsoft Graph/),
  },
  {
    name: 'a challenge that a proxy removed',
    build: answering(401),
    ...by('network', /no way to sign in/, /removes WWW-Authenticate/),
  },
  {
    name: 'an unexpected status',
    build: answering(418),
    ...by('you', /other than EWS answers \(HTTP 418\)/, /address/),
  },
  {
    name: 'a server that wants no account',
    build: answering(200, { 'content-type': 'text/xml' }, '<a/>'),
    verdict: 'warning',
    ...by('exchange', /without asking for an account/, /anonymous/),
  },
]
