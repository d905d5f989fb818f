import {
  type ArrayType,
  attribute,
  bitmask,
  type Choice,
  type ComplexType,
  choice,
  enumeration,
  type Infer,
  type Members,
  type OneOf,
  optional,
  recursiveArray,
  recursiveType,
  text,
  type ValueOfParts,
} from '../../xml'
import { itemPaths } from './field-uri'
import { types } from './namespaces'

const constant = {
  /** The value as text: a date as `2026-12-01T09:00:00Z`, a boolean as `true` or `false`, an enumeration by its word. */
  value: attribute(text),
} as const

/** A value to compare a property with (MS-OXWSSRCH, ConstantValueType). */
export interface Constant extends ValueOfParts<[typeof constant]> {}
export const Constant: ComplexType<Constant> = types.complexType(constant)

const constantOperand = {
  /** A fixed value. */
  constant: Constant,
} as const

const mask = {
  /** The bits that must not be set. */
  bitmask: types.complexType({
    /** The bits as a number, in decimal or as `0x10` in hexadecimal. */
    value: attribute(bitmask),
  }),
} as const

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

type Path<Paths extends Members> = Choice<Paths, false>
type OperandOn<Paths extends Members> = ValueOfParts<[Path<Paths & typeof constantOperand>]>
type ExistsOn<Paths extends Members> = ValueOfParts<[Path<Paths>]>
type ExcludesOn<Paths extends Members> = ValueOfParts<[Path<Paths>, typeof mask]>
type ContainsOn<Paths extends Members> = ValueOfParts<[typeof containment, Path<Paths>, typeof contained]>
type ComparisonOn<Paths extends Members> = ValueOfParts<
  [
    Path<Paths>,
    {
      /** The value, or the other property, to compare with. */
      fieldURIOrConstant: ComplexType<OperandOn<Paths>>
    },
  ]
>

/** A constant, or another property of the item (MS-OXWSSRCH, FieldURIOrConstantType). */
export type FieldURIOrConstant = OperandOn<typeof itemPaths>

/**
 * Compares a property with a constant or with another property. The case of strings is ignored. If an item lacks the
 * property, only IsNotEqualTo is true (MS-OXWSSRCH, TwoOperandExpressionType).
 */
export type Comparison = ComparisonOn<typeof itemPaths>

/** True if the item has the property (MS-OXWSSRCH, ExistsType). */
export type Exists = ExistsOn<typeof itemPaths>

/** True if a property, which must be an integer, has none of the mask's bits set (MS-OXWSSRCH, ExcludesType). */
export type Excludes = ExcludesOn<typeof itemPaths>

/** True if a property, which must be a string, contains the constant (MS-OXWSSRCH, ContainsExpressionType). */
export type Contains = ContainsOn<typeof itemPaths>

interface SearchExpressions<Paths extends Members> {
  /** True if there is such a property. */
  exists: ExistsOn<Paths>
  /** True if the property has none of the mask's bits set. */
  excludes: ExcludesOn<Paths>
  /** True if the property equals the other operand. */
  isEqualTo: ComparisonOn<Paths>
  /** True if the property differs from the other operand, or if there is no such property. */
  isNotEqualTo: ComparisonOn<Paths>
  /** True if the property is greater than the other operand. */
  isGreaterThan: ComparisonOn<Paths>
  /** True if the property is greater than or equal to the other operand. */
  isGreaterThanOrEqualTo: ComparisonOn<Paths>
  /** True if the property is less than the other operand. */
  isLessThan: ComparisonOn<Paths>
  /** True if the property is less than or equal to the other operand. */
  isLessThanOrEqualTo: ComparisonOn<Paths>
  /** True if the property contains the constant. */
  contains: ContainsOn<Paths>
  /** True if the expression is false. */
  not: SearchExpressionOn<Paths>
  /** True if all expressions are true. */
  and: readonly SearchExpressionOn<Paths>[]
  /** True if at least one expression is true. */
  or: readonly SearchExpressionOn<Paths>[]
}

/** A condition on the properties that `Paths` name: one comparison, or several joined by `and`, `or` and `not`. */
export type SearchExpressionOn<Paths extends Members> = OneOf<SearchExpressions<Paths>>

/** A condition on items: one comparison, or several joined by `and`, `or` and `not` (MS-OXWSSRCH, SearchExpressionType). */
export type SearchExpression = SearchExpressionOn<typeof itemPaths>

/** The descriptions of expressions on one property. The explicit type keeps declarations short enough for every compiler to read. */
interface Comparisons<Paths extends Members> {
  readonly exists: ComplexType<ExistsOn<Paths>>
  readonly excludes: ComplexType<ExcludesOn<Paths>>
  readonly isEqualTo: ComplexType<ComparisonOn<Paths>>
  readonly isNotEqualTo: ComplexType<ComparisonOn<Paths>>
  readonly isGreaterThan: ComplexType<ComparisonOn<Paths>>
  readonly isGreaterThanOrEqualTo: ComplexType<ComparisonOn<Paths>>
  readonly isLessThan: ComplexType<ComparisonOn<Paths>>
  readonly isLessThanOrEqualTo: ComplexType<ComparisonOn<Paths>>
  readonly contains: ComplexType<ContainsOn<Paths>>
}

/** Describes the expressions that compare the properties that `paths` name. */
export function comparisonsOf<const Paths extends Members>(paths: Paths): Comparisons<Paths> {
  const path = choice(paths)
  const operand = types.complexType(choice({ ...paths, ...constantOperand }))
  const Comparison = types.complexType(path, { fieldURIOrConstant: operand })
  return {
    exists: types.complexType(path),
    excludes: types.complexType(path, mask),
    isEqualTo: Comparison,
    isNotEqualTo: Comparison,
    isGreaterThan: Comparison,
    isGreaterThanOrEqualTo: Comparison,
    isLessThan: Comparison,
    isLessThanOrEqualTo: Comparison,
    contains: types.complexType(containment, path, contained),
  }
}

const comparisons = comparisonsOf(itemPaths)

/** The condition that the items of a search fulfill. Servers refuse one that is too large with ErrorRestrictionTooComplex (MS-OXWSSRCH, RestrictionType). */
export const Restriction: ComplexType<SearchExpression> = recursiveType(() =>
  types.complexType(choice({ ...comparisons, not: Restriction, and: Operands, or: Operands })),
)
export type Restriction = SearchExpression

/** The operands of `and` and `or`. The schema allows a single one. */
const Operands: ArrayType<readonly SearchExpression[]> = recursiveArray(() =>
  types.nonEmptyArrayOfChoice({ ...comparisons, not: Restriction, and: Operands, or: Operands }),
)
