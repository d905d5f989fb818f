import { detached } from './engine'

/** How many pieces are kept before they are joined. */
const MOST_PIECES = 1000

/**
 * A text that arrives in pieces, which are joined by the thousand. The engine keeps an object of 32 bytes for each piece that is
 * appended to a string, and with comments a server can cut a text into pieces of one character.
 */
export class GatheredText {
  #joined = ''
  #recent = ''
  #pieces = 0

  add(piece: string): void {
    this.#pieces += 1
    if (this.#pieces > MOST_PIECES) this.#join()
    this.#recent = this.#recent === '' ? piece : this.#recent + piece
  }

  /** Returns the whole text and starts a new one. */
  take(): string {
    const text = this.#joined === '' ? this.#recent : this.#joined + this.#recent
    this.#joined = ''
    this.#recent = ''
    this.#pieces = 0
    return detached(text)
  }

  #join() {
    this.#joined += detached(this.#recent)
    this.#recent = ''
    this.#pieces = 1
  }
}
