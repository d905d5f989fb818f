import * as z from 'zod/mini'
import { callable, checked } from '../validation'
import type { VaultContext } from './context'
import { optionError } from './option-error'

/** What a vault writes, and what it reads. */
export interface VaultPolicy {
  /**
   * `sealed`, the default. `plaintext` is for the rows of tenants on a plan without encryption: a vault of its own, with the same keys,
   * so that what was sealed before can be read. Whatever it writes is readable in the database and its backups.
   */
  readonly write?: 'sealed' | 'plaintext' | undefined
  /**
   * `sealed`, the default, refuses plaintext. `migrating` lets plaintext pass, for as long as there are rows from before; whoever can write
   * to the database can replace sealed values by plaintext meanwhile. It goes along with `write: 'plaintext'` by itself.
   */
  readonly read?: 'sealed' | 'migrating' | undefined
  /** Called with each plaintext that is let pass, with its context and never with the value. `read: 'migrating'` asks for it. */
  readonly onPlaintextRead?: ((context: VaultContext) => void) | undefined
}

/** The keys of a vault, and what it writes and reads. */
export interface VaultOptions extends VaultPolicy {
  /**
   * Each 32 random bytes, as base64url or hex, as `generateKey` makes them, or as bytes. The first one seals, all of them open. To change
   * keys, deploy everywhere, one after the other: `[old, new]`, so that all can open what will be sealed; `[new, old]`; and, once nothing
   * needs resealing, `[new]`. So each key goes from one that only reads to the one that writes, to one that only reads, to none.
   */
  readonly keys: readonly (string | Uint8Array | undefined)[]
}

/** How a vault comes by its keys where a key management service (KMS) has wrapped them. */
export interface KmsOptions<Wrapped> extends VaultPolicy {
  /** As the service gave them; the first one seals, all of them open. */
  readonly wrappedKeys: readonly Wrapped[]
  /**
   * Asks the service for the 32 bytes of a key. What it throws is thrown on as it is; where it gives nothing, as the types of some services
   * allow for, that is a `VaultConfigError`.
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
    message: "is needed with read: 'migrating', so that it is seen when no plaintext is left",
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
 * Checks the options of a vault and fills in the defaults; the keys are left to the ring.
 *
 * @throws VaultConfigError naming the first option that is wrong
 */
export function readVaultOptions(options: unknown) {
  const given = checked(vaultOptions, options, optionError)
  const read = Object.hasOwn(given, 'read') ? given.read : undefined
  return { ...given, read: read ?? (given.write === 'plaintext' ? 'migrating' : 'sealed') }
}

/**
 * Checks the options of a vault whose keys are wrapped, before the service is asked for them.
 *
 * @throws VaultConfigError naming the first option that is wrong
 */
export function checkKmsOptions(options: unknown): void {
  checked(kmsOptions, options, optionError)
}
