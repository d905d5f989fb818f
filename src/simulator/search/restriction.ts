import type { FolderSearchExpression } from '../../operations'
import type { SearchExpression } from '../../operations/types/restriction'
import { ServiceError } from '../soap/service-error'
import { matchesConstant } from './containment'
import { orderOf } from './order'
import type { Comparable, Path, Searchable, SearchableProperty, ValueKind } from './search-schema'

/** A test for items. */
export type Predicate<Item> = (item: Item) => boolean

/** A condition on items or on folders. */
type Expression = FolderSearchExpression | SearchExpression
type Comparison = NonNullable<Expression['isEqualTo']>
type Contains = NonNullable<Expression['contains']>
type Excludes = NonNullable<Expression['excludes']>

const operators = [
  'isEqualTo',
  'isNotEqualTo',
  'isGreaterThan',
  'isGreaterThanOrEqualTo',
  'isLessThan',
  'isLessThanOrEqualTo',
] as const
type Operator = (typeof operators)[number]

/** The order of two values that fulfills each comparison. */
const comparisons: Readonly<Record<Operator, (order: number) => boolean>> = {
  isEqualTo: (order) => order === 0,
  isNotEqualTo: (order) => order !== 0,
  isGreaterThan: (order) => order > 0,
  isGreaterThanOrEqualTo: (order) => order >= 0,
  isLessThan: (order) => order < 0,
  isLessThanOrEqualTo: (order) => order <= 0,
}

/**
 * Makes a test for items that fulfill `expression` (MS-OXWSSRCH, SearchExpressionType). It is made once for each search, so that
 * an invalid expression is refused even if the folder is empty.
 *
 * @throws ServiceError
 */
export function restriction<Item>(expression: Expression, schema: Searchable<Item>): Predicate<Item> {
  const { exists, excludes, contains, not, and, or } = expression
  const operand = (inner: Expression) => restriction(inner, schema)
  if (exists !== undefined) return existence(searchable(exists, schema))
  if (excludes !== undefined) return exclusion(excludes, searchable(excludes, schema))
  if (contains !== undefined) return containment(contains, searchable(contains, schema))
  if (not !== undefined) return negation(operand(not))
  if (and !== undefined) return conjunction(and.map(operand))
  if (or !== undefined) return disjunction(or.map(operand))
  const operator = operators.find((name) => expression[name] !== undefined)
  const operands = operator && expression[operator]
  if (operator === undefined || operands === undefined) {
    throw new ServiceError('ErrorInvalidRestriction', 'The restriction is empty.')
  }
  return comparison(operands, operator, schema)
}

const negation =
  <Item>(operand: Predicate<Item>): Predicate<Item> =>
  (item) =>
    !operand(item)

const conjunction =
  <Item>(operands: readonly Predicate<Item>[]): Predicate<Item> =>
  (item) =>
    operands.every((operand) => operand(item))

const disjunction =
  <Item>(operands: readonly Predicate<Item>[]): Predicate<Item> =>
  (item) =>
    operands.some((operand) => operand(item))

function searchable<Item>(path: Path, schema: Searchable<Item>): SearchableProperty<Item> {
  const property = schema.find(path)
  if (property !== undefined) return property
  throw new ServiceError('ErrorUnsupportedPathForQuery', 'The property can not be used with this type of restriction.')
}

const existence =
  <Item>(property: SearchableProperty<Item>): Predicate<Item> =>
  (item) =>
    property.valuesOf(item).length > 0

function exclusion<Item>({ bitmask }: Excludes, property: SearchableProperty<Item>): Predicate<Item> {
  const mask = Number(bitmask.value)
  if (property.kind !== 'number' || mask > 0xffffffff) {
    throw new ServiceError('ErrorInvalidExcludesRestriction', 'The mask or the property of Excludes is no integer.')
  }
  return (item) => property.valuesOf(item).some((value) => typeof value === 'number' && (value & mask) === 0)
}

function containment<Item>(
  { containmentMode, containmentComparison, constant }: Contains,
  property: SearchableProperty<Item>,
): Predicate<Item> {
  if (property.kind !== 'string') {
    throw new ServiceError('ErrorContainsFilterWrongType', 'Contains is for string properties only.')
  }
  const matches = matchesConstant(`${property.parse(constant.value)}`, containmentMode, containmentComparison)
  return (item) => property.valuesOf(item).some((value) => matches(`${value}`))
}

/** An item without the property fulfills only `isNotEqualTo`: none of its values equals the constant (MAPI, RES_PROPERTY). */
function comparison<Item>(
  { fieldURIOrConstant, ...path }: Comparison,
  operator: Operator,
  schema: Searchable<Item>,
): Predicate<Item> {
  const property = searchable(path, schema)
  const other = otherOperand(fieldURIOrConstant, property, schema)
  const fulfills = comparisons[operator]
  return (item) => {
    const values = property.valuesOf(item)
    const orders = values.flatMap((value) => other(item).map((against) => orderOf(value, against)))
    return operator === 'isNotEqualTo' ? orders.every(fulfills) : orders.some(fulfills)
  }
}

function otherOperand<Item>(
  { constant, ...path }: Comparison['fieldURIOrConstant'],
  property: SearchableProperty<Item>,
  schema: Searchable<Item>,
): (item: Item) => readonly Comparable[] {
  if (constant !== undefined) {
    const values = [property.parse(constant.value)]
    return () => values
  }
  const other = searchable(path, schema)
  refuseUnlike(property.kind, other.kind)
  return other.valuesOf
}

function refuseUnlike(kind: ValueKind, other: ValueKind) {
  if (kind === other) return
  throw new ServiceError('ErrorUnsupportedTypeForConversion', 'The two properties are of different types.')
}
