import { detached, interned } from './engine'
import { XmlProblem } from './errors'
import type { XmlAttribute, XmlName } from './names'

const XML_URI = 'http://www.w3.org/XML/1998/namespace'
const XMLNS_URI = 'http://www.w3.org/2000/xmlns/'

/** XML 1.0, 2.3: NameStartChar and NameChar, without the colon. */
const START =
  'A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f'
const MORE_START = '\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}'
const NCNAME = `[${START}${MORE_START}][${START}${MORE_START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*`
const QNAME = new RegExp(`^(?:(${NCNAME}):)?(${NCNAME})$`, 'u')

/** Names and scopes that are remembered for a document; more are resolved each time, so that a document can't fill the memory. */
const MOST_REMEMBERED = 1000

/** The longest name or set of declarations that is remembered, in characters, for the same reason. */
const LONGEST_REMEMBERED = 1000

/** At one place of a document; each scope has a table of all of them. */
const MOST_PREFIXES = 100

/** A start tag as it was understood. Where the same prefixes are in force, the same text means the same. */
export interface StartTag {
  readonly text: string
  readonly name: ElementName
  readonly attributes: readonly XmlAttribute[]
  readonly isEmpty: boolean
  /** The prefixes in force around the element. */
  readonly outer: NamespaceScope
  /** The prefixes in force in the element. */
  readonly inner: NamespaceScope
}

/** The name of an element in one scope, with the tags that nearly every server writes of it. */
export class ElementName implements XmlName {
  readonly qualified: string
  readonly local: string
  readonly uri: string
  /** `<t:Start>` */
  readonly bareTag: StartTag
  /** `</t:Start>` */
  readonly closingTag: string
  /** False for a name that will be resolved anew the next time. */
  readonly isRemembered: boolean
  /** The tag that was opened after this element's the last time, and most likely will be again. See `XmlTokenizer`. */
  next: StartTag | undefined

  constructor({ qualified, local, uri }: XmlName, scope: NamespaceScope, isRemembered: boolean) {
    this.qualified = qualified
    this.local = local
    this.uri = uri
    const copied = isRemembered ? interned : detached
    const text = copied(`<${qualified}>`)
    this.bareTag = { text, name: this, attributes: [], isEmpty: false, outer: scope, inner: scope }
    this.closingTag = copied(`</${qualified}>`)
    this.isRemembered = isRemembered
  }
}

/** What prefixes stand for where nothing is declared. */
const DOCUMENT: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['xml', XML_URI],
])

/** What prefixes stand for in some part of a document (Namespaces in XML 1.0). Everything throws XmlProblem at what isn't right. */
export class NamespaceScope {
  readonly #uris: ReadonlyMap<string, string>
  readonly #elements = new Map<string, ElementName>()
  readonly #attributes = new Map<string, XmlName>()
  /** The scopes inside of elements that declare something, by what they declare: servers say the same again and again. */
  readonly #inner = new Map<string, NamespaceScope>()

  readonly #memory: { left: number }

  constructor(uris: ReadonlyMap<string, string> = DOCUMENT, memory = { left: MOST_REMEMBERED }) {
    this.#uris = uris
    this.#memory = memory
  }

  /** The name of an element; without a prefix it is in the default namespace. */
  element(qualified: string): ElementName {
    const known = this.#elements.get(qualified)
    if (known !== undefined) return known
    const name = this.#resolve(qualified, this.#uris.get('') ?? '')
    return this.#remember(this.#elements, name.qualified, new ElementName(name, this, this.#canRemember(qualified)))
  }

  /** The name of an attribute; without a prefix it is in no namespace. */
  attribute(qualified: string): XmlName {
    const known = this.#attributes.get(qualified)
    if (known !== undefined) return known
    const name = this.#resolve(qualified, '')
    return this.#remember(this.#attributes, name.qualified, name)
  }

  #resolve(qualified: string, uriWithoutPrefix: string): XmlName {
    const [prefix, local] = parts(qualified)
    const copied = this.#canRemember(qualified) ? interned : detached
    const uri = prefix === '' ? uriWithoutPrefix : this.#uriOf(prefix)
    return { qualified: copied(qualified), local: copied(local), uri }
  }

  /** The scope inside of an element that declares `uris` by prefix; the default namespace has the empty one. */
  declaring(uris: ReadonlyMap<string, string>): NamespaceScope {
    const declarations = JSON.stringify([...uris])
    const known = this.#inner.get(declarations)
    if (known !== undefined) return known
    for (const [prefix, uri] of uris) refuseReserved(prefix, uri)
    const inForce = new Map(this.#uris)
    for (const [prefix, uri] of uris) inForce.set(prefix, interned(uri))
    if (inForce.size > MOST_PREFIXES) throw new XmlProblem(`More than ${MOST_PREFIXES} prefixes are declared`)
    const inner = new NamespaceScope(inForce, this.#memory)
    return this.#remember(this.#inner, declarations, inner)
  }

  #canRemember(key: string): boolean {
    return this.#memory.left > 0 && key.length <= LONGEST_REMEMBERED
  }

  #remember<Value>(values: Map<string, Value>, key: string, value: Value): Value {
    if (this.#canRemember(key)) {
      values.set(key, value)
      this.#memory.left -= 1
    }
    return value
  }

  #uriOf(prefix: string): string {
    const uri = this.#uris.get(prefix)
    if (uri === undefined) throw new XmlProblem('A prefix is not declared')
    return uri
  }
}

/** The prefix that an attribute declares; `undefined` where it declares none. */
export function declaredPrefix(qualified: string): string | undefined {
  if (qualified === 'xmlns') return ''
  return qualified.startsWith('xmlns:') ? interned(parts(qualified)[1]) : undefined
}

function parts(qualified: string): [prefix: string, local: string] {
  const [, prefix = '', local] = QNAME.exec(qualified) ?? []
  if (local === undefined) throw new XmlProblem('A tag has something that is no name')
  return [prefix, local]
}

function refuseReserved(prefix: string, uri: string) {
  const isReserved = prefix === 'xmlns' || uri === XMLNS_URI || (prefix === 'xml') !== (uri === XML_URI)
  if (isReserved) throw new XmlProblem('A reserved prefix or namespace is declared')
  if (prefix !== '' && uri === '') throw new XmlProblem('A prefix is declared without a namespace')
}
