import { CalendarItem } from '../../operations/types/calendar-item'
import type { ExtendedFieldURI, FieldURI, IndexedFieldURI } from '../../operations/types/field-uri'
import { boolean, InvalidScalarError, instant, readStrictly, type Scalar, text } from '../../xml'
import { findProperty, isSameProperty, type Property, refuseUnnamed } from '../items/property'
import { ServiceError } from '../soap/service-error'

/** What values can be compared as. Enumerations are numbers: where their word stands in the schema, as MAPI counts them. */
export type Comparable = string | number | boolean | Date

/** What kind of values a property has. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'date'

/** A property to search or sort by. */
export interface SearchableProperty {
  readonly kind: ValueKind
  /** None if the item hasn't the property; several if it has several, as categories. */
  valuesOf(item: CalendarItem): readonly Comparable[]
  /** @throws ServiceError ErrorInvalidValueForProperty if it can't be a value of the property */
  parse(constant: string): Comparable
}

/** Ways to name a property; one of the three. */
export interface Path {
  readonly fieldURI?: FieldURI | undefined
  readonly indexedFieldURI?: IndexedFieldURI | undefined
  readonly extendedFieldURI?: ExtendedFieldURI | undefined
}

/**
 * The property that `path` names; `undefined` for one with parts, such as attendees, by which nobody can search or sort.
 *
 * @throws ServiceError ErrorInvalidExtendedProperty
 */
export function searchableProperty({ fieldURI, extendedFieldURI }: Path): SearchableProperty | undefined {
  if (extendedFieldURI !== undefined) return extendedProperty(extendedFieldURI)
  const property = fieldURI && findProperty(fieldURI.fieldURI)
  return property === undefined ? absent : (composed[property] ?? plainProperty(property))
}

const scalarProperty = (
  kind: ValueKind,
  read: (constant: string) => Comparable,
  valuesOf: SearchableProperty['valuesOf'],
): SearchableProperty => ({ kind, valuesOf, parse: (constant) => parse(read, constant) })

function parse(read: (constant: string) => Comparable, constant: string): Comparable {
  try {
    return read(constant)
  } catch (error) {
    if (!(error instanceof InvalidScalarError)) throw error
    throw new ServiceError('ErrorInvalidValueForProperty', 'The specified value is invalid for property.')
  }
}

const present = <Value>(value: Value | undefined): Value[] => (value === undefined ? [] : [value])

const textProperty = (valuesOf: (item: CalendarItem) => readonly string[]) =>
  scalarProperty('string', text.read, valuesOf)

/** A property of the schema that calendar items here never have: entries of dictionaries, and much about mail. */
const absent = textProperty(() => [])

/** Properties with parts that Exchange nevertheless searches, as text (Microsoft, "Property paths and search"). */
const composed: Readonly<Partial<Record<Property, SearchableProperty>>> = {
  body: textProperty(({ body }) => present(body?.value)),
  categories: textProperty(({ categories = [] }) => categories),
  organizer: textProperty(({ organizer }) => present(organizer?.mailbox.name)),
}

function plainProperty(property: Property): SearchableProperty | undefined {
  const type = CalendarItem.slots.find(({ key }) => key === property)?.type
  if (type?.kind !== 'scalar') return undefined
  const { kind, read } = scalarKind(type)
  return scalarProperty(kind, read, (item) => present(item[property]).flatMap((value) => comparable(type, value)))
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
  if (enumeration !== undefined) return [enumeration.indexOf(`${value}`)]
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [value]
  return value instanceof Date ? [value] : []
}

const number = (constant: string): number => {
  const value = Number(constant.trim() === '' ? Number.NaN : constant)
  if (Number.isNaN(value)) throw new InvalidScalarError('a number', constant)
  return value
}

/** The types that aren't here, such as strings, GUIDs and binaries, are compared as text (MS-OXWSXPROP, MapiPropertyTypeType). */
const mapiKinds: Readonly<Record<string, { kind: ValueKind; read: (constant: string) => Comparable }>> = {
  Boolean: { kind: 'boolean', read: boolean.read },
  SystemTime: { kind: 'date', read: instant.read },
  ...Object.fromEntries(
    ['Integer', 'Long', 'Short', 'Double', 'Float', 'Currency', 'ApplicationTime'].map((type) => [
      type,
      { kind: 'number', read: number },
    ]),
  ),
}

function extendedProperty(uri: ExtendedFieldURI): SearchableProperty {
  refuseUnnamed(uri)
  const { kind, read } = mapiKinds[uri.propertyType.replace(/Array$/, '')] ?? { kind: 'string', read: text.read }
  return scalarProperty(kind, read, ({ extendedProperty: properties = [] }) =>
    properties
      .filter(({ extendedFieldURI }) => isSameProperty(uri, extendedFieldURI))
      .flatMap(({ value, values = [] }) => [value, ...values].flatMap((each) => stored(read, each))),
  )
}

/** What is stored under a type that it isn't of has no value to compare. */
function stored(read: (constant: string) => Comparable, value: string | undefined): Comparable[] {
  if (value === undefined) return []
  try {
    return [read(value)]
  } catch (error) {
    if (error instanceof InvalidScalarError) return []
    throw error
  }
}
