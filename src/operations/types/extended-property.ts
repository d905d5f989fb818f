import { type ComplexType, choice, text, type ValueOfParts } from '../../xml'
import { ExtendedFieldURI } from './field-uri'
import { types } from './namespaces'

const property = {
  /** The name and type of the property. */
  extendedFieldURI: ExtendedFieldURI,
} as const
const values = choice({
  /** The value as text: numbers in decimals, times as `2026-12-01T09:00:00Z`, binaries in base64. */
  value: text,
  /** The values of a property whose type is an array, such as `StringArray`, each as text. */
  values: types.nonEmptyArrayOf({ value: text }),
})

/**
 * A MAPI property: with one value, or with several if its type is an array such as `StringArray`. Values of every type
 * are text (MS-OXWSXPROP, ExtendedPropertyType).
 */
export type ExtendedProperty = ValueOfParts<[typeof property, typeof values]>
export const ExtendedProperty: ComplexType<ExtendedProperty> = types.complexType(property, values)
