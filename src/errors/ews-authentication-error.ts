import { EwsError, type EwsErrorFacts } from './ews-error'

/** The server refused the account, or offers no way to sign in that we may use. Never retry: accounts get locked. */
export class EwsAuthenticationError extends EwsError {
  static readonly code = 'ERR_EWS_AUTHENTICATION'
  override readonly code = 'ERR_EWS_AUTHENTICATION'
  /** The schemes of the server's `WWW-Authenticate` headers (RFC 9110, 11.6.1), in its order: `['Negotiate', 'NTLM']`. */
  readonly schemes: readonly string[]

  constructor({ schemes = [], ...facts }: EwsErrorFacts & { readonly schemes?: readonly string[] }) {
    super(facts)
    this.schemes = schemes
  }
}
