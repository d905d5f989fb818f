/** A value isn't valid DER, or isn't of the expected type. The message quotes nothing of it. */
export class Asn1Error extends Error {
  override readonly name = 'Asn1Error'

  /** @param path The place in the message: `KRB-ERROR.stime`. */
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`)
  }
}

/** A value with its DER frame (X.690, 8.1 and 10.1). */
export interface DerValue {
  /** The identifier octet: class, constructed or primitive, and a tag number below 31. */
  readonly tag: number
  readonly content: Buffer
  /** The position of the next value. */
  readonly end: number
}

/** Four bytes of length are enough for any message. */
const MAX_LENGTH_BYTES = 4

/** Frames `content` with its identifier and the shortest form of its length. */
export function writeDer(tag: number, content: Uint8Array): Buffer {
  const header = content.length < 0x80 ? [tag, content.length] : longHeader(tag, content.length)
  return Buffer.concat([Buffer.from(header), content])
}

function longHeader(tag: number, length: number): number[] {
  const bytes = bytesOf(length)
  return [tag, 0x80 | bytes.length, ...bytes]
}

const bytesOf = (length: number): number[] => (length < 0x100 ? [length] : [...bytesOf(length >>> 8), length & 0xff])

/**
 * Reads the value at `position`. Its content is a view of `bytes`, so a forged length takes no memory.
 *
 * @param path The place of the value, for errors.
 * @throws Asn1Error for lengths that reach beyond `bytes` or aren't in their shortest form, and for multi-byte tags
 */
export function readDer(bytes: Buffer, position: number, path: string): DerValue {
  const [tag, first] = bytes.subarray(position, position + 2)
  if (tag === undefined || first === undefined) throw new Asn1Error(path, 'ends too early')
  if ((tag & 0x1f) === 0x1f) throw new Asn1Error(path, 'has a tag of several bytes')
  const start = position + 2 + (first < 0x80 ? 0 : first - 0x80)
  const end = start + (first < 0x80 ? first : longLength(bytes.subarray(position + 2, start), first - 0x80, path))
  if (end > bytes.length) throw new Asn1Error(path, 'is longer than the value around it')
  return { tag, content: bytes.subarray(start, end), end }
}

function longLength(bytes: Buffer, count: number, path: string): number {
  if (count === 0 || count > MAX_LENGTH_BYTES)
    throw new Asn1Error(path, 'does not have a definite length of up to four bytes')
  if (bytes.length < count) throw new Asn1Error(path, 'ends too early')
  const length = bytes.readUIntBE(0, count)
  if (bytes[0] === 0 || length < 0x80) throw new Asn1Error(path, 'has a length that is not in its shortest form')
  return length
}

/** Returns all values in `content`, at most `limit`. */
export function readAll(content: Buffer, limit: number, path: string): DerValue[] {
  const values: DerValue[] = []
  for (let position = 0; position < content.length; position = values.at(-1)?.end ?? content.length) {
    if (values.length === limit) throw new Asn1Error(path, `has more than ${limit} values`)
    values.push(readDer(content, position, path))
  }
  return values
}
