const LESS_THAN = '<'.charCodeAt(0)
const GREATER_THAN = '>'.charCodeAt(0)
const END_TAG = /^<\/(?:[^\s:<>]+:)?Envelope[ \t\r\n]*>$/

/** Longer tags aren't the end tags of envelopes. */
const LONGEST_TAG = 256

/**
 * Finds the ends of envelopes in a stream, whatever their prefix, and wherever the stream is cut into chunks. It takes a `>` in an
 * attribute for the end of the tag, which XML doesn't. That is harmless: end tags have no attributes.
 */
export class EnvelopeEnd {
  /** The bytes of the tag that the stream is in; `undefined` between tags. */
  #tag: number[] | undefined

  /** @returns the index after the next end tag of an envelope at or after `from`; `undefined` if there is none in this chunk */
  after(chunk: Uint8Array, from: number): number | undefined {
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index]
      if (byte === LESS_THAN) this.#tag = []
      if (byte === undefined || this.#tag === undefined) continue
      this.#tag.push(byte)
      if (this.#tag.length > LONGEST_TAG) this.#tag = undefined
      if (byte !== GREATER_THAN) continue
      const tag = String.fromCharCode(...(this.#tag ?? []))
      this.#tag = undefined
      if (END_TAG.test(tag)) return index + 1
    }
    return undefined
  }
}
