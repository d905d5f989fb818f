/** Writes a big-endian number of so many bytes. */
function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}
const counted = (bytes: Uint8Array | string) =>
  Buffer.concat([number(Buffer.from(bytes).length, 2), Buffer.from(bytes)])

export interface Entry {
  readonly components?: readonly string[]
  readonly realm?: string
  readonly version?: number
  /** 32 bits, after the entry. */
  readonly longVersion?: number
  readonly type?: number
  readonly key?: Buffer
}

/** Writes an entry according to MIT's description of the format. */
export function entry({
  components = ['svc'],
  realm = 'EXAMPLE.COM',
  version = 1,
  longVersion,
  type = 18,
  key = Buffer.alloc(32, version),
}: Entry): Buffer {
  const content = Buffer.concat([
    number(components.length, 2),
    counted(realm),
    ...components.map(counted),
    number(1, 4),
    number(1_700_000_000, 4),
    number(version, 1),
    number(type, 2),
    counted(key),
    ...(longVersion === undefined ? [] : [number(longVersion, 4)]),
  ])
  return Buffer.concat([number(content.length, 4), content])
}

/** Writes the gap of a deleted entry. */
export const hole = (bytes: number) => Buffer.concat([number(2 ** 32 - bytes, 4), Buffer.alloc(bytes, 0xff)])
/** Writes a keytab file. */
export const keytab = (...entries: readonly Buffer[]) => Buffer.concat([number(0x0502, 2), ...entries])
