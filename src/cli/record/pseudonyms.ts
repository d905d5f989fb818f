const ADDRESS = /^[^@\s<>"']+@[^@\s<>"']+$/

/** An id of EWS: base64, long. Exchange's are above 100 characters, those of independent servers above 20. */
const ID = /^[A-Za-z\d+/_-]{20,}={0,2}$/

/** Replaces addresses and ids so that the same one gets the same replacement, because requests refer to what answers said. */
export class Pseudonyms {
  readonly #known = new Map<string, string>()

  /**
   * Returns the text with its replacement, or `undefined` if it is neither an address nor an id.
   *
   * @param value the text without white space around it
   */
  of(value: string, text: string): string | undefined {
    const make = ADDRESS.test(value) ? address : ID.test(value) ? id : undefined
    if (make === undefined) return undefined
    // Exchange compares addresses without regard to case, and ids with it.
    const key = make === address ? value.toLowerCase() : value
    const replacement = this.#known.get(key) ?? make(value, this.#known.size + 1)
    this.#known.set(key, replacement)
    return text.replace(value, () => replacement)
  }
}

const address = (_value: string, number: number) => `person-${number}@example.com`

/** As long as the id, and with its padding. */
function id(value: string, number: number): string {
  const padding = /=*$/.exec(value)?.[0] ?? ''
  const digits = `${number}`
  return `${'A'.repeat(value.length - padding.length - digits.length)}${digits}${padding}`
}
