import { readOptions } from '../../client/options'
import { EwsRequestError } from '../../errors'
import { smtpAddress } from '../../validation'
import { clientOptions } from '../client-options'
import type { Known } from '../known'
import { failed, type Outcome, ok, warning } from '../outcome'

/** The options other than the address, and the form of the user name. */
export function account({ options }: Known): Outcome {
  const mailbox = options.mailbox ?? impersonated(options)
  if (mailbox !== undefined && !smtpAddress.safeParse(mailbox).success) {
    return failed('The option mailbox: must be an address such as room-1@example.com.', {
      whose: 'you',
      remedy: 'Correct mailbox.',
    })
  }
  try {
    const { auth, ...settings } = readOptions(clientOptions(options))
    const learned = { settings, auth, mailbox: mailbox ?? ownMailbox(auth) }
    const slip = 'username' in auth ? slipIn(auth.username) : undefined
    if (slip !== undefined)
      return warning(`The user name ${slip.problem}.`, { whose: 'you', remedy: slip.remedy }, learned)
    return ok(`${signInOf(auth)}, ${mailboxOf(learned.mailbox, options)}.`, learned)
  } catch (error) {
    if (!(error instanceof EwsRequestError)) throw error
    return failed(`${error.message}.`, { whose: 'you', remedy: error.hint })
  }
}

function impersonated({ impersonate }: Known['options']): string | undefined {
  if (typeof impersonate !== 'object' || impersonate === null) return undefined
  return impersonate.primarySmtpAddress ?? impersonate.smtpAddress
}

/** A user principal name is often the address as well. */
function ownMailbox(auth: Known['options']['auth']): string | undefined {
  return 'username' in auth && smtpAddress.safeParse(auth.username).success ? auth.username : undefined
}

const FORM = 'Write it as EXAMPLE\\svc-booking or svc-booking@example.com.'

/** Slips that make a user name another one, and which no server explains. */
const SLIPS: readonly (readonly [RegExp, problem: string, remedy: string])[] = [
  [/^[^/@\\]+\/[^/@\\]+$/, 'has a slash where Windows has a backslash', FORM],
  [/\\.*\\/, 'has more than one backslash', FORM],
  [/\\.*@|@.*\\/, 'has both a backslash and an @', FORM],
]

function slipIn(username: string): { problem: string; remedy: string } | undefined {
  const [, problem, remedy] = SLIPS.find(([form]) => form.test(username)) ?? []
  return problem === undefined || remedy === undefined ? undefined : { problem, remedy }
}

function signInOf(auth: Known['options']['auth']): string {
  if (auth.type === 'bearer') return 'A token (bearer)'
  return `${auth.username} (${formOf(auth.username, auth.domain)}), type ${auth.type}`
}

function formOf(username: string, domain: string | undefined): string {
  if (username.includes('\\')) return 'domain and name'
  if (username.includes('@')) return 'user principal name'
  return domain ? `name, with domain ${domain}` : 'a name without a domain, which the server has to guess'
}

function mailboxOf(mailbox: string | undefined, { impersonate }: Known['options']): string {
  const rights = impersonate === undefined ? "with the account's own rights" : 'by impersonation'
  return mailbox === undefined
    ? `the mailbox of the ${impersonate === undefined ? 'account' : 'impersonated user'} ${rights}`
    : `mailbox ${mailbox} ${rights}`
}
