import type { CharacterData } from './character-data'
import { isBlank } from './characters'
import { XmlProblem } from './errors'
import type { XmlAttribute, XmlName } from './names'
import { declaredPrefix, type NamespaceScope } from './namespace-scope'
import { detached, interned } from './string-memory'

/** A start tag as it was understood. Where the same prefixes are in force, the same text means the same. */
export interface StartTag {
  readonly text: string
  readonly element: ElementTags
  readonly attributes: readonly XmlAttribute[]
  readonly isEmpty: boolean
  /** The prefixes in force around the element. */
  readonly outer: NamespaceScope
  /** The prefixes in force in the element. */
  readonly inner: NamespaceScope
}

/** The tags of an element in one scope of namespaces, as nearly every server writes them. */
export class ElementTags {
  readonly name: XmlName
  /** `<t:Start>` */
  readonly bare: StartTag
  /** `</t:Start>` */
  readonly closing: string
  /** False for an element whose tags will be made anew the next time, to be forgotten with whatever is noted here. */
  readonly isRemembered: boolean
  /** The tag that followed the last time this element was opened, and so most likely will again. See `XmlTokenizer`. */
  next: StartTag | undefined

  constructor(name: XmlName, scope: NamespaceScope, isRemembered: boolean) {
    this.name = name
    this.isRemembered = isRemembered
    const text = interned(`<${name.qualified}>`)
    this.bare = { text, element: this, attributes: [], isEmpty: false, outer: scope, inner: scope }
    this.closing = interned(`</${name.qualified}>`)
  }
}

/** An attribute as it stands there, a declaration or not. */
interface Written {
  readonly qualified: string
  readonly value: string
}

const ATTRIBUTE = /[ \t\r\n]+([^ \t\r\n=<>"'/]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y

/**
 * Understands `tag`, from `<` to `>`, in which the name ends at `nameEnd`.
 *
 * @throws XmlProblem
 */
export function readStartTag(
  tag: string,
  nameEnd: number,
  outer: NamespaceScope,
  data: CharacterData,
  tagsOf: (name: XmlName, scope: NamespaceScope) => ElementTags,
): StartTag {
  // What is read of the attributes are views on this copy.
  const text = detached(tag)
  const isEmpty = text.endsWith('/>')
  const written = writtenAttributes(text, nameEnd, text.length - (isEmpty ? 2 : 1), data)
  const inner = written.some(declares) ? outer.declaring(declarations(written)) : outer
  const attributes = attributesOf(written, inner)
  const element = tagsOf(inner.element(text.slice(1, nameEnd)), inner)
  return { text, element, attributes, isEmpty, outer, inner }
}

function writtenAttributes(text: string, start: number, end: number, data: CharacterData): Written[] {
  const written: Written[] = []
  let position = start
  for (;;) {
    ATTRIBUTE.lastIndex = position
    const match = ATTRIBUTE.exec(text)
    if (match === null) break
    position = ATTRIBUTE.lastIndex
    const [, qualified = '', quoted, apostrophed = ''] = match
    written.push({ qualified, value: data.attribute(quoted ?? apostrophed) })
  }
  if (position < end && !isBlank(text.slice(position, end))) throw new XmlProblem("A tag's attributes are malformed")
  return written
}

const declares = ({ qualified }: Written) => declaredPrefix(qualified) !== undefined

/** What a tag declares, by prefix. */
function declarations(written: readonly Written[]): Map<string, string> {
  const uris = new Map<string, string>()
  for (const { qualified, value } of written) {
    const prefix = declaredPrefix(qualified)
    if (prefix === undefined) continue
    if (uris.has(prefix)) throw new XmlProblem('A prefix is declared twice in one tag')
    uris.set(prefix, value)
  }
  return uris
}

function attributesOf(written: readonly Written[], scope: NamespaceScope): readonly XmlAttribute[] {
  const attributes: XmlAttribute[] = []
  for (const attribute of written) {
    if (!declares(attribute)) attributes.push({ name: scope.attribute(attribute.qualified), value: attribute.value })
  }
  if (attributes.length > 1) refuseTwice(attributes)
  return attributes
}

/** Up to so many attributes are compared each with each, which is faster than a set but slow for many. */
const FEW_ATTRIBUTES = 8

/** XML 1.0, 3.1 and Namespaces in XML 1.0, 6.3: an attribute stands once in a tag, also under another prefix. */
function refuseTwice(attributes: readonly XmlAttribute[]) {
  if (attributes.length > FEW_ATTRIBUTES ? !areDistinct(attributes) : attributes.some(standsBefore)) {
    throw new XmlProblem('An attribute stands twice in one tag')
  }
}

const areDistinct = (attributes: readonly XmlAttribute[]) =>
  new Set(attributes.map(({ name }) => name.expanded)).size === attributes.length

function standsBefore({ name }: XmlAttribute, index: number, attributes: readonly XmlAttribute[]): boolean {
  for (let before = 0; before < index; before++) {
    if (attributes[before]?.name.expanded === name.expanded) return true
  }
  return false
}
