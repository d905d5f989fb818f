import {
  boolean,
  type ComplexType,
  enumeration,
  type Infer,
  integer,
  optional,
  text,
  type ValueOfParts,
} from '../../xml'
import { paths } from './field-uri'
import { types } from './namespaces'

/** The form in which a body comes; `Best` is the one in which it is stored (MS-OXWSCDATA, BodyTypeResponseType). */
const BodyTypeResponse = enumeration('Best', 'HTML', 'Text')
export type BodyTypeResponse = Infer<typeof BodyTypeResponse>

const itemShape = {
  /** `IdOnly` and `additionalProperties` cost the server least (Microsoft, "Property sets and response shapes"). */
  baseShape: enumeration('IdOnly', 'Default', 'AllProperties'),
  includeMimeContent: optional(boolean),
  /** Of `body`; `Best` where left out. */
  bodyType: optional(BodyTypeResponse),
  /** Of `uniqueBody`: what this message adds to its conversation. */
  uniqueBodyType: optional(BodyTypeResponse),
  /** Of `normalizedBody`. */
  normalizedBodyType: optional(BodyTypeResponse),
  /** Leaves out of HTML bodies what could be dangerous, such as scripts (Microsoft, "FilterHtmlContent"). */
  filterHtmlContent: optional(boolean),
  convertHtmlCodePageToUTF8: optional(boolean),
  /** What the URLs of inline images are made from. */
  inlineImageUrlTemplate: optional(text),
  blockExternalImages: optional(boolean),
  /** Has links open in a new window. */
  addBlankTargetToLinks: optional(boolean),
  /** In bytes of the body; longer ones are cut. */
  maximumBodySize: optional(integer()),
  /** Beside those of `baseShape`. Extended properties are in no shape: each has to be named here. */
  additionalProperties: optional(types.nonEmptyArrayOfChoice(paths)),
} as const

/** Which properties of the items are wanted, and in which form (MS-OXWSCDATA, ItemResponseShapeType). */
export interface ItemShape extends ValueOfParts<[typeof itemShape]> {}
export const ItemShape: ComplexType<ItemShape> = types.complexType(itemShape)
