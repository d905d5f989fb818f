import { boolean, type ComplexType, optional, type ValueOfParts } from '../../xml'
import { types } from './namespaces'

const effectiveRights = {
  /** True if the caller may create hidden items, such as views, in the folder. */
  createAssociated: boolean,
  /** True if the caller may create items in the folder. On an item it is false even for the owner. */
  createContents: boolean,
  /** True if the caller may create folders in the folder. */
  createHierarchy: boolean,
  /** True if the caller may delete the folder or item. */
  delete: boolean,
  /** True if the caller may change the folder or item. */
  modify: boolean,
  /** True if the caller may read the folder or item. */
  read: boolean,
  /** True if the caller may see private items. The right holds for the whole mailbox. */
  viewPrivateItems: optional(boolean),
} as const

/**
 * The rights of the caller on a folder or an item. Under impersonation they are the rights of the impersonated user
 * (MS-OXWSCDATA, EffectiveRightsType).
 */
export interface EffectiveRights extends ValueOfParts<[typeof effectiveRights]> {}
export const EffectiveRights: ComplexType<EffectiveRights> = types.complexType(effectiveRights)
