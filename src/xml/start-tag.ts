import type { CharacterData } from './character-data'
import { isBlank } from './characters'
import { detached } from './engine'
import { XmlProblem } from './errors'
import type { XmlAttribute } from './names'
import { declaredPrefix, type NamespaceScope, type StartTag } from './namespace-scope'

/** An attribute as written, before its prefix is resolved. */
interface Written {
  readonly qualified: string
  readonly value: string
}

/** The parts of a tag other than its name. */
interface Contents {
  readonly attributes: readonly Written[]
  /** Namespaces by prefix, or `undefined` if none are declared. */
  readonly declarations: ReadonlyMap<string, string> | undefined
}

const ATTRIBUTE = /[ \t\r\n]+([^ \t\r\n=<>"'/]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y

/**
 * Parses `tag`, from `<` to `>`. Its name ends at `nameEnd`.
 *
 * @throws XmlProblem
 */
export function readStartTag(tag: string, nameEnd: number, outer: NamespaceScope, data: CharacterData): StartTag {
  // The parts of the attributes are views on this copy.
  const text = detached(tag)
  const isEmpty = text.endsWith('/>')
  const { attributes, declarations } = contentsOf(text, nameEnd, text.length - (isEmpty ? 2 : 1), data)
  const inner = declarations === undefined ? outer : outer.declaring(declarations)
  const name = inner.element(text.slice(1, nameEnd))
  return { text, name, attributes: attributesOf(attributes, inner), isEmpty, outer, inner }
}

function contentsOf(text: string, start: number, end: number, data: CharacterData): Contents {
  const attributes: Written[] = []
  let declarations: Map<string, string> | undefined
  let position = start
  for (;;) {
    ATTRIBUTE.lastIndex = position
    const match = ATTRIBUTE.exec(text)
    if (match === null) break
    position = ATTRIBUTE.lastIndex
    const [, qualified = '', quoted, apostrophed = ''] = match
    const value = data.attribute(quoted ?? apostrophed)
    const prefix = declaredPrefix(qualified)
    if (prefix === undefined) attributes.push({ qualified, value })
    else declarations = declare(prefix, value, declarations)
  }
  if (position < end && !isBlank(text.slice(position, end))) throw new XmlProblem("A tag's attributes are malformed")
  return { attributes, declarations }
}

function declare(prefix: string, uri: string, declarations = new Map<string, string>()): Map<string, string> {
  if (declarations.has(prefix)) throw new XmlProblem('A tag declares the same prefix twice')
  return declarations.set(prefix, uri)
}

function attributesOf(written: readonly Written[], scope: NamespaceScope): readonly XmlAttribute[] {
  const attributes = written.map(({ qualified, value }) => ({ name: scope.attribute(qualified), value }))
  if (attributes.length > 1) refuseTwice(attributes)
  return attributes
}

/** Up to this many attributes are compared pairwise, which is faster than a set for few and slow for many. */
const FEW_ATTRIBUTES = 8

/** Refuses duplicate attributes, even under different prefixes (XML 1.0, 3.1; Namespaces in XML 1.0, 6.3). */
function refuseTwice(attributes: readonly XmlAttribute[]) {
  if (attributes.length > FEW_ATTRIBUTES ? !areDistinct(attributes) : attributes.some(standsBefore)) {
    throw new XmlProblem('A tag has the same attribute twice')
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
