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
 * Seals values for a database with AES-256-GCM, so that each opens in its own place only. A sealed value is a string for a TEXT column:
 * a JWE in compact serialization (RFC 7516) with `alg` `dir`, `enc` `A256GCM` and the `kid` of its key; n bytes become
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

  /** @throws VaultConfigError naming the option that is wrong */
  constructor(options: VaultOptions) {
    const { keys, write, read, onPlaintextRead } = readVaultOptions(options)
    this.#keys = new KeyRing(keys)
    this.#writesPlaintext = write === 'plaintext'
    this.#readsPlaintext = read === 'migrating'
    this.#onPlaintextRead = onPlaintextRead
  }

  /**
   * A vault with keys that a key management service has wrapped. The keys are unwrapped once; nothing asks the service later.
   *
   * @example
   * const vault = await Vault.fromKms({
   *   wrappedKeys: [process.env.EWS_VAULT_WRAPPED_KEY ?? ''],
   *   unwrap: async (wrapped) => (await kms.decrypt({ CiphertextBlob: Buffer.from(wrapped, 'base64') })).Plaintext,
   * })
   * @throws VaultConfigError, and what `unwrap` throws
   */
  static async fromKms<Wrapped>(options: KmsOptions<Wrapped>): Promise<Vault> {
    checkKmsOptions(options)
    const { wrappedKeys, unwrap, ...policy } = options
    const keys = await Promise.all(wrappedKeys.map(unwrapped(unwrap)))
    return new Vault({ ...policy, keys })
  }

  /** The ids of its keys (`kid`), in the order of the keys: the first one seals. They are no secret. */
  get kids(): readonly string[] {
    return this.#keys.kids
  }

  /** What it writes: sealed values, or plaintext where that was asked for. */
  get write(): 'sealed' | 'plaintext' {
    return this.#writesPlaintext ? 'plaintext' : 'sealed'
  }

  /**
   * Seals a text, or bytes, to be stored in the place that `context` names. Of the same value it makes another string each time.
   * With `write: 'plaintext'` it gives the text as it is.
   *
   * @throws VaultConfigError where the context is wrong
   * @throws VaultValueError where the value is neither a string nor bytes, or has half a surrogate pair; with `write: 'plaintext'` also
   * where bytes aren't UTF-8, and where the text could be taken for a sealed value
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
   * The text that was sealed for this context.
   *
   * @throws VaultOpenError where it doesn't open: another context, other key bytes, a changed value
   * @throws VaultUnknownKeyError where it names a key that the vault hasn't
   * @throws VaultNotSealedError where it is plaintext, and plaintext isn't let pass
   * @throws VaultValueError where it opens, and bytes were sealed that aren't text
   * @throws VaultConfigError where the context is wrong
   */
  open(stored: string, context: VaultContext): string {
    return textOf(this.openBytes(stored, context))
  }

  /** As `open`, for what was sealed as bytes; of a text it gives the UTF-8. */
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
   * Seals a value as JSON; a `Secret` in it is sealed as what it holds.
   *
   * @throws VaultValueError where JSON can't have it; and what `seal` throws
   */
  sealJson(value: unknown, context: VaultContext): string {
    return this.seal(writeJson(value), context)
  }

  /**
   * What was sealed as JSON, read by `schema`: of zod, or whatever else has a `parse` that throws.
   *
   * @throws VaultValueError where it isn't what the schema describes, without saying why, as that would quote it; and what `open` throws
   */
  openJson<Value>(stored: string, context: VaultContext, schema: Schema<Value>): Value {
    return readJson(this.open(stored, context), schema)
  }

  /** Whether a value has the form of a sealed one. That it opens isn't said by that. */
  isSealed(value: unknown): boolean {
    return readToken(value, this.#keys) !== undefined
  }

  /**
   * Whether a stored value isn't as this vault would store it today: plaintext, or sealed with a key other than the first. With
   * `write: 'plaintext'` it is the sealed ones that aren't.
   *
   * @throws VaultOpenError where it is a damaged one
   * @throws VaultNotSealedError where it is no text, such as `null`
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
   * Opens a stored value and seals it with the first key; for another place where the row moves there.
   *
   * @throws what `open` and `seal` throw
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

/** Unwraps one key; that the service gave bytes is checked here, as a text would be read as the key's base64url or hex. */
function unwrapped<Wrapped>(unwrap: KmsOptions<Wrapped>['unwrap']) {
  return async (wrapped: Wrapped, position: number): Promise<Uint8Array> => {
    const key: unknown = await unwrap(wrapped)
    if (key instanceof Uint8Array) return key
    throw new VaultConfigError(`unwrap gave no bytes for wrappedKeys[${position}]`)
  }
}

/** What is neither a token nor a text that could be plaintext. */
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
  throw new VaultValueError('The value has half a surrogate pair, which UTF-8 can not have')
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new VaultValueError('The value is bytes, and they are not UTF-8: use openBytes')
  return bytes.toString()
}

function asPlaintext(bytes: Buffer): string {
  const text = textOf(bytes)
  if (resemblesToken(text)) throw new VaultValueError('The value looks like a sealed one, and would be taken for one')
  return text
}
