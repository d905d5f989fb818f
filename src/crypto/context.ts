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

const MANDATORY: readonly string[] = ['tenant', 'table', 'column', 'row']

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
  for (const name of MANDATORY) {
    if (!Object.hasOwn(context, name)) throw invalid(name)
  }
  let info = LABEL
  for (const name of Object.keys(context).sort(byCodePoints)) info += part(name, context[name])
  return info
}

function part(name: string, value: unknown): string {
  if (name === 'row' && value === null) return ''
  if (!isText(name) || !isText(value)) throw invalid(name)
  return lengthPrefixed(name) + lengthPrefixed(value)
}

/** A lone surrogate is U+FFFD in UTF-8, so that different texts would become alike. */
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.isWellFormed()

function lengthPrefixed(text: string): string {
  const bytes = isAscii(text) ? text : Buffer.from(text).toString('latin1')
  const { length } = bytes
  return String.fromCharCode(length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff) + bytes
}

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text)

/** Code units are in another order than code points only where a surrogate meets U+E000 and above. */
function byCodePoints(a: string, b: string): number {
  return isAscii(a) && isAscii(b) ? Number(a > b) - Number(a < b) : Buffer.compare(Buffer.from(a), Buffer.from(b))
}

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
