import * as z from 'zod/mini'
import { callable, checked } from '../validation'
import type { VaultContext } from './context'
import { optionError } from './option-error'

/** The values that a vault writes and reads. */
export interface VaultPolicy {
  /**
   * Whether values are sealed when they are written. Defaults to `sealed`. `plaintext` is for tenants on a plan without encryption; anyone who
   * can read the database or its backups can read what such a vault writes. Give it the same keys, so that it can read earlier sealed values.
   */
  readonly write?: 'sealed' | 'plaintext' | undefined
  /**
   * Whether plaintext is accepted when values are read. Defaults to `sealed`, which refuses plaintext, and to `migrating` with
   * `write: 'plaintext'`. Use `migrating` while earlier rows are being sealed. During that time, anyone who can write to the database can
   * replace sealed values by plaintext.
   */
  readonly read?: 'sealed' | 'migrating' | undefined
  /** Called for each plaintext that is read, with its context but not its value. `read: 'migrating'` requires it. */
  readonly onPlaintextRead?: ((context: VaultContext) => void) | undefined
}

/** The options of a `Vault`: its keys, and what it writes and reads. */
export interface VaultOptions extends VaultPolicy {
  /**
   * Keys of 32 random bytes: as base64url from `generateKey`, as hex, or as bytes. The first key seals. All keys open.
   *
   * To change keys, deploy these steps everywhere, one after the other: `[old, new]`, so that every process can open what the new key will
   * seal; `[new, old]`; and `[new]` once no value needs resealing.
   */
  readonly keys: readonly (string | Uint8Array | undefined)[]
}

/** The options of `Vault.fromKms`, for keys that a key management service (KMS) has wrapped. */
export interface KmsOptions<Wrapped> extends VaultPolicy {
  /** The wrapped keys, as the service returned them. The first key seals. All keys open. */
  readonly wrappedKeys: readonly Wrapped[]
  /**
   * Asks the service for the 32 bytes of a key. Its errors are passed on unchanged. If it returns `undefined`, as the types of some services
   * allow, `fromKms` throws a `VaultConfigError`.
   */
  readonly unwrap: (wrapped: Wrapped) => Uint8Array | undefined | Promise<Uint8Array | undefined>
}

const policy = {
  write: z._default(z.enum(['sealed', 'plaintext']), 'sealed'),
  read: z.optional(z.enum(['sealed', 'migrating'])),
  onPlaintextRead: z.optional(callable<(context: VaultContext) => void>()),
}

const conflicts = [
  z.refine<VaultPolicy>(({ read, onPlaintextRead }) => read !== 'migrating' || onPlaintextRead !== undefined, {
    path: ['onPlaintextRead'],
    message: "is required with read: 'migrating', to show when no plaintext is left",
  }),
  z.refine<VaultPolicy>(({ write, read }) => write !== 'plaintext' || read !== 'sealed', {
    path: ['read'],
    message: "can't be 'sealed' with write: 'plaintext', which could not be read again",
  }),
]

const vaultOptions = z.strictObject({ keys: z.array(z.unknown()), ...policy }).check(...conflicts)

const kmsOptions = z
  .strictObject({
    wrappedKeys: z.array(z.unknown()),
    unwrap: callable(),
    ...policy,
  })
  .check(...conflicts)

/**
 * Checks the options of a vault and fills in the defaults. `KeyRing` checks the keys.
 *
 * @throws VaultConfigError that names the first option that is wrong
 */
export function readVaultOptions(options: unknown) {
  const given = checked(vaultOptions, options, optionError)
  const read = Object.hasOwn(given, 'read') ? given.read : undefined
  return { ...given, read: read ?? (given.write === 'plaintext' ? 'migrating' : 'sealed') }
}

/**
 * Checks the options of a vault with wrapped keys before the service is asked for them.
 *
 * @throws VaultConfigError that names the first option that is wrong
 */
export function checkKmsOptions(options: unknown): void {
  checked(kmsOptions, options, optionError)
}
