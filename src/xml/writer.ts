import { isDeepStrictEqual } from 'node:util'
import { XMLBuilder } from 'fast-xml-parser'
import { escapeAttribute, escapeText, illegalCharacter } from './characters'
import type { ArrayType, ComplexType, ElementDescription, Slot, Type } from './description'
import { XmlWriteError } from './errors'
import type { XmlNamespace } from './namespace'
import { InvalidScalarError, type Scalar } from './scalar'

/** What fast-xml-parser's builder prints in order: an element is an object with its name as the only key, and `:@`. */
type OrderedNode = Record<string, unknown>
type Attributes = Record<string, string>

const ATTRIBUTES = ':@'
const TEXT = '#text'

/** Escaping is ours: the builder's leaves carriage returns, and white space in attributes, to be lost by readers. */
const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

/**
 * Prints `value` as the document that `root` describes, with the prefixes of `namespaces` declared on the root element.
 *
 * @throws XmlWriteError naming the field that is missing, unknown, of the wrong type, or has a character that XML can't carry
 */
export function writeXml<Value>(
  root: ElementDescription<Value>,
  value: Value,
  namespaces: readonly XmlNamespace[],
): string {
  const declarations = Object.fromEntries(namespaces.map(({ prefix, uri }) => [`xmlns:${prefix}`, uri]))
  const node = elementNode(qualifiedName(root), root.type, value, '', declarations)
  return `<?xml version="1.0" encoding="utf-8"?>${builder.build([node])}`
}

function elementNode(
  name: string,
  type: Type<unknown>,
  value: unknown,
  path: string,
  attributes: Attributes = {},
): OrderedNode {
  const children = childNodes(type, value, path, attributes)
  return { [name]: children, [ATTRIBUTES]: attributes }
}

/** An empty prefix stands for no namespace: SOAP 1.1's fault has such children. */
const qualifiedName = ({ namespace, xmlName }: Pick<Slot, 'namespace' | 'xmlName'>) =>
  namespace.prefix === '' ? xmlName : `${namespace.prefix}:${xmlName}`

/** The children of an element; a complex type's attributes are added to `attributes`. */
function childNodes(type: Type<unknown>, value: unknown, path: string, attributes: Attributes): OrderedNode[] {
  switch (type.kind) {
    case 'scalar':
      return [{ [TEXT]: escapeText(writeScalar(type, value, path)) }]
    case 'array':
      return entryNodes(type, value, path)
    case 'complex':
      return memberNodes(type, value, path, attributes)
  }
}

function writeScalar(type: Scalar<unknown>, value: unknown, path: string): string {
  const text = scalarText(type, value, path)
  const illegal = illegalCharacter(text)
  if (illegal !== undefined) throw new XmlWriteError(path, `contains ${illegal}, a character that XML can't carry`)
  return text
}

function scalarText(type: Scalar<unknown>, value: unknown, path: string): string {
  try {
    return type.write(value)
  } catch (error) {
    if (error instanceof InvalidScalarError) throw new XmlWriteError(path, error.message)
    throw error
  }
}

function entryNodes(type: ArrayType<unknown>, value: unknown, path: string): OrderedNode[] {
  if (!Array.isArray(value)) throw new XmlWriteError(path, 'must be an array')
  if (value.length < type.minLength) throw new XmlWriteError(path, `must have at least ${type.minLength} entry`)
  return Array.from(value, (entry: unknown, index) => entryNode(type, entry, `${path}[${index}]`))
}

function entryNode(type: ArrayType<unknown>, entry: unknown, path: string): OrderedNode {
  const [only] = type.slots
  if (!type.tagged && only !== undefined) return slotNode(only, entry, path)
  const record = recordOf(entry, type.slots, path)
  const slot = theOnly(type.slots, record, path)
  if (slot === undefined) throw new XmlWriteError(path, `needs one of ${keysOf(type.slots)}`)
  return slotNode(slot, record[slot.key], `${path}.${slot.key}`)
}

function memberNodes(type: ComplexType<unknown>, value: unknown, path: string, attributes: Attributes): OrderedNode[] {
  const record = recordOf(value, type.slots, path)
  for (const { slots, optional } of type.choices) {
    const chosen = theOnly(slots, record, path)
    if (chosen === undefined && !optional) throw new XmlWriteError(path, `needs one of ${keysOf(slots)}`)
  }
  return type.slots.flatMap((slot) => {
    const slotPath = path === '' ? slot.key : `${path}.${slot.key}`
    const member = valueToWrite(slot, record, slotPath)
    if (member === undefined) return []
    const lacking = slot.requires?.find((key) => record[key] === undefined)
    if (lacking !== undefined) throw new XmlWriteError(slotPath, `needs ${lacking} beside it`)
    if (slot.place === 'element') return membersOf(slot, member, slotPath)
    const text = writeScalar(scalarOf(slot), member, slotPath)
    if (slot.place === 'content') return [{ [TEXT]: escapeText(text) }]
    attributes[slot.xmlName] = escapeAttribute(text)
    return []
  })
}

function membersOf(slot: Slot, value: unknown, path: string): OrderedNode[] {
  if (slot.presence !== 'repeated') return [slotNode(slot, value, path)]
  if (!Array.isArray(value)) throw new XmlWriteError(path, 'must be an array')
  return Array.from(value, (entry: unknown, index) => slotNode(slot, entry, `${path}[${index}]`))
}

function slotNode(slot: Slot, value: unknown, path: string): OrderedNode {
  return elementNode(qualifiedName(slot), slot.type, value, path)
}

function valueToWrite(slot: Slot, record: Record<string, unknown>, path: string): unknown {
  const value = record[slot.key]
  switch (slot.presence) {
    case 'local':
      return undefined
    case 'fixed':
      if (value === undefined || isDeepStrictEqual(value, slot.fixedValue)) return slot.fixedValue
      throw new XmlWriteError(path, "is always the same and can't be changed; leave it out")
    case 'required':
    case 'lenient':
      if (value === undefined) throw new XmlWriteError(path, 'is missing')
  }
  return value
}

function recordOf(value: unknown, slots: readonly Slot[], path: string): Record<string, unknown> {
  if (!isRecord(value)) throw new XmlWriteError(path, `must be an object with ${keysOf(slots)}`)
  const unknownKey = Object.keys(value).find(
    (key) => value[key] !== undefined && !slots.some((slot) => slot.key === key),
  )
  if (unknownKey === undefined) return value
  throw new XmlWriteError(
    path === '' ? unknownKey : `${path}.${unknownKey}`,
    `isn't known here; known are ${keysOf(slots)}`,
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** The one alternative that has a value. */
function theOnly(slots: readonly Slot[], record: Record<string, unknown>, path: string): Slot | undefined {
  const given = slots.filter((slot) => record[slot.key] !== undefined)
  if (given.length > 1) throw new XmlWriteError(path, `can have only one of ${keysOf(given)}`)
  return given[0]
}

const keysOf = (slots: readonly Slot[]) => slots.map((slot) => slot.key).join(', ')

/** Attributes and content are scalars by the signatures of `attribute` and `content`. */
export function scalarOf(slot: Slot): Scalar<unknown> {
  if (slot.type.kind === 'scalar') return slot.type
  throw new TypeError(`${slot.key} is described as text but has a type with elements`)
}
