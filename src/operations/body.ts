import { attribute, boolean, content, enumeration, type Infer, optional, text } from '../xml'
import { types } from './namespaces'

/** Text or HTML, as `bodyType` says (MS-OXWSCDATA, BodyType). */
export const Body = types.complexType({
  bodyType: attribute(enumeration('HTML', 'Text')),
  /** Set by the server where `maximumBodySize` of the item shape has cut it. */
  isTruncated: optional(attribute(boolean)),
  value: content(text),
})
export type Body = Infer<typeof Body>
