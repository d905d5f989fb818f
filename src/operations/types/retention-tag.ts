import { attribute, boolean, type ComplexType, content, guid, type ValueOfParts } from '../../xml'
import { types } from './namespaces'

const retentionTag = {
  /** True if the tag was put on the item itself; false if the item inherits it from its folder. */
  isExplicit: attribute(boolean),
  /** The id of the tag. */
  value: content(guid),
} as const

/** A tag that names the rule by which the server archives or deletes an item (MS-OXWSCDATA, RetentionTagType). */
export interface RetentionTag extends ValueOfParts<[typeof retentionTag]> {}
export const RetentionTag: ComplexType<RetentionTag> = types.complexType(retentionTag)
