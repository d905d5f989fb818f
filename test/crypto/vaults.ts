import { generateKey, Vault, VaultError, type VaultOptions } from 'ews-booking/crypto'

export const CONTEXT = { tenant: '42', table: 'exchange_connections', column: 'password', row: '7' }

/** A vault, by default with a new key. */
export const vaultWith = (options: Partial<VaultOptions> = {}): Vault =>
  new Vault({ keys: [generateKey()], ...options })

/** Returns the vault's error that a function throws. */
export function thrownBy(call: () => unknown): VaultError {
  try {
    call()
  } catch (error) {
    if (error instanceof VaultError) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}
