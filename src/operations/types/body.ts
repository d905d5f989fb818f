import {
  attribute,
  boolean,
  type ComplexType,
  content,
  enumeration,
  optional,
  text,
  type ValueOfParts,
} from '../../xml'
import { types } from './namespaces'

const body = {
  bodyType: attribute(enumeration('HTML', 'Text')),
  /** Set by the server where `maximumBodySize` of the item shape has cut it. */
  isTruncated: optional(attribute(boolean)),
  value: content(text),
} as const

/** Text or HTML, as `bodyType` says (MS-OXWSCDATA, BodyType). */
export interface Body extends ValueOfParts<[typeof body]> {}
export const Body: ComplexType<Body> = types.complexType(body)
