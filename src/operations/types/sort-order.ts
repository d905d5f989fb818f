import { attribute, type ComplexType, choice, enumeration, type Infer, type ValueOfParts } from '../../xml'
import { itemPaths } from './field-uri'
import { types } from './namespaces'

const path = choice(itemPaths)
const direction = {
  /** The direction of the sort. */
  order: attribute(enumeration('Ascending', 'Descending')),
} as const

/** A property to sort by, and the direction (MS-OXWSSRCH, FieldOrderType). */
export type FieldOrder = ValueOfParts<[typeof direction, typeof path]>
const FieldOrder: ComplexType<FieldOrder> = types.complexType(direction, path)

/** The properties to sort by, the most significant one first (MS-OXWSSRCH, NonEmptyArrayOfFieldOrdersType). */
export const SortOrder = types.nonEmptyArrayOf({ fieldOrder: FieldOrder })
export type SortOrder = Infer<typeof SortOrder>
