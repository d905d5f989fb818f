import type { VaultContext } from '../context'
import type { Vault } from '../vault'
import { VaultOpenError, VaultValueError } from '../vault-error'

/** A value to store in place of the previous one. */
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
 * Decides what happens to a stored value. `null` and `undefined` stay. A value sealed with the first key stays if it opens. A value sealed with
 * another key is sealed again. Plaintext is sealed, including the empty string. Each new value was opened once to verify it.
 *
 * @throws VaultOpenError if the value looks sealed but doesn't open; it could be plaintext that only looks sealed
 * @throws VaultUnknownKeyError if the value names a key that the vault doesn't have
 * @throws VaultValueError if the value is not a string, or has a lone surrogate
 * @throws VaultConfigError if the context is wrong
 */
export function examine(vault: Vault, stored: unknown, context: VaultContext): Change | NoChange {
  if (stored === null) return { finding: 'empty' }
  if (stored === undefined) return { finding: 'missing' }
  if (typeof stored !== 'string') throw new VaultValueError('The stored value is not a string')
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
