import { EwsAuthenticationError } from '../../errors'
import { quotable } from '../../xml'
import type { HttpAnswer } from '../http/answer'
import type { LateAnswer } from '../http/request-failure'
import { isScheme, offeredSchemes } from './challenge'

/** Says what is most likely wrong with a refused account: the form of its name if that is odd, otherwise the password. */
export function passwordHint({
  username,
  domain,
}: {
  readonly username: string
  readonly domain?: string | undefined
}) {
  return `${nameProblem(username, domain) ?? LIKELIEST} ${FURTHER}`
}

const LIKELIEST = 'Most likely the password is wrong.'
const FURTHER =
  'Check user name (as EXAMPLE\\user or user@example.com) and password, whether the account is locked or expired, ' +
  'and whether EWS is allowed for it.'

function nameProblem(username: string, domain: string | undefined): string | undefined {
  if (/[\\@]/.test(username))
    return /\\\\/.test(username) ? 'The user name has two backslashes; it needs one.' : undefined
  if (username.includes('/')) return 'The user name has a slash where Windows writes a backslash: EXAMPLE\\user.'
  if (domain) return undefined
  return "The user name has no domain. In JavaScript the backslash of EXAMPLE\\user is written twice: 'EXAMPLE\\\\user'."
}

/**
 * Reads an answer of 401 to its end, and returns its error. Either the server offers `scheme` and refuses the account, for reasons that
 * `hint` helps to find, or it doesn't offer the scheme.
 */
export async function refusal(
  answer: HttpAnswer,
  operation: string,
  scheme: string,
  hint: string,
): Promise<EwsAuthenticationError> {
  // The head says it all. If the body breaks off, so does the connection, and the next request opens another.
  await answer.discard().catch(() => undefined)
  const schemes = offeredSchemes(answer.header('www-authenticate'))
  if (!schemes.some(isScheme(scheme))) return notOffered(schemes, operation, scheme)
  return refused(schemes, operation, hint, answer.enveloped)
}

/** Returns the error of an answer of 401 that came after its call had given up. */
export const lateRefusal = (answer: LateAnswer, operation: string): EwsAuthenticationError =>
  refused(offeredSchemes(answer.header('www-authenticate')), operation, `${LIKELIEST} ${FURTHER}`, true)

function refused(schemes: readonly string[], operation: string, hint: string, passwordRefused: boolean) {
  return new EwsAuthenticationError({
    message: `${operation} failed: the server refused the account (HTTP 401)`,
    hint,
    operation,
    status: 401,
    schemes,
    passwordRefused,
  })
}

const TOKENS_ONLY_HINT =
  "The server takes access tokens only (modern authentication): use auth { type: 'bearer', token }, or have Windows authentication " +
  'enabled for EWS (Set-WebServicesVirtualDirectory -WindowsAuthentication $true). Exchange Online takes nothing else, and switches EWS off.'

const NOTHING_OFFERED_HINT =
  'Look for a proxy or balancer that removes WWW-Authenticate from the answer, and check that EWS offers authentication at all ' +
  '(Get-WebServicesVirtualDirectory | Format-List *Authentication).'

const offerHint = (wanted: string) =>
  `Set auth.type to a scheme that the server offers, or enable ${wanted} for EWS there.`

function hintForOffer(schemes: readonly string[], wanted: string): string {
  if (schemes.length === 0) return NOTHING_OFFERED_HINT
  return schemes.every(isScheme('Bearer')) ? TOKENS_ONLY_HINT : offerHint(wanted)
}

/** Returns the error for a server that wants another scheme than `wanted`. */
export function notOffered(schemes: readonly string[], operation: string, wanted: string): EwsAuthenticationError {
  const offered = quotable(schemes.join(', ')) || 'none'
  return new EwsAuthenticationError({
    message: `${operation} failed: the server doesn't offer ${wanted}; it offers: ${offered}`,
    hint: hintForOffer(schemes, wanted),
    operation,
    status: 401,
    schemes,
  })
}
