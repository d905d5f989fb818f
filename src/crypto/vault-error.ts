/** Base of the vault's errors. None holds anything of a key, a plaintext, a stored value or a context, and none has a `cause`. */
export abstract class VaultError extends Error {
  /** Stable, for programs: `ERR_VAULT_OPEN`. */
  abstract readonly code: string

  constructor(message: string) {
    super(message)
    this.name = new.target.name
  }
}

/** Keys, options or a context aren't what they must be; the message says which, and how. A mistake of program or deployment. */
export class VaultConfigError extends VaultError {
  static readonly code = 'ERR_VAULT_CONFIG'
  override readonly code = 'ERR_VAULT_CONFIG'
}

/**
 * A stored value doesn't open: other key bytes, another context, a changed, cut or malformed value. Which of them is told to nobody,
 * so that nobody learns by trying.
 */
export class VaultOpenError extends VaultError {
  static readonly code = 'ERR_VAULT_OPEN'
  override readonly code = 'ERR_VAULT_OPEN'

  constructor() {
    super('The stored value does not open: it is damaged, was changed, or was sealed for another context')
  }
}

/** A stored value names a key that the vault hasn't: one that was removed too early, or a value of another deployment. */
export class VaultUnknownKeyError extends VaultError {
  static readonly code = 'ERR_VAULT_UNKNOWN_KEY'
  override readonly code = 'ERR_VAULT_UNKNOWN_KEY'
  /** The id that the stored value names, as `keyId` gives it: 22 characters of base64url. It is no secret. */
  readonly kid: string

  constructor(kid: string) {
    super(`The vault has no key with the id ${kid}; give it that key as one that reads`)
    this.kid = kid
  }
}

/** A stored value is plaintext, and the vault reads sealed values only. */
export class VaultNotSealedError extends VaultError {
  static readonly code = 'ERR_VAULT_NOT_SEALED'
  override readonly code = 'ERR_VAULT_NOT_SEALED'

  constructor() {
    super("The stored value is not sealed; while existing rows are being sealed, read: 'migrating' lets it pass")
  }
}

/** Nothing is wrong with keys or context, but with the value: it can't be sealed, or what was opened isn't what was asked for. */
export class VaultValueError extends VaultError {
  static readonly code = 'ERR_VAULT_VALUE'
  override readonly code = 'ERR_VAULT_VALUE'
}
