import { isScheme } from '../../client/authentication/challenge'
import { quotable } from '../../xml'
import type { Known } from '../known'
import { type Fix, failed, type Outcome, ok, skipped, warning } from '../outcome'

/** The schemes that each `auth.type` can use. */
const USABLE: Readonly<Record<Known['options']['auth']['type'], readonly string[]>> = {
  auto: ['Negotiate', 'NTLM', 'Basic'],
  ntlm: ['NTLM'],
  kerberos: ['Negotiate'],
  basic: ['Basic'],
  bearer: ['Bearer'],
}

/** The offered schemes, and whether the account can use one. */
export function schemes({ greeting, options: { auth } }: Known): Outcome {
  if (greeting === undefined || greeting.status !== 401) return skipped("The server didn't ask for an account.")
  const offered = greeting.schemes
  const shown = `The server offers ${shortened(offered)}`
  const offers = (wanted: string) => offered.some(isScheme(wanted))
  const usable = USABLE[auth.type].filter(offers)
  if (usable.length === 0)
    return failed(
      `${shown}; auth.type ${auth.type} needs ${USABLE[auth.type].join(' or ')}.`,
      fixFor(auth.type, offers),
    )
  if (auth.type === 'auto' && usable.join() === 'Negotiate') {
    return ok(`${shown} alone, so Kerberos has to work: NTLM is not offered.`)
  }
  if (usable.join() === 'Basic' && auth.type === 'auto') {
    return warning(`${shown}: only Basic is left, which sends the password itself.`, {
      whose: 'exchange',
      remedy: windowsAuthentication,
    })
  }
  return ok(`${shown}.`)
}

/** More than anybody offers. */
const MOST_SHOWN = 8

const shortened = (schemes: readonly string[]): string =>
  schemes
    .slice(0, MOST_SHOWN)
    .map((scheme) => quotable(scheme, 40))
    .join(', ')

const windowsAuthentication =
  'Turn Windows authentication on: Set-WebServicesVirtualDirectory "EX01\\EWS (Default Web Site)" -WindowsAuthentication $true.'

function fixFor(type: string, offers: (scheme: string) => boolean): Fix {
  if (offers('Bearer') && !offers('NTLM') && !offers('Basic') && !offers('Negotiate')) {
    return {
      whose: 'you',
      remedy:
        'The server accepts only OAuth tokens. Set auth.type to bearer and pass a token, or have the administrator turn on Windows authentication for EWS. ' +
        'Exchange Online does the same: use Microsoft Graph there.',
    }
  }
  const others = ['NTLM', 'Negotiate', 'Basic'].filter(offers)
  if (others.length > 0 && type !== 'bearer') {
    return {
      whose: 'you',
      remedy: `Set auth.type to auto, which uses ${others.join(' or ')}. Or: ${windowsAuthentication}`,
    }
  }
  if (type === 'bearer') {
    return {
      whose: 'exchange',
      remedy:
        'Turn OAuth on: Set-WebServicesVirtualDirectory "EX01\\EWS (Default Web Site)" -OAuthAuthentication $true. Or use a user name and a password.',
    }
  }
  return { whose: 'exchange', remedy: windowsAuthentication }
}
