import { channelBinding, thumbprint } from '../../client/ntlm/channel-binding'
import { EwsAuthenticationError } from '../../errors'
import { serverOf } from '../host'
import { signsOfIntermediary } from '../intermediary'
import type { Known, SignIn } from '../known'
import { failed, type Outcome, ok, skipped, warning } from '../outcome'
import { isSignedIn, signIn } from '../sign-in'
import type { Tools } from '../tools'

/** Extended Protection: whether the sign-in is bound to the TLS channel, and whether something in between ends that channel. */
export async function extendedProtection(known: Known, tools: Tools): Promise<Outcome> {
  // The one try with the password. A second one could lock the account.
  const attempt = await signIn(tools.client(known), tools)
  const outcome = await judged(known, attempt, tools)
  return { ...outcome, learned: { signIn: attempt, isBindingRefused: outcome.verdict === 'failed' } }
}

async function judged(known: Known, attempt: SignIn, tools: Tools): Promise<Outcome> {
  const { auth } = known
  if (serverOf(known).protocol === 'http:') return skipped('There is no TLS to bind a sign-in to.')
  const { scheme } = attempt
  if (
    auth === undefined ||
    auth.type === 'basic' ||
    auth.type === 'bearer' ||
    scheme === 'Basic' ||
    scheme === 'Bearer'
  ) {
    return skipped('Only NTLM and Kerberos are bound to TLS.')
  }
  if (isRefused(attempt)) return refused(known, auth.channelBinding !== 'off', attempt)
  if (!isSignedIn(attempt)) return skipped('Not looked at, because of authentication.')
  if (auth.channelBinding === 'off')
    return ok('The sign-in is not bound (auth.channelBinding is off), and the server accepts it.')
  return accepted(known, { ...auth, channelBinding: 'off' }, tools)
}

const isRefused = ({ error }: SignIn): boolean =>
  error instanceof EwsAuthenticationError &&
  error.schemes.length > 0 &&
  (error.passwordRefused || isTicketRefused(error))

/** The KDC took the password, and the server gave no reason to refuse the ticket. */
const isTicketRefused = ({ message }: EwsAuthenticationError) =>
  /Kerberos ticket( \(Kerberos error 60\b|$)/.test(message)

function refused(known: Known, binds: boolean, { error }: SignIn): Outcome {
  if (!binds) {
    return warning(
      'The sign-in is not bound (auth.channelBinding is off), and was refused: the server may require it.',
      {
        whose: 'you',
        remedy:
          "Set auth.channelBinding to 'auto', unless a balancer ends TLS with another certificate than Exchange's.",
      },
    )
  }
  const signs = signsOfIntermediary(known)
  const seen = `The client is bound to the certificate with thumbprint ${shownThumbprint(known)}`
  const fix = { whose: signs.length > 0 ? ('network' as const) : ('exchange' as const), remedy: COMPARE }
  if (error instanceof EwsAuthenticationError && isTicketRefused(error)) {
    return failed(
      `The password is right, since the KDC took it, but Exchange refuses the ticket without a reason. ${seen}.`,
      fix,
    )
  }
  if (signs.length > 0) {
    return failed(
      `Something in between ends TLS: ${signs.join('; ')}. If Extended Protection is on, Exchange then refuses the sign-in, even with the right password. ${seen}.`,
      fix,
    )
  }
  return warning(
    `Either the password is wrong, or Extended Protection refuses the sign-in: the server doesn't say which. ${seen}.`,
    fix,
  )
}

const COMPARE =
  'Compare the thumbprint with Get-ExchangeCertificate | Format-List Thumbprint, Services. If they differ, something in between ends ' +
  "TLS: give it Exchange's own certificate, exempt the address from inspection, or set ExtendedProtectionTokenChecking to None and auth.channelBinding to 'off'."

function shownThumbprint({ peer }: Known): string {
  const [leaf] = peer?.certificates ?? []
  return leaf === undefined ? 'unknown' : thumbprint(leaf.raw)
}

/** Signs in once more, without a binding. The password is known to be right, so this can't lock the account. */
async function accepted(known: Known, auth: NonNullable<Known['auth']>, tools: Tools): Promise<Outcome> {
  const [leaf] = known.peer?.certificates ?? []
  if (leaf !== undefined && channelBinding(leaf.raw) === undefined) {
    return warning(
      "The server accepted the sign-in, which couldn't be bound: no binding is defined for this kind of certificate (RFC 5929).",
      {
        whose: 'exchange',
        remedy:
          'Use a certificate that is signed with RSA or ECDSA and SHA-256, if Extended Protection is to be required.',
      },
    )
  }
  const unbound = await signIn(tools.clientOf({ ...known.options, auth }), tools)
  if (isRefused(unbound))
    return ok("The server requires a bound sign-in, and accepts this one: TLS ends with Exchange's certificate.")
  const signs = signsOfIntermediary(known)
  const notRequired = "The server accepts the bound sign-in, but doesn't require it (None or Allow)"
  return ok(
    signs.length === 0 ? `${notRequired}.` : `${notRequired}. Something in between may end TLS: ${signs.join('; ')}.`,
  )
}
