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

/** How many names and scopes are cached for documents of one kind. The limit keeps a document from filling the memory. */
const MOST_REMEMBERED = 500

/** The longest name or set of declarations that is cached, in characters, for the same reason. */
const LONGEST_REMEMBERED = 500

/** How many prefixes may be in force at one place of a document. Each scope has a table of all of them. */
const MOST_PREFIXES = 100

/** A parsed start tag. The same text means the same wherever the same prefixes are in force. */
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

/** The name of an element in one scope, with its tags as nearly every server writes them. */
export class ElementName implements XmlName {
  readonly qualified: string
  readonly local: string
  readonly uri: string
  /** `<t:Start>` */
  readonly bareTag: StartTag
  /** `</t:Start>` */
  readonly closingTag: string
  /** Whether the name is cached. Otherwise it is resolved again the next time. */
  readonly isRemembered: boolean
  /** The tag that followed this element's tag last time. It most likely does so again. See `XmlTokenizer`. */
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

/** The prefixes that need no declaration. */
const DOCUMENT: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['xml', XML_URI],
])

/**
 * The prefixes in force in a part of a document (Namespaces in XML 1.0). All methods throw an `XmlProblem` if a name or a
 * declaration isn't valid.
 */
export class NamespaceScope {
  readonly #uris: ReadonlyMap<string, string>
  readonly #elements = new Map<string, ElementName>()
  readonly #attributes = new Map<string, XmlName>()
  /** The scopes inside elements with declarations, by those declarations: servers repeat the same ones. */
  readonly #inner = new Map<string, NamespaceScope>()

  readonly #memory: { left: number }

  constructor(uris: ReadonlyMap<string, string> = DOCUMENT, memory = { left: MOST_REMEMBERED }) {
    this.#uris = uris
    this.#memory = memory
  }

  /** Whether no further names are cached, in this scope and those inside it. */
  get isFull(): boolean {
    return this.#memory.left === 0
  }

  /** Resolves the name of an element. Without a prefix it is in the default namespace. */
  element(qualified: string): ElementName {
    const known = this.#elements.get(qualified)
    if (known !== undefined) return known
    const name = this.#resolve(qualified, this.#uris.get('') ?? '')
    return this.#remember(this.#elements, name.qualified, new ElementName(name, this, this.#canRemember(qualified)))
  }

  /** Resolves the name of an attribute. Without a prefix it is in no namespace. */
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

  /** Returns the scope inside an element that declares `uris` by prefix. The default namespace has the empty prefix. */
  declaring(uris: ReadonlyMap<string, string>): NamespaceScope {
    const declarations = JSON.stringify([...uris])
    const known = this.#inner.get(declarations)
    if (known !== undefined) return known
    for (const [prefix, uri] of uris) refuseReserved(prefix, uri)
    const inForce = new Map(this.#uris)
    const copied = this.#canRemember(declarations) ? interned : detached
    for (const [prefix, uri] of uris) inForce.set(prefix, copied(uri))
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

/** The names that documents have in common. A document with too many of its own can't keep those of later ones from being cached. */
export class CommonNames {
  #scope = new NamespaceScope()

  /** The outermost scope, for the next document. */
  get scope(): NamespaceScope {
    if (this.#scope.isFull) this.#scope = new NamespaceScope()
    return this.#scope
  }
}

/** Returns the prefix that an attribute declares, or `undefined` if it isn't a declaration. */
export function declaredPrefix(qualified: string): string | undefined {
  if (qualified === 'xmlns') return ''
  return qualified.startsWith('xmlns:') ? interned(parts(qualified)[1]) : undefined
}

function parts(qualified: string): [prefix: string, local: string] {
  const [, prefix = '', local] = QNAME.exec(qualified) ?? []
  if (local === undefined) throw new XmlProblem('A tag contains something that is not a name')
  return [prefix, local]
}

function refuseReserved(prefix: string, uri: string) {
  const isReserved = prefix === 'xmlns' || uri === XMLNS_URI || (prefix === 'xml') !== (uri === XML_URI)
  if (isReserved) throw new XmlProblem('A reserved prefix or namespace is declared')
  if (prefix !== '' && uri === '') throw new XmlProblem('A prefix is declared without a namespace')
}
