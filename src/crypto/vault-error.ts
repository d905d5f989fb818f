/** The base class of the vault's errors. They contain no part of a key, plaintext, stored value or context, and have no `cause`. */
export abstract class VaultError extends Error {
  /** A stable code for programs, such as `ERR_VAULT_OPEN`. */
  abstract readonly code: string

  constructor(message: string) {
    super(message)
    this.name = new.target.name
  }
}

/** A key, option or context is wrong: a mistake in the program or the deployment. The message names it and says what is wrong. */
export class VaultConfigError extends VaultError {
  static readonly code = 'ERR_VAULT_CONFIG'
  override readonly code = 'ERR_VAULT_CONFIG'
}

/**
 * A stored value doesn't open: the key bytes or the context are others, or the value was changed, cut or malformed. The error doesn't say
 * which, because an attacker could learn from it.
 */
export class VaultOpenError extends VaultError {
  static readonly code = 'ERR_VAULT_OPEN'
  override readonly code = 'ERR_VAULT_OPEN'

  constructor() {
    super('The stored value does not open: it is damaged, was changed, or was sealed for another context')
  }
}

/** A stored value names a key that the vault doesn't have. The key was removed too early, or the value is from another deployment. */
export class VaultUnknownKeyError extends VaultError {
  static readonly code = 'ERR_VAULT_UNKNOWN_KEY'
  override readonly code = 'ERR_VAULT_UNKNOWN_KEY'
  /** The id that the stored value names, as `keyId` returns it: 22 characters of base64url. It isn't secret. */
  readonly kid: string

  constructor(kid: string) {
    super(`The vault has no key with the id ${kid}. Add that key after the first one`)
    this.kid = kid
  }
}

/** A stored value is plaintext, but the vault reads only sealed values. */
export class VaultNotSealedError extends VaultError {
  static readonly code = 'ERR_VAULT_NOT_SEALED'
  override readonly code = 'ERR_VAULT_NOT_SEALED'

  constructor() {
    super("The stored value is not sealed. Use read: 'migrating' while existing rows are being sealed")
  }
}

/** A value can't be sealed, or it opens but isn't what the caller asked for. Keys and context are fine. */
export class VaultValueError extends VaultError {
  static readonly code = 'ERR_VAULT_VALUE'
  override readonly code = 'ERR_VAULT_VALUE'
}
