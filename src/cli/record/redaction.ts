import { XMLValidator } from 'fast-xml-parser'
import { masked } from './mask'
import { isPublicNamespace, PLAIN_ATTRIBUTES, PLAIN_ELEMENTS, PLAIN_IDS } from './plain-values'
import { Pseudonyms } from './pseudonyms'

/** The parts of a document, however broken: what isn't recognized as markup is text. */
const PARTS =
  /<!--(?<comment>[\s\S]{0,20000}?)-->|<!\[CDATA\[(?<data>[\s\S]{0,1000000}?)\]\]>|<\?(?<instruction>[\s\S]{0,1000}?)\?>|<(?<close>\/?)(?<name>[A-Za-z_][\w.-]{0,80}(?::[A-Za-z_][\w.-]{0,80})?)(?<attributes>(?:\s+[\w.:-]{1,80}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)(?<end>\s*\/?)>/g

const ATTRIBUTE = /(?<before>\s+)(?<name>[\w.:-]+)(?<equals>\s*=\s*)(?<quote>["'])(?<value>[^"'<]*?)\k<quote>/g

/**
 * Replaces in documents of one recording everything that could say who somebody is or what they do: texts, names, addresses, ids, hosts.
 * Structure, order, namespaces, prefixes, white space and odd characters stay. The same address or id gets the same replacement everywhere.
 */
export class Redaction {
  readonly #pseudonyms = new Pseudonyms()

  /** Returns a body: XML, a web page, or anything else. */
  body(text: string): string {
    // In broken XML and in web pages, somebody's name in angle brackets looks like an element.
    const mayName = XMLValidator.validate(text) === true ? isName : isNameOfPage
    let result = ''
    let done = 0
    let element = ''
    for (const part of text.matchAll(PARTS)) {
      result += this.#text(element, text.slice(done, part.index))
      done = part.index + part[0].length
      const { comment, data, instruction, close = '', name, attributes = '', end = '' } = part.groups ?? {}
      if (comment !== undefined) result += `<!--${masked(comment)}-->`
      else if (data !== undefined) result += `<![CDATA[${this.#text(element, data)}]]>`
      else if (instruction !== undefined) result += `<?${declaration(instruction)}?>`
      else if (name !== undefined) {
        const local = localName(name)
        result += `<${close}${mayName(name) ? name : masked(name)}${this.#attributes(local, attributes)}${end}>`
        element = close === '' && end.trim() === '' ? local : ''
      }
    }
    return result + this.#text(element, text.slice(done))
  }

  #text(element: string, text: string): string {
    const value = text.trim()
    if (value === '') return text
    if (PLAIN_ELEMENTS.get(element)?.(value)) return text
    return this.#pseudonyms.of(value, text) ?? masked(text)
  }

  #attributes(element: string, attributes: string): string {
    return attributes.replace(ATTRIBUTE, (...found: unknown[]) => {
      const groups = found.at(-1)
      if (!isGroups(groups)) return ''
      const { before = '', name = '', equals = '', quote = '', value = '' } = groups
      return `${before}${isName(name) ? name : masked(name)}${equals}${quote}${this.#attribute(element, name, value)}${quote}`
    })
  }

  #attribute(element: string, name: string, value: string): string {
    if (name === 'xmlns' || name.startsWith('xmlns:')) return isPublicNamespace(value) ? value : masked(value)
    const local = localName(name)
    const isPlain = local === 'Id' ? PLAIN_IDS.get(element)?.(value) : PLAIN_ATTRIBUTES.get(local)?.(value)
    if (isPlain) return value
    return this.#pseudonyms.of(value, value) ?? masked(value)
  }
}

const isGroups = (value: unknown): value is Readonly<Partial<Record<string, string>>> =>
  typeof value === 'object' && value !== null

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** Names of elements and attributes are the schema's, unless they have digits or go on for long. */
const isName = (name: string) => /^[A-Za-z_.:-]{1,80}$/.test(name)

const PAGE = new Set(
  `envelope header fault faultcode faultstring faultactor detail responsecode messagetext html head title meta link
  style script body div span p a b i em strong br hr h1 h2 h3 h4 h5 h6 img form input label button table thead tbody tr td th ul ol li pre code font center fieldset legend noscript iframe`.split(
    /\s+/,
  ),
)

/** Elements of web pages and of faults, and those with the short prefixes that servers give to EWS's namespaces. */
const isNameOfPage = (name: string) =>
  PAGE.has(name.toLowerCase()) || /^(s|t|m|h|soap|SOAP|soapenv):[A-Za-z]{1,60}$/.test(name)

const declaration = (instruction: string) =>
  /^xml\s+version=["']1\.[01]["'](\s+encoding=["'][\w-]{1,20}["'])?(\s+standalone=["'](yes|no)["'])?\s*$/.test(
    instruction,
  )
    ? instruction
    : masked(instruction)
