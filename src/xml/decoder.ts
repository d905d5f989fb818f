import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { XmlProblem } from './errors'

/** Decodes bytes to text, in order. `end` throws if the last character is incomplete. */
interface Decoding {
  decode(bytes: Buffer): string
  end(): void
}

/** The number of bytes that tell UTF-16 from UTF-8 (XML 1.0, appendix F.1). */
const TELLING_BYTES = 4

/** Determines the encoding and the length of the byte-order mark. A document without a mark starts with `<`. */
const BEGINNINGS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8', mark: 3 },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le', mark: 2 },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be', mark: 2 },
  { bytes: [0x3c, 0x00], encoding: 'utf-16le', mark: 0 },
  { bytes: [0x00, 0x3c], encoding: 'utf-16be', mark: 0 },
] as const

const UTF_8 = { encoding: 'utf-8', mark: 0 } as const

const NOTHING: Buffer = Buffer.alloc(0)

/** In bytes. Strings up to this length are allocated in V8's young generation, where they are cheap to discard. */
const PIECE_LENGTH = 65_536

const GREATER_THAN = 0x3e

/**
 * Splits a chunk into pieces, each ending with a tag if one is near. Then little of a piece is left over to be joined with the
 * next one. In UTF-16 the byte may belong to another character, which does no harm.
 */
export function* piecesOf(chunk: Uint8Array): Iterable<Uint8Array> {
  let start = 0
  while (start < chunk.length) {
    const window = chunk.subarray(start, start + PIECE_LENGTH)
    const tagEnd = start === 0 ? window.indexOf(GREATER_THAN) : window.lastIndexOf(GREATER_THAN)
    const piece = tagEnd < 0 ? window : window.subarray(0, tagEnd + 1)
    yield piece
    start += piece.length
  }
}

/** In bytes. Shorter chunks are gathered before they are read. */
const SHORT_CHUNK = 1024

/**
 * Gathers short chunks. Otherwise a server that sends single bytes could make each byte search a long tag for its end, or make a
 * text consist of a million pieces. Longer chunks pass through unchanged.
 */
export class ChunkGatherer {
  #gathered: Buffer = NOTHING
  #length = 0

  /** A copy: the chunk's memory belongs to the socket. */
  #keep(chunk: Uint8Array) {
    if (this.#gathered.length === 0) this.#gathered = Buffer.allocUnsafe(SHORT_CHUNK)
    this.#gathered.set(chunk, this.#length)
    this.#length += chunk.length
  }

  /** Adds a chunk. Returns the bytes to read now, in order. */
  *add(chunk: Uint8Array): Iterable<Uint8Array> {
    if (this.#length + chunk.length > SHORT_CHUNK) yield* this.rest()
    if (chunk.length >= SHORT_CHUNK) yield chunk
    else if (chunk.length > 0) this.#keep(chunk)
  }

  /** Returns the bytes that were gathered and not read yet. */
  *rest(): Iterable<Uint8Array> {
    const rest = this.#gathered.subarray(0, this.#length)
    this.#length = 0
    if (rest.length > 0) yield rest
  }
}

/** Decodes a document's bytes as they arrive: UTF-8, or UTF-16 in either byte order. Drops the byte-order mark. */
export class XmlDecoder {
  #beginning: Buffer = NOTHING
  #decoding: Decoding | undefined

  /** @throws XmlProblem if the bytes aren't text */
  decode(chunk: Uint8Array): string {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (this.#decoding !== undefined) return this.#decoding.decode(bytes)
    if (this.#beginning.length + bytes.length >= TELLING_BYTES) return this.#begin(bytes)
    this.#beginning = Buffer.concat([this.#beginning, bytes])
    return ''
  }

  /** @throws XmlProblem if the last character is incomplete */
  end(): string {
    const text = this.#decoding === undefined ? this.#begin(NOTHING) : ''
    this.#decoding?.end()
    return text
  }

  #begin(more: Buffer): string {
    const bytes = this.#beginning.length === 0 ? more : Buffer.concat([this.#beginning, more])
    const { encoding, mark } =
      BEGINNINGS.find((beginning) => beginning.bytes.every((byte, index) => bytes[index] === byte)) ?? UTF_8
    this.#beginning = NOTHING
    this.#decoding = encoding === 'utf-8' ? new Utf8Decoding() : new Utf16Decoding(encoding)
    return this.#decoding.decode(bytes.subarray(mark))
  }
}

const notEncoded = (encoding: string) => new XmlProblem(`The document is not ${encoding.toUpperCase()}`)

/** Decodes UTF-8. `TextDecoder` takes six times as long and makes strings of twice the size; here, ASCII is only copied. */
class Utf8Decoding implements Decoding {
  #unfinished: Buffer = NOTHING

  decode(bytes: Buffer): string {
    const all = this.#unfinished.length === 0 ? bytes : Buffer.concat([this.#unfinished, bytes])
    const complete = all.length - unfinishedLength(all)
    const text = all.subarray(0, complete)
    // A copy: the chunk's memory belongs to the socket.
    this.#unfinished = complete === all.length ? NOTHING : Buffer.from(all.subarray(complete))
    if (isAscii(text)) return text.toString('latin1')
    if (!isUtf8(text)) throw notEncoded('utf-8')
    return text.toString('utf8')
  }

  end() {
    if (this.#unfinished.length > 0) throw notEncoded('utf-8')
  }
}

/** Returns how many bytes at the end belong to an incomplete character (RFC 3629, 3). */
function unfinishedLength(bytes: Buffer): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return length < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length : 0
  }
  return 0
}

class Utf16Decoding implements Decoding {
  readonly #encoding: 'utf-16le' | 'utf-16be'
  readonly #decoder: TextDecoder

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#encoding = encoding
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  }

  decode(bytes: Buffer): string {
    return this.#decode(() => this.#decoder.decode(bytes, { stream: true }))
  }

  end() {
    this.#decode(() => this.#decoder.decode())
  }

  #decode(step: () => string): string {
    try {
      return step()
    } catch {
      throw notEncoded(this.#encoding)
    }
  }
}
