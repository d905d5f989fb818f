import { attribute, choice, enumeration, type Infer } from '../xml'
import { paths } from './field-uri'
import { types } from './namespaces'

const FieldOrder = types.complexType({ order: attribute(enumeration('Ascending', 'Descending')) }, choice(paths))

/** A property by which to sort, and the direction (MS-OXWSSRCH, FieldOrderType). */
export type FieldOrder = Infer<typeof FieldOrder>

/** The first property decides, the next one among equals, and so on (MS-OXWSSRCH, NonEmptyArrayOfFieldOrdersType). */
export const SortOrder = types.nonEmptyArrayOf({ fieldOrder: FieldOrder })
export type SortOrder = Infer<typeof SortOrder>
