/** The meaning of an HTTP status from the server, or from something in front of it, whatever the body is. */
export interface StatusVerdict {
  /** Which error it is. */
  readonly kind: 'authentication' | 'throttled' | 'protocol'
  /** Stands in the error's message. */
  readonly problem: string
  /** For the administrator. */
  readonly hint: string
  /** Whether it is likely to pass. */
  readonly transient: boolean
}

const PUBLISH = 'Publish /EWS without pre-authentication (OWA, ADFS, a web application proxy), or connect from inside.'
const GATEWAY = 'Check the proxy or load balancer in front of Exchange, and the health of EWS behind it.'
const BUSY =
  'Slow down, or lower maxConnections; if it lasts, look at the throttling policy and the application pool of EWS.'

/** The statuses with a meaning of their own. 200 and 500 can carry SOAP, which is read first. */
export const statusVerdicts: Readonly<Record<number, StatusVerdict>> = {
  400: {
    kind: 'protocol',
    problem: 'the request was refused as malformed',
    hint:
      'Look for body scanning (AMSI, on for EWS since August 2025), for a header that is too long for http.sys (a large Kerberos ' +
      'token), and at proxies in between.',
    transient: false,
  },
  401: {
    kind: 'authentication',
    problem: 'the server refused the account',
    hint: 'Check user name and password, and whether the account is locked or expired.',
    transient: false,
  },
  403: {
    kind: 'authentication',
    problem: 'the account may not use EWS',
    hint: 'Allow EWS for the account (Set-CASMailbox -EwsEnabled) and for this client (EwsAllowList), and require no client certificate.',
    transient: false,
  },
  404: {
    kind: 'protocol',
    problem: 'there is nothing at this URL',
    hint: "Check the path of 'url': EWS is at /EWS/Exchange.asmx.",
    transient: false,
  },
  407: {
    kind: 'protocol',
    problem: 'a proxy demands authentication',
    hint: 'Pass a dispatcher that has the credentials for the proxy.',
    transient: false,
  },
  413: {
    kind: 'protocol',
    problem: 'the request is too large',
    hint: 'Ask for less at a time, and look for body scanning (AMSI) and for limits of proxies (maxAllowedContentLength is 64 MB by default).',
    transient: false,
  },
  429: { kind: 'throttled', problem: 'the server gets too many requests', hint: BUSY, transient: true },
  440: { kind: 'protocol', problem: 'a login page answered', hint: PUBLISH, transient: false },
  456: {
    kind: 'authentication',
    problem: 'the account is locked',
    hint: 'Unlock the account, and find out what locked it.',
    transient: false,
  },
  500: {
    kind: 'protocol',
    problem: 'the server failed',
    hint: 'Try again later; if it lasts, look at the event log and the application pool of EWS.',
    transient: true,
  },
  502: { kind: 'protocol', problem: "a gateway can't reach Exchange", hint: GATEWAY, transient: true },
  503: { kind: 'throttled', problem: 'the server is unavailable or overloaded', hint: BUSY, transient: true },
  504: { kind: 'protocol', problem: 'a gateway gave up waiting for Exchange', hint: GATEWAY, transient: true },
  507: { kind: 'throttled', problem: 'the server has no room for the request', hint: BUSY, transient: true },
}

/** Explains a redirect. It is never followed: credentials go to the configured server and nowhere else. */
export function redirectVerdict(target: string): StatusVerdict {
  if (/genericerrorpage/i.test(target)) {
    const problem = 'the server redirects to its error page'
    return { kind: 'protocol', problem, hint: 'Try again later.', transient: true }
  }
  const problem = `the server redirects to ${target || 'another place'}`
  return { kind: 'protocol', problem, hint: PUBLISH, transient: false }
}

/** Explains any other status. */
export function otherVerdict(status: number, isWebPage: boolean): StatusVerdict {
  if (status >= 500) {
    const hint = "Check the server's log and any proxies in between."
    return { kind: 'protocol', problem: 'the server failed', hint, transient: true }
  }
  if (isWebPage) {
    return { kind: 'protocol', problem: 'a web page answered instead of EWS', hint: PUBLISH, transient: false }
  }
  const hint = "Check 'url', and look at the server's log and at proxies in between."
  return { kind: 'protocol', problem: 'the answer is not SOAP', hint, transient: false }
}
