import {
  type ArrayType,
  attribute,
  bitmask,
  type ComplexType,
  choice,
  enumeration,
  type Infer,
  type OneOf,
  optional,
  recursiveArray,
  recursiveType,
  text,
  type ValueOfParts,
} from '../../xml'
import { paths } from './field-uri'
import { types } from './namespaces'

const path = choice(paths)

const constant = {
  /** As text: a date as `2026-12-01T09:00:00Z`, a boolean as `true` or `false`, an enumeration by its word. */
  value: attribute(text),
} as const

/** What a property is compared with (MS-OXWSSRCH, ConstantValueType). */
export interface Constant extends ValueOfParts<[typeof constant]> {}
export const Constant: ComplexType<Constant> = types.complexType(constant)

const operand = choice({ ...paths, constant: Constant })
/** A constant, or another property of the item (MS-OXWSSRCH, FieldURIOrConstantType). */
export type FieldURIOrConstant = ValueOfParts<[typeof operand]>
const FieldURIOrConstant: ComplexType<FieldURIOrConstant> = types.complexType(operand)

const comparison = { fieldURIOrConstant: FieldURIOrConstant } as const
/**
 * A property against a constant or another property (MS-OXWSSRCH, TwoOperandExpressionType). Strings are compared without
 * regard to case. Of properties that an item hasn't, only IsNotEqualTo is true.
 */
export type Comparison = ValueOfParts<[typeof path, typeof comparison]>
const Comparison: ComplexType<Comparison> = types.complexType(path, comparison)

/** True if the item has the property (MS-OXWSSRCH, ExistsType). */
export type Exists = ValueOfParts<[typeof path]>
const Exists: ComplexType<Exists> = types.complexType(path)

const mask = { bitmask: types.complexType({ value: attribute(bitmask) }) } as const
/** True if the property, an integer, has none of the mask's bits (MS-OXWSSRCH, ExcludesType). */
export type Excludes = ValueOfParts<[typeof path, typeof mask]>
const Excludes: ComplexType<Excludes> = types.complexType(path, mask)

const ContainmentMode = enumeration('FullString', 'Prefixed', 'Substring', 'PrefixOnWords', 'ExactPhrase')
/** Where in the property the constant is to be found (MS-OXWSSRCH, ContainmentModeType). */
export type ContainmentMode = Infer<typeof ContainmentMode>

const ContainmentComparison = enumeration(
  'Exact',
  'IgnoreCase',
  'IgnoreNonSpacingCharacters',
  'Loose',
  'IgnoreCaseAndNonSpacingCharacters',
  'LooseAndIgnoreCase',
  'LooseAndIgnoreNonSpace',
  'LooseAndIgnoreCaseAndIgnoreNonSpace',
)
/** Which differences between characters don't count; non-spacing ones are accents (MS-OXWSSRCH, ContainmentComparisonType). */
export type ContainmentComparison = Infer<typeof ContainmentComparison>

const containment = {
  containmentMode: optional(attribute(ContainmentMode)),
  containmentComparison: optional(attribute(ContainmentComparison)),
} as const
const contained = { constant: Constant } as const
/** True if the property, a string, contains the constant (MS-OXWSSRCH, ContainsExpressionType). */
export type Contains = ValueOfParts<[typeof containment, typeof path, typeof contained]>
const Contains: ComplexType<Contains> = types.complexType(containment, path, contained)

interface SearchExpressions {
  exists: Exists
  excludes: Excludes
  isEqualTo: Comparison
  isNotEqualTo: Comparison
  isGreaterThan: Comparison
  isGreaterThanOrEqualTo: Comparison
  isLessThan: Comparison
  isLessThanOrEqualTo: Comparison
  contains: Contains
  not: SearchExpression
  and: readonly SearchExpression[]
  or: readonly SearchExpression[]
}

/** What an item is to fulfil: one comparison, or others joined by `and`, `or` and `not` (MS-OXWSSRCH, SearchExpressionType). */
export type SearchExpression = OneOf<SearchExpressions>

const alternatives = () => ({
  exists: Exists,
  excludes: Excludes,
  isEqualTo: Comparison,
  isNotEqualTo: Comparison,
  isGreaterThan: Comparison,
  isGreaterThanOrEqualTo: Comparison,
  isLessThan: Comparison,
  isLessThanOrEqualTo: Comparison,
  contains: Contains,
  not: Restriction,
  and: Operands,
  or: Operands,
})

/** Which items of a folder are wanted; servers refuse it where it is too large (ErrorRestrictionTooComplex; MS-OXWSSRCH, RestrictionType). */
export const Restriction: ComplexType<SearchExpression> = recursiveType(() => types.complexType(choice(alternatives())))
export type Restriction = SearchExpression

/** The schema lets `and` and `or` have a single operand. */
const Operands: ArrayType<readonly SearchExpression[]> = recursiveArray(() =>
  types.nonEmptyArrayOfChoice(alternatives()),
)
