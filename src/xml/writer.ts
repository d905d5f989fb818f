import { isDeepStrictEqual } from 'node:util'
import { escapeAttribute, escapeText, illegalCharacter, isPlain } from './characters'
import { MAX_DEPTH } from './depth'
import { type ArrayType, type ComplexType, type ElementDescription, rootSlot, type Slot, scalarOf } from './description'
import { keepingOne, remembered } from './engine'
import { XmlWriteError } from './errors'
import { quotable } from './foreign-text'
import type { XmlNamespace } from './namespace'
import { InvalidScalarError, type Scalar } from './scalar'

/**
 * Writes `value` as the document that `root` describes, with the prefixes of `namespaces` declared on the root element.
 *
 * @throws XmlWriteError if a field is missing, unknown, of the wrong type, or has a character that XML can't carry
 */
export function writeXml<Value>(
  root: ElementDescription<Value>,
  value: Value,
  namespaces: readonly XmlNamespace[],
): string {
  keepCompiledCode()
  const element = new XmlWriter().element(tagged(rootSlot(root)), value, declarationsOf(namespaces))
  return `<?xml version="1.0" encoding="utf-8"?>${element}`
}

const declarationsOf = remembered((namespaces: readonly XmlNamespace[]) =>
  namespaces.map(({ prefix, uri }) => ` xmlns:${prefix}="${escapeAttribute(uri)}"`).join(''),
)

/** The tags of an element without attributes. */
interface Tags {
  readonly name: string
  readonly open: string
  readonly close: string
  readonly empty: string
}

/** An empty prefix means no namespace, as for the children of a SOAP 1.1 fault. */
function tagsOf({ namespace, xmlName }: Pick<Slot, 'namespace' | 'xmlName'>): Tags {
  const name = namespace.prefix === '' ? xmlName : `${namespace.prefix}:${xmlName}`
  return { name, open: `<${name}>`, close: `</${name}>`, empty: `<${name}/>` }
}

/** A slot with its tags, and with the outline of its type once it was needed. */
interface TaggedSlot {
  readonly slot: Slot
  readonly tags: Tags
  outline: Outline | undefined
}

/** A type prepared for writing: its slots, its choices, and the keys that a value may have. */
interface Outline {
  readonly slots: readonly TaggedSlot[]
  /** The repeated choices, by the first of their alternatives. */
  readonly lists: ReadonlyMap<TaggedSlot, Outline>
  readonly choices: readonly { readonly slots: readonly TaggedSlot[]; readonly optional: boolean }[]
  readonly keys: ReadonlySet<string>
}

const outlineOf = remembered((type: ArrayType<unknown> | ComplexType<unknown>): Outline => {
  const choices = type.kind === 'complex' ? type.choices : []
  const listKeys = type.kind === 'complex' ? type.listKeys : []
  const slots = type.slots.map(tagged)
  return {
    slots: slots.filter(
      ({ slot }, index) => slot.listKey === undefined || slot.listKey !== type.slots[index - 1]?.listKey,
    ),
    lists: new Map(listKeys.flatMap((listKey) => listOf(slots.filter(({ slot }) => slot.listKey === listKey)))),
    choices: choices.map(({ slots, optional }) => ({ slots: slots.map(tagged), optional })),
    keys: new Set(type.slots.map(({ key, listKey }) => listKey ?? key)),
  }
})

function listOf(slots: readonly TaggedSlot[]): [TaggedSlot, Outline][] {
  const keys = new Set(slots.map(({ slot }) => slot.key))
  return slots.slice(0, 1).map((first) => [first, { slots, lists: new Map(), choices: [], keys }])
}

const tagged = (slot: Slot): TaggedSlot => ({ slot, tags: tagsOf(slot), outline: undefined })

/** Walks a value and its description in parallel. `#path` is the current place. */
class XmlWriter {
  readonly #path: (string | number)[] = []
  #depth = 0

  element(element: TaggedSlot, value: unknown, attributes = ''): string {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) this.#refuse(`is nested deeper than ${MAX_DEPTH} elements`)
    const written = this.#written(element, value, attributes)
    this.#depth -= 1
    return written
  }

  #written(element: TaggedSlot, value: unknown, attributes: string): string {
    const { type } = element.slot
    switch (type.kind) {
      case 'scalar':
        return wrapped(element.tags, attributes, this.#text(type, value))
      case 'array':
        element.outline ??= outlineOf(type)
        return wrapped(element.tags, attributes, this.#entries(type, element.outline, value))
      case 'complex':
        element.outline ??= outlineOf(type)
        return this.#complex(element.outline, element.tags, value, attributes)
    }
  }

  #complex(outline: Outline, tags: Tags, value: unknown, declarations: string): string {
    const record = this.#record(outline, value)
    for (const { slots, optional } of outline.choices) {
      if (optional) this.#atMostOneOf(slots, record)
      else this.#oneOf(slots, record)
    }
    let attributes = declarations
    let content = ''
    for (const each of outline.slots) {
      const { slot } = each
      if (slot.listKey !== undefined) {
        content += this.#list(slot.listKey, outline.lists.get(each), record)
        continue
      }
      const member = record[slot.key]
      if (isLeftOut(slot, member)) continue
      this.#path.push(slot.key)
      const written = this.#checked(slot, member)
      this.#refuseAlone(slot, record)
      if (slot.place === 'element') content += this.#members(each, written)
      else if (slot.place === 'content') content += this.#text(scalarOf(slot), written)
      else attributes += `${attributeName(slot)}="${this.#attribute(scalarOf(slot), written)}"`
      this.#path.pop()
    }
    return wrapped(tags, attributes, content)
  }

  #list(key: string, alternatives: Outline | undefined, record: Record<string, unknown>): string {
    const entries = record[key]
    this.#path.push(key)
    if (Array.isArray(entries) && entries.length === 0) this.#refuse('must have at least 1 entry')
    const content =
      alternatives === undefined ? '' : this.#each(entries, (entry) => this.#taggedEntry(alternatives, entry))
    this.#path.pop()
    return content
  }

  #checked({ presence, fixedValue }: Slot, value: unknown): unknown {
    if (presence === 'fixed') {
      if (value === undefined || isDeepStrictEqual(value, fixedValue)) return fixedValue
      this.#refuse("is always the same and can't be changed; leave it out")
    }
    return value === undefined ? this.#refuse('is missing') : value
  }

  #refuseAlone({ requires }: Slot, record: Record<string, unknown>) {
    const lacking = requires?.find((key) => record[key] === undefined)
    if (lacking !== undefined) this.#refuse(`needs ${lacking} beside it`)
  }

  #members(element: TaggedSlot, value: unknown): string {
    if (element.slot.presence !== 'repeated') return this.element(element, value)
    return this.#each(value, (entry) => this.element(element, entry))
  }

  #entries({ minLength, tagged }: ArrayType<unknown>, outline: Outline, value: unknown): string {
    if (Array.isArray(value) && value.length < minLength) this.#refuse(`must have at least ${minLength} entry`)
    const [only] = outline.slots
    if (tagged || only === undefined) return this.#each(value, (entry) => this.#taggedEntry(outline, entry))
    return this.#each(value, (entry) => this.element(only, entry))
  }

  #each(value: unknown, write: (entry: unknown) => string): string {
    if (!Array.isArray(value)) return this.#refuse('must be an array')
    let content = ''
    for (let index = 0; index < value.length; index++) {
      this.#path.push(index)
      content += write(value[index])
      this.#path.pop()
    }
    return content
  }

  #taggedEntry(outline: Outline, entry: unknown): string {
    const record = this.#record(outline, entry)
    const element = this.#oneOf(outline.slots, record)
    const { key } = element.slot
    this.#path.push(key)
    const content = this.element(element, record[key])
    this.#path.pop()
    return content
  }

  #oneOf(slots: readonly TaggedSlot[], record: Record<string, unknown>): TaggedSlot {
    return this.#atMostOneOf(slots, record) ?? this.#refuse(`needs one of ${keysOf(slots)}`)
  }

  #atMostOneOf(slots: readonly TaggedSlot[], record: Record<string, unknown>): TaggedSlot | undefined {
    let given: TaggedSlot | undefined
    for (const each of slots) {
      if (record[each.slot.key] === undefined) continue
      if (given !== undefined)
        this.#refuse(`can have only one of ${keysOf(slots.filter(({ slot }) => record[slot.key] !== undefined))}`)
      given = each
    }
    return given
  }

  #text(type: Scalar<unknown>, value: unknown): string {
    const text = this.#scalar(type, value)
    return type.plain || isPlain(text) ? text : escapeText(this.#legal(text))
  }

  #attribute(type: Scalar<unknown>, value: unknown): string {
    const text = this.#scalar(type, value)
    return type.plain || isPlain(text) ? text : escapeAttribute(this.#legal(text))
  }

  #scalar(type: Scalar<unknown>, value: unknown): string {
    try {
      return type.write(value)
    } catch (error) {
      if (error instanceof InvalidScalarError) return this.#refuse(error.message)
      throw error
    }
  }

  #legal(text: string): string {
    const illegal = illegalCharacter(text)
    return illegal === undefined ? text : this.#refuse(`contains ${illegal}, a character that XML can't carry`)
  }

  #record({ slots, keys }: Outline, value: unknown): Record<string, unknown> {
    if (!isRecord(value)) return this.#refuse(`must be an object with ${keysOf(slots)}`)
    for (const key in value) {
      if (keys.has(key) || value[key] === undefined) continue
      this.#path.push(quotable(key))
      this.#refuse(`isn't known here; known keys are ${keysOf(slots)}`)
    }
    return value
  }

  #refuse(problem: string): never {
    const path = this.#path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
    throw new XmlWriteError(path.replace(/^\./, ''), problem)
  }
}

function wrapped({ name, open, close, empty }: Tags, attributes: string, content: string): string {
  if (attributes === '') return content === '' ? empty : open + content + close
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}${close}`
}

/** The name of an attribute, after the declaration of its namespace if it has one. */
function attributeName({ xmlName, attributeNamespace }: Slot): string {
  if (attributeNamespace === undefined) return ` ${xmlName}`
  const { prefix, uri } = attributeNamespace
  return ` xmlns:${prefix}="${escapeAttribute(uri)}" ${prefix}:${xmlName}`
}

const isLeftOut = ({ presence }: Slot, value: unknown) =>
  presence === 'local' || (value === undefined && (presence === 'optional' || presence === 'repeated'))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const keysOf = (slots: readonly TaggedSlot[]) => slots.map(({ slot }) => slot.key).join(', ')

const keepCompiledCode = keepingOne(() => new XmlWriter())
