import { quotable } from '../../xml'

/**
 * The reason why Kerberos can't sign in.
 * - `refused`: the KDC or the server refuses.
 * - `unreachable`: no KDC is known for the realm, or none answers.
 * - `configuration`: an option is wrong; `option` names it.
 * - `untrusted`: an answer is malformed, or comes from a sender that doesn't know the key.
 */
export type KerberosErrorKind = 'refused' | 'unreachable' | 'configuration' | 'untrusted'

export interface KerberosErrorFacts {
  readonly kind: KerberosErrorKind
  /** Continues a sentence after "failed: ". */
  readonly message: string
  readonly hint: string
  /** The code of the KRB-ERROR, if there was one. */
  readonly code?: number | undefined
  /** Whether another scheme may be tried: no password was refused. */
  readonly othersMayTry?: boolean
  /** The option that is wrong: `keytab`. */
  readonly option?: string
  readonly cause?: unknown
}

/** KDCs have their say in messages: their realms and names. Anybody in between can forge these. */
const LONGEST_MESSAGE = 500

/** The error of the Kerberos client. It contains no password, no key, and no bytes of a message. */
export class KerberosError extends Error {
  override readonly name = 'KerberosError'
  readonly kind: KerberosErrorKind
  readonly hint: string
  readonly code: number | undefined
  readonly othersMayTry: boolean
  readonly option: string | undefined

  constructor({ kind, message, hint, code, othersMayTry = false, option, cause }: KerberosErrorFacts) {
    super(quotable(message, LONGEST_MESSAGE), cause === undefined ? undefined : { cause })
    this.kind = kind
    this.hint = hint
    this.code = code
    this.othersMayTry = othersMayTry
    this.option = option
  }
}

/** Returns the error for an answer that contradicts itself or the request. */
export const untrusted = (problem: string, cause?: unknown): KerberosError =>
  new KerberosError({
    kind: 'untrusted',
    message: `a Kerberos answer can't be trusted: ${problem}`,
    hint: 'Check that auth.kdc names a domain controller, and that nothing in between changes its answers.',
    cause,
  })
