import type { ComplexType } from '../../xml'

/** The type of a property's value, as its description has it. */
export type PropertyType = ComplexType<unknown>['slots'][number]['type']

/** The properties of one kind of item or folder, by their keys in TypeScript and their names in EWS. */
export class PropertySet<Value extends object> {
  /** Every property, in the order of the schema. */
  readonly all: readonly (keyof Value)[]
  readonly #byName: ReadonlyMap<string, keyof Value>
  readonly #types: ReadonlyMap<keyof Value, PropertyType>
  readonly #keys: ReadonlySet<PropertyKey>
  readonly #isOfFolders: boolean

  /** @param prefixes the FieldURI prefixes of these properties: `item`, `calendar` */
  constructor({ slots }: ComplexType<Value>, prefixes: readonly string[]) {
    const isKey = (key: PropertyKey): key is keyof Value => slots.some((slot) => slot.key === key)
    const properties = slots.flatMap(({ key, xmlName, type }) => (isKey(key) ? [{ key, xmlName, type }] : []))
    this.#isOfFolders = prefixes.includes('folder')
    this.all = properties.map(({ key }) => key)
    this.#keys = new Set(this.all)
    this.#types = new Map(properties.map(({ key, type }) => [key, type]))
    this.#byName = new Map(
      prefixes.flatMap((prefix) => properties.map(({ key, xmlName }) => [`${prefix}:${xmlName}`, key] as const)),
    )
  }

  /** True for the properties that these are. */
  has(property: PropertyKey): property is keyof Value {
    return this.#keys.has(property)
  }

  /** The property that a FieldURI such as `calendar:Start` names, if these have it (MS-OXWSCDATA, UnindexedFieldURIType). */
  find(fieldURI: string): keyof Value | undefined {
    return this.#byName.get(fieldURI)
  }

  /** True for the properties of items in a request about folders, and the reverse. */
  isForeign(fieldURI: string): boolean {
    return fieldURI.startsWith('folder:') !== this.#isOfFolders
  }

  typeOf(property: keyof Value): PropertyType | undefined {
    return this.#types.get(property)
  }
}

/** Copies the given properties of `value`, if they are set. */
export function pick<Value extends object>(value: Value, properties: Iterable<keyof Value>): Partial<Value> {
  const picked: Partial<Value> = {}
  for (const property of properties) if (value[property] !== undefined) picked[property] = value[property]
  return picked
}

/** Copies `value` without the given properties. */
export function omit<Value extends object>(value: Value, properties: Iterable<keyof Value>): Partial<Value> {
  const copy: Partial<Value> = { ...value }
  for (const property of properties) delete copy[property]
  return copy
}
