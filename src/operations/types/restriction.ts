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
  /** The value as text: a date as `2026-12-01T09:00:00Z`, a boolean as `true` or `false`, an enumeration by its word. */
  value: attribute(text),
} as const

/** A value to compare a property with (MS-OXWSSRCH, ConstantValueType). */
export interface Constant extends ValueOfParts<[typeof constant]> {}
export const Constant: ComplexType<Constant> = types.complexType(constant)

const operand = choice({
  ...paths,
  /** A fixed value. */
  constant: Constant,
})
/** A constant, or another property of the item (MS-OXWSSRCH, FieldURIOrConstantType). */
export type FieldURIOrConstant = ValueOfParts<[typeof operand]>
const FieldURIOrConstant: ComplexType<FieldURIOrConstant> = types.complexType(operand)

const comparison = {
  /** The value, or the other property, to compare with. */
  fieldURIOrConstant: FieldURIOrConstant,
} as const
/**
 * Compares a property with a constant or with another property. The case of strings is ignored. If an item lacks the
 * property, only IsNotEqualTo is true (MS-OXWSSRCH, TwoOperandExpressionType).
 */
export type Comparison = ValueOfParts<[typeof path, typeof comparison]>
const Comparison: ComplexType<Comparison> = types.complexType(path, comparison)

/** True if the item has the property (MS-OXWSSRCH, ExistsType). */
export type Exists = ValueOfParts<[typeof path]>
const Exists: ComplexType<Exists> = types.complexType(path)

const mask = {
  /** The bits that must not be set. */
  bitmask: types.complexType({
    /** The bits as a number, in decimal or as `0x10` in hexadecimal. */
    value: attribute(bitmask),
  }),
} as const
/** True if a property, which must be an integer, has none of the mask's bits set (MS-OXWSSRCH, ExcludesType). */
export type Excludes = ValueOfParts<[typeof path, typeof mask]>
const Excludes: ComplexType<Excludes> = types.complexType(path, mask)

const ContainmentMode = enumeration('FullString', 'Prefixed', 'Substring', 'PrefixOnWords', 'ExactPhrase')
/** The place at which a property has to contain the constant (MS-OXWSSRCH, ContainmentModeType). */
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
/** The differences between characters to ignore; non-spacing characters are accents (MS-OXWSSRCH, ContainmentComparisonType). */
export type ContainmentComparison = Infer<typeof ContainmentComparison>

const containment = {
  /** The place at which the property has to contain the constant. */
  containmentMode: optional(attribute(ContainmentMode)),
  /** The differences between characters to ignore. */
  containmentComparison: optional(attribute(ContainmentComparison)),
} as const
const contained = {
  /** The text to look for. */
  constant: Constant,
} as const
/** True if a property, which must be a string, contains the constant (MS-OXWSSRCH, ContainsExpressionType). */
export type Contains = ValueOfParts<[typeof containment, typeof path, typeof contained]>
const Contains: ComplexType<Contains> = types.complexType(containment, path, contained)

interface SearchExpressions {
  /** True if the item has the property. */
  exists: Exists
  /** True if the property has none of the mask's bits set. */
  excludes: Excludes
  /** True if the property equals the other operand. */
  isEqualTo: Comparison
  /** True if the property differs from the other operand, or if the item lacks the property. */
  isNotEqualTo: Comparison
  /** True if the property is greater than the other operand. */
  isGreaterThan: Comparison
  /** True if the property is greater than or equal to the other operand. */
  isGreaterThanOrEqualTo: Comparison
  /** True if the property is less than the other operand. */
  isLessThan: Comparison
  /** True if the property is less than or equal to the other operand. */
  isLessThanOrEqualTo: Comparison
  /** True if the property contains the constant. */
  contains: Contains
  /** True if the expression is false. */
  not: SearchExpression
  /** True if all expressions are true. */
  and: readonly SearchExpression[]
  /** True if at least one expression is true. */
  or: readonly SearchExpression[]
}

/** A condition on items: one comparison, or several joined by `and`, `or` and `not` (MS-OXWSSRCH, SearchExpressionType). */
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

/** The condition that the items of a search fulfil. Servers refuse one that is too large with ErrorRestrictionTooComplex (MS-OXWSSRCH, RestrictionType). */
export const Restriction: ComplexType<SearchExpression> = recursiveType(() => types.complexType(choice(alternatives())))
export type Restriction = SearchExpression

/** The operands of `and` and `or`. The schema allows a single one. */
const Operands: ArrayType<readonly SearchExpression[]> = recursiveArray(() =>
  types.nonEmptyArrayOfChoice(alternatives()),
)
