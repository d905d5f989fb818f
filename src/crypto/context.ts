import { VaultConfigError } from './vault-error'

/**
 * The row that a value belongs to. You may add parts of your own. Names and values must match exactly, and their order doesn't matter.
 * Texts that only look alike, such as Unicode's NFC and NFD, are different.
 */
export interface RowContext {
  /** The customer that owns the value. */
  readonly tenant: string
  readonly table: string
  /**
   * A permanent identifier of the row that is known before the row is inserted, such as a UUID that the application makes. `null` binds the
   * value to no row. Then anyone who can write to the database can copy it to another row of the same column and tenant.
   */
  readonly row: string | null
  readonly [part: string]: string | null
}

/** The place of a sealed value. The value opens there and nowhere else. */
export interface VaultContext extends RowContext {
  readonly column: string
}

/** The parts that every context has, in the order in which they are encoded. */
const MANDATORY: readonly string[] = ['column', 'row', 'table', 'tenant']

const LABEL = 'ews-booking/vault/v1\0'

/**
 * Returns the `info` (RFC 5869) of a content key: a label, then LP(name) || LP(value) for each part, sorted by name. LP is the length in
 * four bytes, big-endian, followed by the UTF-8. Names are sorted by their UTF-8 bytes, which is also the order of their code points.
 * The result has one character for each byte (Latin-1), because derived keys are kept by it.
 *
 * @throws VaultConfigError that names the part that is missing or wrong
 */
export function contextInfo(context: VaultContext): string {
  if (typeof context !== 'object' || context === null) throw new VaultConfigError('The context must be an object')
  let info = LABEL
  for (const name of namesOf(context)) info += part(name, context[name])
  return info
}

function namesOf(context: VaultContext): readonly string[] {
  const names = Object.keys(context)
  for (const name of MANDATORY) {
    if (!names.includes(name)) throw invalid(name)
  }
  return names.length === MANDATORY.length ? MANDATORY : names.sort(byCodePoints)
}

function part(name: string, value: unknown): string {
  if (name === 'row' && value === null) return ''
  return (MANDATORY_ENCODED.get(name) ?? lengthPrefixed(name, name)) + lengthPrefixed(value, name)
}

const ASCII = /^[\0-\x7f]+$/

/**
 * Returns LP of a part's name or value. It refuses lone surrogates: UTF-8 replaces each by U+FFFD, which would make different texts equal.
 *
 * @param name the part's name, for the error
 */
function lengthPrefixed(text: unknown, name: string): string {
  if (typeof text !== 'string' || text === '' || !text.isWellFormed()) throw invalid(name)
  const bytes = ASCII.test(text) ? text : Buffer.from(text).toString('latin1')
  const { length } = bytes
  return String.fromCharCode(length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff) + bytes
}

/** The encoded names of the mandatory parts. */
const MANDATORY_ENCODED: ReadonlyMap<string, string> = new Map(
  MANDATORY.map((name) => [name, lengthPrefixed(name, name)]),
)

/** The order of code units differs from that of code points where a surrogate meets U+E000 or above. */
const byCodePoints = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** The message doesn't name further parts, because they are the caller's data. */
function invalid(name: string): VaultConfigError {
  if (name === 'row') {
    return new VaultConfigError(
      'The context: row must be a string that is not empty, or null to bind the value to no row',
    )
  }
  const what = MANDATORY.includes(name) ? name : 'each further part'
  return new VaultConfigError(`The context: ${what} must be a string of well-formed Unicode that is not empty`)
}
