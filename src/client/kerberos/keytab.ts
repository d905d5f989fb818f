import { encryptionType, Key } from '../../kerberos/crypto'

/** A principal's key in a keytab. Keys of unsupported encryption types are skipped. */
export interface KeytabEntry {
  readonly components: readonly string[]
  readonly realm: string
  /** Counts the changes of the password. */
  readonly version: number
  readonly key: Key
}

/** The file isn't a keytab, or is damaged. The message quotes nothing of it. */
export class KeytabError extends Error {
  override readonly name = 'KeytabError'
}

/** Version 2 of the format, the only one in use: numbers are big-endian. */
const FORMAT = 0x0502

/** Reads successive numbers and counted strings. */
class Cursor {
  readonly #bytes: Buffer
  #position = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#position
  }

  number(size: 1 | 2 | 4): number {
    return this.take(size).readUIntBE(0, size)
  }

  counted(): Buffer {
    return this.take(this.number(2))
  }

  take(size: number): Buffer {
    if (size > this.left) throw new KeytabError('The keytab ends within an entry')
    this.#position += size
    return this.#bytes.subarray(this.#position - size, this.#position)
  }
}

/**
 * Reads a keytab as `ktpass` and `ktutil` write it (MIT Kerberos, "Keytab file format").
 *
 * @throws KeytabError
 */
export function readKeytab(bytes: Buffer): KeytabEntry[] {
  const cursor = new Cursor(bytes)
  if (cursor.left < 2 || cursor.number(2) !== FORMAT) throw new KeytabError('The file is not a keytab')
  const entries: KeytabEntry[] = []
  while (cursor.left >= 4) {
    const size = cursor.number(4) | 0
    // A negative size marks the gap of a deleted entry.
    const content = cursor.take(Math.abs(size))
    if (size > 0) entries.push(...readEntry(new Cursor(content)))
  }
  return entries
}

function readEntry(cursor: Cursor): KeytabEntry[] {
  const count = cursor.number(2)
  const realm = cursor.counted().toString()
  const components = Array.from({ length: count }, () => cursor.counted().toString())
  cursor.take(8) // name type and timestamp
  const shortVersion = cursor.number(1)
  const encryption = encryptionType(cursor.number(2))
  const bytes = cursor.counted()
  const version = cursor.left >= 4 ? cursor.number(4) || shortVersion : shortVersion
  if (encryption?.keyBytes !== bytes.length) return []
  return [{ components, realm, version, key: new Key(encryption, bytes) }]
}

/** Returns the newest keys of a principal. Ignores case, as domain controllers do. */
export function keysOf(entries: readonly KeytabEntry[], components: readonly string[], realm: string): Key[] {
  const wanted = nameOf(components, realm)
  const found = entries.filter((entry) => nameOf(entry.components, entry.realm) === wanted)
  const newest = Math.max(...found.map(({ version }) => version))
  return found.filter(({ version }) => version === newest).map(({ key }) => key)
}

const nameOf = (components: readonly string[], realm: string) => `${components.join('/')}@${realm}`.toUpperCase()
