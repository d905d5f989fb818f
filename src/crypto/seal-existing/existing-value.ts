import type { VaultContext } from '../context'
import type { Vault } from '../vault'
import { VaultOpenError, VaultValueError } from '../vault-error'

/** A value that is to be stored instead of the one before. */
export interface Change {
  readonly finding: 'sealed' | 'resealed'
  readonly previous: string
  readonly changed: string
}

/** A value that stays as it is. */
export interface NoChange {
  readonly finding: 'empty' | 'missing' | 'current'
}

/**
 * What to do with a value that a database has: `null` and nothing stay, what is sealed with the first key stays if it opens, what is
 * sealed with another is sealed anew, and plaintext is sealed, the empty text too. What is new was opened again.
 *
 * @throws VaultOpenError where it looks like a sealed one and doesn't open, so that it can't be told from plaintext that looks like that
 * @throws VaultUnknownKeyError where it names a key that the vault hasn't
 * @throws VaultValueError where it is no text, or has half a surrogate pair
 * @throws VaultConfigError where the context is wrong
 */
export function examine(vault: Vault, stored: unknown, context: VaultContext): Change | NoChange {
  if (stored === null) return { finding: 'empty' }
  if (stored === undefined) return { finding: 'missing' }
  if (typeof stored !== 'string') throw new VaultValueError('The stored value is no text')
  if (!vault.needsReseal(stored)) {
    vault.openBytes(stored, context)
    return { finding: 'current' }
  }
  return vault.isSealed(stored)
    ? { finding: 'resealed', previous: stored, changed: sealed(vault, vault.openBytes(stored, context), context) }
    : { finding: 'sealed', previous: stored, changed: sealed(vault, stored, context) }
}

function sealed(vault: Vault, plaintext: string | Buffer, context: VaultContext): string {
  const stored = vault.seal(plaintext, context)
  if (!vault.openBytes(stored, context).equals(Buffer.from(plaintext))) throw new VaultOpenError()
  return stored
}
