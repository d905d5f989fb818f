import { type ArrayType, type ComplexType, choice, recursiveArray, recursiveType } from '../../xml'
import { folderPaths } from '../types/field-uri'
import { types } from '../types/namespaces'
import { comparisonsOf, type SearchExpressionOn } from '../types/restriction'

/** A condition on folders: one comparison, or several joined by `and`, `or` and `not` (MS-OXWSSRCH, SearchExpressionType). */
export type FolderSearchExpression = SearchExpressionOn<typeof folderPaths>

const comparisons = comparisonsOf(folderPaths)

/** The condition that the folders of a search fulfill (MS-OXWSSRCH, RestrictionType). */
export const FolderRestriction: ComplexType<FolderSearchExpression> = recursiveType(() =>
  types.complexType(choice({ ...comparisons, not: FolderRestriction, and: Operands, or: Operands })),
)

/** The operands of `and` and `or`. The schema allows a single one. */
const Operands: ArrayType<readonly FolderSearchExpression[]> = recursiveArray(() =>
  types.nonEmptyArrayOfChoice({ ...comparisons, not: FolderRestriction, and: Operands, or: Operands }),
)
