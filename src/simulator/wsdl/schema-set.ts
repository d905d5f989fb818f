import type { ElementDescription, Scalar, Slot, Type, XmlNamespace } from '../../xml'
import { escapeAttribute } from '../../xml'

/** XML Schema, part 1. */
const XS = 'http://www.w3.org/2001/XMLSchema'

/** Elements in one schema. */
interface Schema {
  readonly namespace: XmlNamespace
  readonly types: Map<string, string>
  readonly elements: Map<string, string>
}

type Structured = Exclude<Type<unknown>, Scalar<unknown>>

const UNBOUNDED = { min: 0, max: 'unbounded' } as const

/** How often an element comes. */
interface Occurrence {
  readonly min: number
  readonly max: 1 | 'unbounded'
}

const occurs = ({ min, max }: Occurrence) =>
  `${min === 1 ? '' : ` minOccurs="${min}"`}${max === 1 ? '' : ` maxOccurs="${max}"`}`

const occurrenceOf = ({ presence }: Slot): Occurrence => {
  if (presence === 'repeated') return UNBOUNDED
  return { min: presence === 'optional' ? 0 : 1, max: 1 }
}

/** How often an alternative comes. That of a repeated choice comes once, and the choice again. */
const alternativeOf = ({ presence, listKey }: Slot): Occurrence => ({
  min: 1,
  max: presence === 'repeated' && listKey === undefined ? 'unbounded' : 1,
})

/** The simple types of XML Schema that descriptions are based on. */
const BASES: Readonly<Record<Scalar<unknown>['base'], string>> = {
  boolean: 'xs:boolean',
  integer: 'xs:int',
  double: 'xs:double',
  dateTime: 'xs:dateTime',
  list: 'xs:string',
  string: 'xs:string',
}

const isWritten = ({ presence }: Slot) => presence !== 'local'
const isElement = (slot: Slot) => slot.place === 'element' && isWritten(slot)

/**
 * Writes XML Schema for described elements, for clients that generate code from it. It contains only what the descriptions do. Types
 * are named after the first element that has them.
 */
export class SchemaSet {
  readonly #schemas: ReadonlyMap<string, Schema>
  readonly #names = new Map<Structured, string>()

  constructor(namespaces: readonly XmlNamespace[]) {
    this.#schemas = new Map(
      namespaces.map((namespace) => [namespace.uri, { namespace, types: new Map(), elements: new Map() }]),
    )
  }

  /** Adds a root element and everything in it. */
  add({ namespace, xmlName, type }: ElementDescription<unknown>): void {
    this.#global(namespace, xmlName, type)
  }

  /**
   * The document of one namespace.
   *
   * @param locations where the documents of the other namespaces are
   */
  document({ uri }: XmlNamespace, locations: Readonly<Record<string, string>>): string {
    const schema = this.#schema(uri)
    const others = [...this.#schemas.values()].filter((each) => each !== schema)
    const prefixes = [...this.#schemas.values()].map(
      (each) => ` xmlns:${each.namespace.prefix}="${each.namespace.uri}"`,
    )
    const imports = others.map(({ namespace }) => {
      const location = escapeAttribute(locations[namespace.uri] ?? '')
      return `<xs:import namespace="${namespace.uri}" schemaLocation="${location}"/>`
    })
    const content = [...imports, ...schema.types.values(), ...schema.elements.values()].join('\n  ')
    return `<?xml version="1.0" encoding="utf-8"?>
<xs:schema xmlns:xs="${XS}"${prefixes.join('')} targetNamespace="${uri}" elementFormDefault="qualified">
  ${content}
</xs:schema>
`
  }

  #schema(uri: string): Schema {
    const schema = this.#schemas.get(uri)
    if (schema === undefined) throw new TypeError(`No document is written for the namespace ${uri}`)
    return schema
  }

  #global(namespace: XmlNamespace, xmlName: string, type: Type<unknown>) {
    const { elements } = this.#schema(namespace.uri)
    if (elements.has(xmlName)) return
    elements.set(xmlName, '')
    elements.set(xmlName, this.#declaration(xmlName, type, namespace.uri))
  }

  #declaration(xmlName: string, type: Type<unknown>, home: string, attributes = ''): string {
    if (type.kind !== 'scalar')
      return `<xs:element name="${xmlName}" type="${this.#nameOf(type, xmlName, home)}"${attributes}/>`
    const simple = simpleType(type)
    return simple === undefined
      ? `<xs:element name="${xmlName}" type="${BASES[type.base]}"${attributes}/>`
      : `<xs:element name="${xmlName}"${attributes}>${simple}</xs:element>`
  }

  /** An element within a type: declared in place if it is in the type's namespace, otherwise a reference. */
  #element(slot: Slot, home: string, occurrence: Occurrence): string {
    const { xmlName, namespace, type } = slot
    if (namespace.uri === home) return this.#declaration(xmlName, type, home, occurs(occurrence))
    this.#global(namespace, xmlName, type)
    return `<xs:element ref="${namespace.prefix}:${xmlName}"${occurs(occurrence)}/>`
  }

  /** Returns the qualified name of a type, and writes the type first if it is new. */
  #nameOf(type: Structured, xmlName: string, parentHome: string): string {
    const known = this.#names.get(type) ?? ownName(type)
    if (known !== undefined) return known
    const { namespace, types } = this.#schema(homeOf(type, parentHome))
    const base = `${xmlName}Type`
    let name = base
    for (let count = 2; types.has(name); count += 1) name = `${base}${count}`
    types.set(name, '')
    this.#names.set(type, `${namespace.prefix}:${name}`)
    types.set(name, this.#definition(type, name, namespace.uri))
    return `${namespace.prefix}:${name}`
  }

  #definition(type: Structured, name: string, home: string): string {
    if (type.kind === 'array') {
      const entries = type.slots.map((slot) => this.#element(slot, home, { min: 1, max: 1 }))
      const choice = `<xs:choice${occurs({ ...UNBOUNDED, min: type.minLength })}>${entries.join('')}</xs:choice>`
      return `<xs:complexType name="${name}">${choice}</xs:complexType>`
    }
    const attributes = type.slots.flatMap((slot) => attributeOf(slot)).join('')
    const content = type.slots.find(({ place, presence }) => place === 'content' && presence !== 'local')
    if (content?.type.kind === 'scalar') {
      const extension = `<xs:extension base="${BASES[content.type.base]}">${attributes}</xs:extension>`
      return `<xs:complexType name="${name}"><xs:simpleContent>${extension}</xs:simpleContent></xs:complexType>`
    }
    const sequence = `<xs:sequence>${this.#particles(type.slots.filter(isElement), type, home)}</xs:sequence>`
    return `<xs:complexType name="${name}">${sequence}${attributes}</xs:complexType>`
  }

  /** The elements of a sequence. Those that share a position are alternatives. */
  #particles(slots: readonly Slot[], type: Exclude<Structured, { kind: 'array' }>, home: string): string {
    const positions = [...new Set(slots.map(({ position }) => position))]
    return positions
      .map((position) => {
        const [first, ...others] = slots.filter((slot) => slot.position === position)
        if (first === undefined) return ''
        if (others.length === 0 && first.listKey === undefined) return this.#element(first, home, occurrenceOf(first))
        const alternatives = [first, ...others].map((slot) => this.#element(slot, home, alternativeOf(slot)))
        const isOptional = type.choices.find(({ slots: choice }) =>
          choice.some(({ key }) => key === first.key),
        )?.optional
        const occurrence = { min: isOptional ? 0 : 1, max: first.listKey === undefined ? 1 : 'unbounded' } as const
        return `<xs:choice${occurs(occurrence)}>${alternatives.join('')}</xs:choice>`
      })
      .join('')
  }
}

/** The name that elements of this type put into `xsi:type`, which another element has defined. */
const ownName = ({ slots }: Structured) =>
  slots.flatMap(({ attributeNamespace, fixedValue }) => (attributeNamespace && fixedValue ? `${fixedValue}` : []))[0]

/** The namespace that a type is written in: that of the element around it if it has elements of that namespace, or none. */
function homeOf(type: Structured, parentHome: string): string {
  const homes = type.slots.filter(isElement).map(({ namespace }) => namespace.uri)
  return homes.includes(parentHome) ? parentHome : (homes[0] ?? parentHome)
}

function attributeOf(slot: Slot): string[] {
  const { place, presence, xmlName, type, attributeNamespace } = slot
  if (place !== 'attribute' || type.kind !== 'scalar' || attributeNamespace !== undefined) return []
  const use = presence === 'required' || presence === 'fixed' ? ' use="required"' : ''
  const simple = simpleType(type)
  return simple === undefined
    ? [`<xs:attribute name="${xmlName}" type="${BASES[type.base]}"${use}/>`]
    : [`<xs:attribute name="${xmlName}"${use}>${simple}</xs:attribute>`]
}

/** A simple type with an enumeration or limits; `undefined` if a built-in type of XML Schema is enough. */
function simpleType({ base, facets }: Scalar<unknown>): string | undefined {
  const { enumeration = [], minLength, minInclusive, maxInclusive } = facets
  const limits = Object.entries({ minLength, minInclusive, maxInclusive }).flatMap(([facet, value]) =>
    value === undefined ? [] : `<xs:${facet} value="${value}"/>`,
  )
  const words = enumeration.map((word) => `<xs:enumeration value="${escapeAttribute(word)}"/>`)
  if (words.length + limits.length === 0) return undefined
  const restriction = (of: string) =>
    `<xs:simpleType><xs:restriction base="${of}">${[...words, ...limits].join('')}</xs:restriction></xs:simpleType>`
  if (base === 'list') return `<xs:simpleType><xs:list>${restriction('xs:string')}</xs:list></xs:simpleType>`
  return restriction(BASES[base])
}
