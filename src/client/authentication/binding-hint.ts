import { channelBinding, thumbprint } from '../ntlm/channel-binding'

/**
 * Explains how Extended Protection can refuse an account whose password is right.
 *
 * @param certificate the server's, in DER; `undefined` over plain HTTP
 */
export function bindingHint(certificate: Buffer | undefined, binds: boolean): string {
  if (certificate === undefined) return 'Or Extended Protection is required, which needs an https address.'
  if (!binds) return "Or Extended Protection is required, which needs auth.channelBinding to be 'auto'."
  if (channelBinding(certificate) === undefined) {
    return "Or Extended Protection is required, which isn't defined for certificates signed without a hash (RFC 5929)."
  }
  return (
    'Where all of that is right, Extended Protection refuses the TLS channel, which something in between ends: compare the thumbprint ' +
    `that the client saw, ${thumbprint(certificate)}, with Get-ExchangeCertificate. A balancer needs Exchange's own certificate; if ` +
    "Extended Protection is off, set auth.channelBinding to 'off'."
  )
}
