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
import { itemPaths } from './field-uri'
import { types } from './namespaces'

export const BodyTypeResponse = enumeration('Best', 'HTML', 'Text')
/** The form in which a body is returned; `Best` is the form in which it is stored (MS-OXWSCDATA, BodyTypeResponseType). */
export type BodyTypeResponse = Infer<typeof BodyTypeResponse>

const itemShape = {
  /**
   * The set of properties to return. `IdOnly` with `additionalProperties` costs the server least (Microsoft, "Property sets
   * and response shapes").
   */
  baseShape: enumeration('IdOnly', 'Default', 'AllProperties'),
  /** True to return `mimeContent` too. Defaults to false. */
  includeMimeContent: optional(boolean),
  /** The form of `body`. Defaults to `Best`. */
  bodyType: optional(BodyTypeResponse),
  /** The form of `uniqueBody`, the text that an item adds to its conversation. */
  uniqueBodyType: optional(BodyTypeResponse),
  /** The form of `normalizedBody`. */
  normalizedBodyType: optional(BodyTypeResponse),
  /** True to remove dangerous content, such as scripts, from HTML bodies (Microsoft, "FilterHtmlContent"). */
  filterHtmlContent: optional(boolean),
  /** True to convert HTML bodies to UTF-8. */
  convertHtmlCodePageToUTF8: optional(boolean),
  /** The template for the URLs of inline images. */
  inlineImageUrlTemplate: optional(text),
  /** True to keep HTML bodies from loading images from elsewhere. */
  blockExternalImages: optional(boolean),
  /** True to have links in HTML bodies open in a new window. */
  addBlankTargetToLinks: optional(boolean),
  /** The longest body to return, in bytes. The server cuts longer ones. */
  maximumBodySize: optional(integer()),
  /** Properties to return beside those of `baseShape`. Extended properties are in no base shape, so each has to be named here. */
  additionalProperties: optional(types.nonEmptyArrayOfChoice(itemPaths)),
} as const

/** The properties of items to return, and the form of the bodies (MS-OXWSCDATA, ItemResponseShapeType). */
export interface ItemShape extends ValueOfParts<[typeof itemShape]> {}
export const ItemShape: ComplexType<ItemShape> = types.complexType(itemShape)
