const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** Elements whose text identifies a person. */
const NAMES = /(<(?:\w+:)?(?:Name|DisplayTo|DisplayCc|LastModifiedName)>)[^<]+/g

/** Replaces secrets and personal data in recorded envelopes. The same value always gets the same replacement. */
export class Redaction {
  readonly #replacements: readonly (readonly [string, string])[]
  readonly #people = new Map<string, string>()

  /** @param replacements texts that must not be in a fixture, with their replacements */
  constructor(replacements: Readonly<Record<string, string>>) {
    this.#replacements = Object.entries(replacements).filter(([secret]) => secret !== '')
  }

  apply(xml: string): string {
    const known = this.#replacements.reduce((text, [secret, instead]) => text.replaceAll(secret, instead), xml)
    return known.replace(ADDRESS, (address) => this.#person(address)).replace(NAMES, '$1Somebody')
  }

  #person(address: string): string {
    if (address.endsWith('@example.com')) return address
    const person = this.#people.get(address) ?? `person-${this.#people.size + 1}@example.com`
    this.#people.set(address, person)
    return person
  }
}
