import { type ComplexType, enumeration, optional, type ValueOfParts } from '../../xml'
import { folderPaths } from '../types/field-uri'
import { types } from '../types/namespaces'

const folderShape = {
  /**
   * The set of properties to return. Servers return different ones for `Default`, so take `IdOnly` and name the properties that
   * you need.
   */
  baseShape: enumeration('IdOnly', 'Default', 'AllProperties'),
  /** Properties to return beside those of `baseShape`: `[{ fieldURI: { fieldURI: 'folder:DisplayName' } }]`. */
  additionalProperties: optional(types.nonEmptyArrayOfChoice(folderPaths)),
} as const

/** The properties of folders to return (MS-OXWSFOLD, FolderResponseShapeType). */
export interface FolderShape extends ValueOfParts<[typeof folderShape]> {}
export const FolderShape: ComplexType<FolderShape> = types.complexType(folderShape)
