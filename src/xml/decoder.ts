import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { XmlProblem } from './errors'

/** Bytes to text, in order; `end` complains of a character that was never finished. */
interface Decoding {
  decode(bytes: Buffer): string
  end(): void
}

/** Enough to tell UTF-16 from UTF-8 (XML 1.0, appendix F.1). */
const TELLING_BYTES = 4

/** The encoding and the length of the byte-order mark, by how a document begins. Without a mark the first character is `<`. */
const BEGINNINGS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8', mark: 3 },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le', mark: 2 },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be', mark: 2 },
  { bytes: [0x3c, 0x00], encoding: 'utf-16le', mark: 0 },
  { bytes: [0x00, 0x3c], encoding: 'utf-16be', mark: 0 },
] as const

const UTF_8 = { encoding: 'utf-8', mark: 0 } as const

const NOTHING: Buffer = Buffer.alloc(0)

/** In bytes. A string of this length is made and forgotten where the engine has room for such, longer ones are not. */
const PIECE_LENGTH = 65_536

const GREATER_THAN = 0x3e

/**
 * A chunk in pieces that end, where one is near, with a tag: so that next to nothing is left of any that would have to be joined
 * with what follows. In UTF-16 the byte may stand for something else, which does no harm.
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

/** In bytes. Shorter chunks are gathered before they are looked at. */
const SHORT_CHUNK = 1024

/**
 * Gathers short chunks, so that a server that sends single bytes can't have a long tag searched for its end with each of them, or a
 * text kept as a million pieces. Longer chunks pass as they come.
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

  /** Takes a chunk, and returns what is to be read now, in its order. */
  *add(chunk: Uint8Array): Iterable<Uint8Array> {
    if (this.#length + chunk.length > SHORT_CHUNK) yield* this.rest()
    if (chunk.length >= SHORT_CHUNK) yield chunk
    else if (chunk.length > 0) this.#keep(chunk)
  }

  /** What has been gathered and not been read. */
  *rest(): Iterable<Uint8Array> {
    const rest = this.#gathered.subarray(0, this.#length)
    this.#length = 0
    if (rest.length > 0) yield rest
  }
}

/** Turns the bytes of a document into text while they arrive: UTF-8, or UTF-16 of either byte order, without the byte-order mark. */
export class XmlDecoder {
  #beginning: Buffer = NOTHING
  #decoding: Decoding | undefined

  /** @throws XmlProblem at bytes that are no text */
  decode(chunk: Uint8Array): string {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (this.#decoding !== undefined) return this.#decoding.decode(bytes)
    if (this.#beginning.length + bytes.length >= TELLING_BYTES) return this.#begin(bytes)
    this.#beginning = Buffer.concat([this.#beginning, bytes])
    return ''
  }

  /** @throws XmlProblem when the last character is incomplete */
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

/** `TextDecoder` does the same with strings of twice the size and in six times the time; ASCII is merely copied. */
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

/** How many bytes at the end begin a character that is longer (RFC 3629, 3). */
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
