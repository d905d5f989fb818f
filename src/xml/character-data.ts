import { illegalCharacter, isPlain } from './characters'
import { XmlProblem } from './errors'

/**
 * How to treat characters that XML 1.0 forbids, raw or by reference (`&#x1F;`). Exchange sends them in subjects, and a single one
 * must not cost the whole answer. `replace` turns each into U+FFFD. `refuse` throws, as a strict processor does.
 */
export type ForbiddenCharacters = 'replace' | 'refuse'

const REPLACEMENT = '\ufffd'

/** The longest reference that is understood. It bounds how much of a chunk's end must wait for the next chunk. */
export const LONGEST_REFERENCE = 32

const REFERENCE = `&[^;]{0,${LONGEST_REFERENCE - 2}};?`
const FORBIDDEN = '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]'

/** Matches every part of a text that doesn't stand for itself. */
const IN_TEXT = new RegExp(`\\r\\n?|${REFERENCE}|]]>|${FORBIDDEN}`, 'g')
const IN_CDATA = new RegExp(`\\r\\n?|${FORBIDDEN}`, 'g')
const IN_ATTRIBUTE = new RegExp(`\\r\\n|[\\t\\n\\r]|${REFERENCE}|${FORBIDDEN}`, 'g')

/** The predefined entities (XML 1.0, 4.6). Others need a document type declaration. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

/** Decodes the characters between tags. All methods throw an `XmlProblem` if the text isn't well-formed. */
export class CharacterData {
  readonly #forbidden: ForbiddenCharacters

  constructor(forbidden: ForbiddenCharacters) {
    this.#forbidden = forbidden
  }

  /** Decodes text between tags: resolves references and turns line ends into line feeds (XML 1.0, 2.11). */
  text(raw: string): string {
    return raw.replace(IN_TEXT, (match) => this.#replacement(match, '\n'))
  }

  /** Decodes the content of a CDATA section (XML 1.0, 2.7). */
  cdata(raw: string): string {
    return raw.replace(IN_CDATA, (match) => this.#replacement(match, '\n'))
  }

  /** Decodes an attribute's value: like text, with white space as spaces (XML 1.0, 3.3.3). */
  attribute(raw: string): string {
    return isPlain(raw) ? raw : raw.replace(IN_ATTRIBUTE, (match) => this.#replacement(match, ' '))
  }

  #replacement(match: string, lineEnd: string): string {
    switch (match[0]) {
      case '\t':
      case '\n':
      case '\r':
        return lineEnd
      case '&':
        return this.#referenced(match)
      case ']':
        throw new XmlProblem('The text contains ]]>')
      default:
        return this.#illegal()
    }
  }

  #referenced(reference: string): string {
    const [, hexadecimal, decimal] = /^&#(?:x([\da-fA-F]+)|(\d+));$/.exec(reference) ?? []
    if (hexadecimal !== undefined) return this.#character(Number.parseInt(hexadecimal, 16))
    if (decimal !== undefined) return this.#character(Number.parseInt(decimal, 10))
    const character = ENTITIES[reference]
    if (character === undefined) throw new XmlProblem('An ampersand does not start a known entity')
    return character
  }

  #character(codePoint: number): string {
    if (codePoint > 0x10ffff) throw new XmlProblem('A reference does not name a character')
    const character = String.fromCodePoint(codePoint)
    return illegalCharacter(character) === undefined ? character : this.#illegal()
  }

  #illegal(): string {
    if (this.#forbidden === 'replace') return REPLACEMENT
    throw new XmlProblem("A character is one that XML can't carry")
  }
}
