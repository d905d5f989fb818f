import { VaultConfigError } from './vault-error'

/**
 * Which row of which table of which tenant a value belongs to. Further parts may be added; each counts by name and value, in whatever
 * order they are given, exactly as spelt: texts that only look alike (Unicode's NFC and NFD) are different.
 */
export interface RowContext {
  readonly tenant: string
  readonly table: string
  /**
   * What identifies the row for good, known before it is inserted: a UUID of the application's. `null` binds to no row; then whoever
   * can write to the database can copy the value to another row of the same column and tenant.
   */
  readonly row: string | null
  readonly [part: string]: string | null
}

/** Where a sealed value belongs. It opens there and nowhere else. */
export interface VaultContext extends RowContext {
  readonly column: string
}

/** In the order in which they are encoded. */
const MANDATORY: readonly string[] = ['column', 'row', 'table', 'tenant']

const LABEL = 'ews-booking/vault/v1\0'

/**
 * The `info` (RFC 5869) that a content key is derived with: a label, then for each part, sorted by name, LP(name) || LP(value), where LP
 * is the length in four bytes, big-endian, before the UTF-8. The order is that of the names' UTF-8 bytes, which is that of their code
 * points; so other languages sort them without further ado.
 *
 * @returns one character for each byte (Latin-1), as it is also what derived keys are kept by
 * @throws VaultConfigError naming the part that is missing or wrong
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
 * LP of a part's name or value. A lone surrogate is U+FFFD in UTF-8, so that different texts would become alike.
 *
 * @param name of the part, for the error
 */
function lengthPrefixed(text: unknown, name: string): string {
  if (typeof text !== 'string' || text === '' || !text.isWellFormed()) throw invalid(name)
  const bytes = ASCII.test(text) ? text : Buffer.from(text).toString('latin1')
  const { length } = bytes
  return String.fromCharCode(length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff) + bytes
}

/** The names that each context has are encoded once. */
const MANDATORY_ENCODED: ReadonlyMap<string, string> = new Map(
  MANDATORY.map((name) => [name, lengthPrefixed(name, name)]),
)

/** Code units are in another order than code points only where a surrogate meets U+E000 and above. */
const byCodePoints = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Further parts are named by nothing: they are the caller's data. */
function invalid(name: string): VaultConfigError {
  if (name === 'row') {
    return new VaultConfigError(
      'The context: row must be a string that is not empty, or null where the value is to be bound to no row',
    )
  }
  const what = MANDATORY.includes(name) ? name : 'each further part'
  return new VaultConfigError(`The context: ${what} must be a string that is not empty, of well-formed Unicode`)
}
