import { EwsAuthenticationError } from '../../errors'
import type { HttpAnswer } from '../http-answer'
import { isScheme, offeredSchemes } from './challenge'

export const PASSWORD_HINT =
  'Check user name (as EXAMPLE\\user or user@example.com) and password, whether the account is locked or expired, ' +
  'and whether EWS is allowed for it.'

/**
 * What an answer of 401 means; it is read to its end. Either the server knows `scheme`, and refuses the account for reasons that
 * `hint` is to find out, or it doesn't offer it.
 */
export async function refusal(
  answer: HttpAnswer,
  operation: string,
  scheme: string,
  hint: string,
): Promise<EwsAuthenticationError> {
  await answer.discard()
  const schemes = offeredSchemes(answer.header('www-authenticate'))
  if (!schemes.some(isScheme(scheme))) return notOffered(schemes, operation, scheme)
  return new EwsAuthenticationError({
    message: `${operation} failed: the server refused the account (HTTP 401)`,
    hint,
    operation,
    schemes,
  })
}

const NOTHING_OFFERED_HINT =
  'Look for a proxy or balancer that takes WWW-Authenticate out of the answer, and for EWS that offers no authentication at all ' +
  '(Get-WebServicesVirtualDirectory | Format-List *Authentication).'

const offerHint = (wanted: string) =>
  `Set auth.type to a scheme that the server offers, or enable ${wanted} for EWS there.`

/** The server wants another way to sign in than `wanted`. */
export function notOffered(schemes: readonly string[], operation: string, wanted: string): EwsAuthenticationError {
  return new EwsAuthenticationError({
    message: `${operation} failed: the server doesn't offer ${wanted}; it offers: ${schemes.join(', ') || 'none'}`,
    hint: schemes.length === 0 ? NOTHING_OFFERED_HINT : offerHint(wanted),
    operation,
    schemes,
  })
}
