import { EwsError, type EwsErrorFacts } from './ews-error'

/** The server refused the account, or offers no scheme that the client may use. Don't retry: accounts get locked. */
export class EwsAuthenticationError extends EwsError {
  static readonly code = 'ERR_EWS_AUTHENTICATION'
  override readonly code = 'ERR_EWS_AUTHENTICATION'
  /** The schemes of the server's `WWW-Authenticate` headers (RFC 9110, 11.6.1), in its order: `['Negotiate', 'NTLM']`. */
  readonly schemes: readonly string[]
  /** Whether the server was given the password, or the proof of it, and refused it. It may count toward a lockout. */
  readonly passwordRefused: boolean

  constructor({
    schemes = [],
    passwordRefused = false,
    ...facts
  }: EwsErrorFacts & { readonly schemes?: readonly string[]; readonly passwordRefused?: boolean }) {
    super(facts)
    this.schemes = schemes
    this.passwordRefused = passwordRefused
  }
}
