import type { CharacterData } from './character-data'
import { isBlank } from './characters'
import { XmlProblem } from './errors'
import type { StartTag, XmlAttribute } from './names'
import { declaredPrefix, type NamespaceScope } from './namespace-scope'
import { detached } from './string-memory'

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
export function readStartTag(tag: string, nameEnd: number, outer: NamespaceScope, data: CharacterData): StartTag {
  // What is read of the attributes are views on this copy.
  const text = detached(tag)
  const isEmpty = text.endsWith('/>')
  const written = writtenAttributes(text, nameEnd, text.length - (isEmpty ? 2 : 1), data)
  const inner = written.some(declares) ? outer.declaring(declarations(written)) : outer
  const attributes = attributesOf(written, inner)
  return { text, name: inner.element(text.slice(1, nameEnd)), attributes, isEmpty, outer, inner }
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
  new Set(attributes.map(({ name: { local, uri } }) => `${local} ${uri}`)).size === attributes.length

function standsBefore({ name }: XmlAttribute, index: number, attributes: readonly XmlAttribute[]): boolean {
  for (let before = 0; before < index; before++) {
    const other = attributes[before]?.name
    if (other?.local === name.local && other.uri === name.uri) return true
  }
  return false
}
