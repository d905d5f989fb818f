import { isUtf8 } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { decrypt, encrypt, IV_LENGTH } from './a256gcm'
import { contextInfo, type VaultContext } from './context'
import { readJson, type Schema, writeJson } from './json'
import { KeyRing } from './key-ring'
import { readToken, resemblesToken, writeToken } from './token'
import { unpooled } from './unpooled'
import {
  VaultConfigError,
  VaultNotSealedError,
  VaultOpenError,
  VaultUnknownKeyError,
  VaultValueError,
} from './vault-error'
import { checkKmsOptions, type KmsOptions, readVaultOptions, type VaultOptions } from './vault-options'

/**
 * Seals values for a database with AES-256-GCM. Each value opens only in its own place. A sealed value is a string for a TEXT column: a JWE in
 * compact serialization (RFC 7516) with `alg` `dir`, `enc` `A256GCM` and the `kid` of its key. A value of n bytes takes
 * 122 + ⌈4n/3⌉ characters.
 *
 * @example
 * const vault = new Vault({ keys: [process.env.EWS_VAULT_KEY] })
 * const context = { tenant: '42', table: 'exchange_connections', column: 'password', row: '7' }
 * const stored = vault.seal('s3cret', context)
 * vault.open(stored, context) // 's3cret'
 */
export class Vault {
  readonly #keys: KeyRing
  readonly #writesPlaintext: boolean
  readonly #readsPlaintext: boolean
  readonly #onPlaintextRead: ((context: VaultContext) => void) | undefined

  /** @throws VaultConfigError that names the option that is wrong */
  constructor(options: VaultOptions) {
    const { keys, write, read, onPlaintextRead } = readVaultOptions(options)
    this.#keys = new KeyRing(keys)
    this.#writesPlaintext = write === 'plaintext'
    this.#readsPlaintext = read === 'migrating'
    this.#onPlaintextRead = onPlaintextRead
  }

  /**
   * Returns a vault with keys that a key management service has wrapped. Each key is unwrapped once, before the promise resolves.
   *
   * @example
   * const vault = await Vault.fromKms({
   *   wrappedKeys: [process.env.EWS_VAULT_WRAPPED_KEY ?? ''],
   *   unwrap: async (wrapped) => (await kms.decrypt({ CiphertextBlob: Buffer.from(wrapped, 'base64') })).Plaintext,
   * })
   * @throws VaultConfigError if an option is wrong
   * @throws the errors of `unwrap`
   */
  static async fromKms<Wrapped>(options: KmsOptions<Wrapped>): Promise<Vault> {
    checkKmsOptions(options)
    const { wrappedKeys, unwrap, ...policy } = options
    const keys = await Promise.all(wrappedKeys.map(unwrapped(unwrap)))
    return new Vault({ ...policy, keys })
  }

  /** The ids of the keys (`kid`), in the order of the keys. The first key seals. Ids aren't secret. */
  get kids(): readonly string[] {
    return this.#keys.kids
  }

  /** Whether the vault writes sealed values or, by its option `write`, plaintext. */
  get write(): 'sealed' | 'plaintext' {
    return this.#writesPlaintext ? 'plaintext' : 'sealed'
  }

  /**
   * Seals a string or bytes for the place that `context` names. The result differs each time. With `write: 'plaintext'` it returns the text
   * itself.
   *
   * @throws VaultConfigError if the context is wrong
   * @throws VaultValueError if the value is neither a string nor bytes, or has a lone surrogate; with `write: 'plaintext'` also if bytes aren't
   * UTF-8 or the text looks like a sealed value
   */
  seal(plaintext: string | Uint8Array, context: VaultContext): string {
    const info = contextInfo(context)
    const bytes = bytesOf(plaintext)
    if (this.#writesPlaintext) return asPlaintext(bytes)
    const key = this.#keys.writing
    const iv = randomBytes(IV_LENGTH)
    return writeToken(key.header, encrypt(key.contentKey(info), iv, key.authenticated, bytes))
  }

  /**
   * Returns the text that was sealed for this context.
   *
   * @throws VaultOpenError if the value doesn't open: the context or the key bytes are others, or the value was changed
   * @throws VaultUnknownKeyError if the value names a key that the vault doesn't have
   * @throws VaultNotSealedError if the value is plaintext, unless the vault reads plaintext
   * @throws VaultValueError if bytes were sealed that aren't UTF-8
   * @throws VaultConfigError if the context is wrong
   */
  open(stored: string, context: VaultContext): string {
    return textOf(this.openBytes(stored, context))
  }

  /** Like `open`, but returns bytes. A text is returned as UTF-8. */
  openBytes(stored: string, context: VaultContext): Buffer {
    const info = contextInfo(context)
    const token = readToken(stored, this.#keys)
    if (token === undefined) return this.#passPlaintext(stored, context)
    const key = this.#keys.find(token.header)
    if (key === undefined) throw new VaultUnknownKeyError(token.kid)
    const plaintext = decrypt(key.contentKey(info), token, key.authenticated)
    if (plaintext === undefined) throw new VaultOpenError()
    return plaintext
  }

  /**
   * Seals a value as JSON, with the content of each `Secret` in its place.
   *
   * @throws VaultValueError if JSON can't represent the value
   * @throws the errors of `seal`
   */
  sealJson(value: unknown, context: VaultContext): string {
    return this.seal(writeJson(value), context)
  }

  /**
   * Opens a value that was sealed as JSON, and checks it with `schema`: a schema of zod, or any object whose `parse` throws.
   *
   * @throws VaultValueError if the schema refuses the value; it doesn't say why, because the reason would quote the value
   * @throws the errors of `open`
   */
  openJson<Value>(stored: string, context: VaultContext, schema: Schema<Value>): Value {
    return readJson(this.open(stored, context), schema)
  }

  /** Whether a value has the form of a sealed value. It may still not open. */
  isSealed(value: unknown): boolean {
    return readToken(value, this.#keys) !== undefined
  }

  /**
   * Whether `reseal` would change how a value is stored: because it is plaintext, or sealed with a key other than the first. With
   * `write: 'plaintext'`, sealed values need resealing.
   *
   * @throws VaultOpenError if the value is a damaged sealed value
   * @throws VaultNotSealedError if the value is not a string, such as `null`
   */
  needsReseal(stored: string): boolean {
    const token = readToken(stored, this.#keys)
    if (token === undefined) {
      refuseDamaged(stored)
      return !this.#writesPlaintext
    }
    return this.#writesPlaintext || token.header !== this.#keys.writing.header
  }

  /**
   * Opens a stored value and seals it with the first key. Pass `newContext` if the value moves to another place.
   *
   * @throws the errors of `open` and `seal`
   */
  reseal(stored: string, context: VaultContext, newContext: VaultContext = context): string {
    return this.seal(this.openBytes(stored, context), newContext)
  }

  #passPlaintext(stored: string, context: VaultContext): Buffer {
    refuseDamaged(stored)
    if (!this.#readsPlaintext) throw new VaultNotSealedError()
    const text = wellFormed(stored)
    this.#onPlaintextRead?.(context)
    return unpooled(text, 'utf8')
  }
}

/** Unwraps one key. It accepts only bytes, because a string would be read as base64url or hex. */
function unwrapped<Wrapped>(unwrap: KmsOptions<Wrapped>['unwrap']) {
  return async (wrapped: Wrapped, position: number): Promise<Uint8Array> => {
    const key: unknown = await unwrap(wrapped)
    if (key instanceof Uint8Array) return key
    throw new VaultConfigError(`unwrap returned no bytes for wrappedKeys[${position}]`)
  }
}

/** Refuses values that are neither tokens nor possible plaintext. */
function refuseDamaged(stored: unknown): void {
  if (typeof stored !== 'string') throw new VaultNotSealedError()
  if (resemblesToken(stored)) throw new VaultOpenError()
}

function bytesOf(plaintext: unknown): Buffer {
  if (plaintext instanceof Uint8Array) {
    return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
  }
  if (typeof plaintext !== 'string') throw new VaultValueError('The value is neither a string nor bytes')
  return Buffer.from(wellFormed(plaintext))
}

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text
  throw new VaultValueError('The value has a lone surrogate, which UTF-8 cannot represent')
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new VaultValueError('The value is bytes that are not UTF-8. Use openBytes')
  return bytes.toString()
}

function asPlaintext(bytes: Buffer): string {
  const text = textOf(bytes)
  if (resemblesToken(text)) throw new VaultValueError('The value looks like a sealed value and would be taken for one')
  return text
}
