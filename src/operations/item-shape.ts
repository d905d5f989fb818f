import { boolean, enumeration, type Infer, integer, optional } from '../xml'
import { paths } from './field-uri'
import { types } from './namespaces'

const BodyType = enumeration('Best', 'HTML', 'Text')

/** Which properties of the items are wanted (MS-OXWSCDATA, ItemResponseShapeType). */
export const ItemShape = types.complexType({
  baseShape: enumeration('IdOnly', 'Default', 'AllProperties'),
  includeMimeContent: optional(boolean),
  /** The form in which bodies come; `Best` where left out. */
  bodyType: optional(BodyType),
  filterHtmlContent: optional(boolean),
  /** In bytes of the body. */
  maximumBodySize: optional(integer()),
  additionalProperties: optional(types.nonEmptyArrayOfChoice(paths)),
})
export type ItemShape = Infer<typeof ItemShape>
