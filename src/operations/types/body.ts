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
  /** The form of `value`. */
  bodyType: attribute(enumeration('HTML', 'Text')),
  /** True if the body was longer than the item shape's `maximumBodySize`, so that the server cut it. Set by the server. */
  isTruncated: optional(attribute(boolean)),
  /** The body itself, plain text or HTML. */
  value: content(text),
} as const

/** A body in plain text or HTML (MS-OXWSCDATA, BodyType). */
export interface Body extends ValueOfParts<[typeof body]> {}
export const Body: ComplexType<Body> = types.complexType(body)
