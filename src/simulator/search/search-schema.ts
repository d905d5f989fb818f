import type { ExtendedProperty } from '../../operations'
import type { ExtendedFieldURI, IndexedFieldURI } from '../../operations/types/field-uri'
import { boolean, InvalidScalarError, instant, readStrictly, type Scalar, text } from '../../xml'
import { isSameProperty, refuseUnnamed } from '../items/extended-property'
import type { PropertySet } from '../items/property-set'
import { ServiceError } from '../soap/service-error'

/** A value that can be compared. Enumerations are numbers, by their place in the schema, as in MAPI. */
export type Comparable = string | number | boolean | Date

/** The kind of a property's values. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'date'

/** A property to search or sort by. */
export interface SearchableProperty<Item> {
  readonly kind: ValueKind
  /** The item's values: none if it doesn't have the property, several for a property such as the categories. */
  valuesOf(item: Item): readonly Comparable[]
  /** @throws ServiceError ErrorInvalidValueForProperty if the text is no value of the property */
  parse(constant: string): Comparable
}

/** The three ways to name a property, of which one is present. */
export interface Path {
  readonly fieldURI?: { readonly fieldURI: string } | undefined
  readonly indexedFieldURI?: IndexedFieldURI | undefined
  readonly extendedFieldURI?: ExtendedFieldURI | undefined
}

/** Finds the properties by which items or folders of one kind can be searched and sorted. */
export interface Searchable<Item> {
  /**
   * The property that `path` names; `undefined` for one with parts, such as the attendees, which can't be searched. A property
   * that items of this kind don't have is found, and has no values.
   *
   * @throws ServiceError ErrorInvalidExtendedProperty
   */
  find(path: Path): SearchableProperty<Item> | undefined
}

/** The searchable fields of items whose properties are a `PropertySet`. */
export class SearchSchema<Item, Value extends object> implements Searchable<Item> {
  readonly #properties: PropertySet<Value>
  readonly #valueOf: (item: Item, property: keyof Value) => unknown
  readonly #texts: Readonly<Partial<Record<keyof Value, (item: Item) => readonly string[]>>>
  readonly #extendedPropertiesOf: (item: Item, path: ExtendedFieldURI) => readonly ExtendedProperty[]

  constructor(schema: {
    readonly properties: PropertySet<Value>
    readonly valueOf: (item: Item, property: keyof Value) => unknown
    /** Structured properties that Exchange searches as text nevertheless. */
    readonly texts: Readonly<Partial<Record<keyof Value, (item: Item) => readonly string[]>>>
    /** The extended properties of an item, of which only those at `path` count. */
    readonly extendedPropertiesOf: (item: Item, path: ExtendedFieldURI) => readonly ExtendedProperty[]
  }) {
    this.#properties = schema.properties
    this.#valueOf = schema.valueOf
    this.#texts = schema.texts
    this.#extendedPropertiesOf = schema.extendedPropertiesOf
  }

  find({ fieldURI, extendedFieldURI }: Path): SearchableProperty<Item> | undefined {
    if (extendedFieldURI !== undefined) return extendedProperty(extendedFieldURI, this.#extendedPropertiesOf)
    if (fieldURI !== undefined && this.#properties.isForeign(fieldURI.fieldURI)) return undefined
    const property = fieldURI && this.#properties.find(fieldURI.fieldURI)
    if (property === undefined) return textProperty(() => [])
    const texts = this.#texts[property]
    return texts === undefined ? this.#scalarProperty(property) : textProperty(texts)
  }

  #scalarProperty(property: keyof Value): SearchableProperty<Item> | undefined {
    const type = this.#properties.typeOf(property)
    if (type?.kind !== 'scalar') return undefined
    const { kind, read } = scalarKind(type)
    return { kind, parse: parser(read), valuesOf: (item) => comparable(type, this.#valueOf(item, property)) }
  }
}

const textProperty = <Item>(valuesOf: (item: Item) => readonly string[]): SearchableProperty<Item> => ({
  kind: 'string',
  valuesOf,
  parse: parser(text.read),
})

const parser = (read: (constant: string) => Comparable) => (constant: string) => {
  try {
    return read(constant)
  } catch (error) {
    if (!(error instanceof InvalidScalarError)) throw error
    throw new ServiceError('ErrorInvalidValueForProperty', 'The specified value is invalid for property.')
  }
}

function scalarKind(type: Scalar<unknown>): { kind: ValueKind; read: (constant: string) => Comparable } {
  const read = (constant: string) => comparable(type, readStrictly(type, constant))[0] ?? constant
  if (type.facets.enumeration !== undefined) return { kind: 'number', read }
  switch (type.base) {
    case 'boolean':
      return { kind: 'boolean', read }
    case 'integer':
      return { kind: 'number', read }
    case 'dateTime':
      return { kind: 'date', read }
    default:
      return { kind: 'string', read }
  }
}

function comparable({ facets: { enumeration } }: Scalar<unknown>, value: unknown): Comparable[] {
  if (value === undefined) return []
  if (enumeration !== undefined) return [enumeration.indexOf(`${value}`)]
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [value]
  return value instanceof Date ? [value] : []
}

const number = (constant: string): number => {
  const value = Number(constant.trim() === '' ? Number.NaN : constant)
  if (Number.isNaN(value)) throw new InvalidScalarError('a number', constant)
  return value
}

/** The bytes of a base64 text in hexadecimal, since the order of texts doesn't regard case. */
const bytesIn = (constant: string): string => Buffer.from(constant, 'base64').toString('hex')

/** Every other type, such as GUIDs, is compared as text (MS-OXWSXPROP, MapiPropertyTypeType). */
const mapiKinds: Readonly<Record<string, { kind: ValueKind; read: (constant: string) => Comparable }>> = {
  Boolean: { kind: 'boolean', read: boolean.read },
  SystemTime: { kind: 'date', read: instant.read },
  Binary: { kind: 'string', read: bytesIn },
  ...Object.fromEntries(
    ['Integer', 'Long', 'Short', 'Double', 'Float', 'Currency', 'ApplicationTime'].map((type) => [
      type,
      { kind: 'number', read: number },
    ]),
  ),
}

function extendedProperty<Item>(
  uri: ExtendedFieldURI,
  propertiesOf: (item: Item, path: ExtendedFieldURI) => readonly ExtendedProperty[],
): SearchableProperty<Item> {
  refuseUnnamed(uri)
  const { kind, read } = mapiKinds[uri.propertyType.replace(/Array$/, '')] ?? { kind: 'string', read: text.read }
  const valuesOf = (item: Item) =>
    propertiesOf(item, uri)
      .filter(({ extendedFieldURI }) => isSameProperty(uri, extendedFieldURI))
      .flatMap(({ value, values = [] }) => [value, ...values].flatMap((each) => stored(read, each)))
  return { kind, valuesOf, parse: parser(read) }
}

/** A stored value that isn't of its property's type can't be compared. */
function stored(read: (constant: string) => Comparable, value: string | undefined): Comparable[] {
  if (value === undefined) return []
  try {
    return [read(value)]
  } catch (error) {
    if (error instanceof InvalidScalarError) return []
    throw error
  }
}
