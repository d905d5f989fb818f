import { choice, type Infer, text } from '../xml'
import { ExtendedFieldURI } from './field-uri'
import { types } from './namespaces'

/**
 * A MAPI property, with one value, or with several where its type is an array such as `StringArray` (MS-OXWSXPROP,
 * ExtendedPropertyType). Whatever the type, values are text: numbers in decimals, times as `2026-12-01T09:00:00Z`, binaries in base64.
 */
export const ExtendedProperty = types.complexType(
  { extendedFieldURI: ExtendedFieldURI },
  choice({ value: text, values: types.nonEmptyArrayOf({ value: text }) }),
)
export type ExtendedProperty = Infer<typeof ExtendedProperty>
