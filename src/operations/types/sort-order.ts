import { attribute, type ComplexType, choice, enumeration, type Infer, type ValueOfParts } from '../../xml'
import { paths } from './field-uri'
import { types } from './namespaces'

const path = choice(paths)
const direction = { order: attribute(enumeration('Ascending', 'Descending')) } as const

/** A property by which to sort, and the direction (MS-OXWSSRCH, FieldOrderType). */
export type FieldOrder = ValueOfParts<[typeof direction, typeof path]>
const FieldOrder: ComplexType<FieldOrder> = types.complexType(direction, path)

/** The first property decides, the next one among equals, and so on (MS-OXWSSRCH, NonEmptyArrayOfFieldOrdersType). */
export const SortOrder = types.nonEmptyArrayOf({ fieldOrder: FieldOrder })
export type SortOrder = Infer<typeof SortOrder>
