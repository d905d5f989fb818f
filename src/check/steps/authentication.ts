import { EwsAuthenticationError, EwsError, EwsProtocolError, EwsResponseError, EwsThrottledError } from '../../errors'
import { duration } from '../duration'
import { failure, sentence } from '../failure'
import type { Known } from '../known'
import { type Fix, failed, type Outcome, ok, skipped } from '../outcome'

/** How the sign-in went. */
export function authentication({ signIn, isBindingRefused, options: { auth } }: Known): Outcome {
  if (signIn === undefined) return skipped('There was no sign-in.')
  const { error, scheme, ms } = signIn
  const who = 'username' in auth ? auth.username : 'the token'
  if (error === undefined)
    return ok(`${scheme ?? 'The server'} took ${who}, in ${duration(ms)} with connection and sign-in.`)
  if (!(error instanceof EwsError)) throw error
  const known = error instanceof EwsResponseError ? ACCOUNT_CODES[error.responseCode] : undefined
  if (known !== undefined) return failed(sentence(error), known)
  if (error instanceof EwsResponseError) return ok(`${scheme ?? 'The server'} took ${who}.`)
  if (error instanceof EwsAuthenticationError) {
    const outcome = refused(error, auth, scheme)
    return isBindingRefused === true ? { ...outcome, ...BINDING_FIRST } : outcome
  }
  if (error instanceof EwsThrottledError) return failure(error, 'exchange')
  return failure(error, error instanceof EwsProtocolError && (error.status ?? 0) >= 500 ? 'exchange' : undefined)
}

/** Refusals of the account itself, by EWS's code. */
const ACCOUNT_CODES: Readonly<Record<string, Fix>> = {
  ErrorAccountDisabled: { whose: 'exchange', remedy: 'Enable the account: Enable-ADAccount svc-booking.' },
  ErrorPasswordExpired: {
    whose: 'exchange',
    remedy: 'Set a new password that does not expire: Set-ADUser svc-booking -PasswordNeverExpires $true.',
  },
  ErrorPasswordChangeRequired: {
    whose: 'exchange',
    remedy: 'Set a new password: Set-ADUser svc-booking -ChangePasswordAtLogon $false.',
  },
  ErrorCallerIsInvalidADAccount: {
    whose: 'exchange',
    remedy: 'Use an account of this forest, or of one that it trusts.',
  },
}

/** What to do if the account may be right. */
const BINDING_FIRST: Fix = {
  whose: 'you',
  remedy: 'Fix Extended Protection first. If the account is still refused, check user name and password.',
}

const NOT_ALLOWED: Fix = {
  whose: 'exchange',
  remedy:
    'Allow EWS for the account and for the organization: Set-CASMailbox svc-booking -EwsEnabled $true; Get-OrganizationConfig | Format-List Ews*. ' +
    'If EwsApplicationAccessPolicy is set, allow the user agent (EwsAllowList).',
}

const LOCKED: Fix = {
  whose: 'exchange',
  remedy: 'Find out what is trying wrong passwords, then unlock the account: Unlock-ADAccount svc-booking.',
}

function refused(error: EwsAuthenticationError, auth: Known['options']['auth'], scheme: string | undefined): Outcome {
  if (error.status === 403) return failed(sentence(error), NOT_ALLOWED)
  if (error.status === 456) return failed(sentence(error), LOCKED)
  if (!error.passwordRefused || auth.type === 'bearer')
    return failure(error, auth.type === 'bearer' ? 'you' : 'exchange')
  return failed(
    `The server refused the account (HTTP 401) and gives no reason. ${scheme ?? 'The password'} was tried once.`,
    {
      whose: 'you',
      remedy: [
        'Check user name and password first: sign in with them to Outlook on the web.',
        formHint(auth),
        'If they are right, the administrator sees the reason as event 4625 in the security log of the server: 0xC0000234 locked ' +
          '(Unlock-ADAccount), 0xC0000072 disabled, 0xC0000071 expired, 0xC000035B Extended Protection, 0xC0000418 NTLM denied.',
      ].join(' '),
    },
  )
}

function formHint(auth: Known['options']['auth']): string {
  if (!('username' in auth) || /[\\@]/.test(auth.username) || auth.domain)
    return 'Wait before you try again: each attempt counts.'
  return 'The user name has no domain: write EXAMPLE\\svc-booking or svc-booking@example.com. Each attempt counts.'
}
