import { type ComplexType, choice, text, type ValueOfParts } from '../../xml'
import { ExtendedFieldURI } from './field-uri'
import { types } from './namespaces'

const property = { extendedFieldURI: ExtendedFieldURI } as const
const values = choice({ value: text, values: types.nonEmptyArrayOf({ value: text }) })

/**
 * A MAPI property, with one value, or with several where its type is an array such as `StringArray` (MS-OXWSXPROP,
 * ExtendedPropertyType). Whatever the type, values are text: numbers in decimals, times as `2026-12-01T09:00:00Z`, binaries in base64.
 */
export type ExtendedProperty = ValueOfParts<[typeof property, typeof values]>
export const ExtendedProperty: ComplexType<ExtendedProperty> = types.complexType(property, values)
