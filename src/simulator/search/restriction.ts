import type { CalendarItem } from '../../operations'
import type { Comparison, Contains, Excludes, SearchExpression } from '../../operations/types/restriction'
import { ServiceError } from '../soap/service-error'
import { matchesConstant } from './containment'
import {
  type Comparable,
  type Path,
  type SearchableProperty,
  searchableProperty,
  type ValueKind,
} from './property-value'

type Predicate = (item: CalendarItem) => boolean

const operators = [
  'isEqualTo',
  'isNotEqualTo',
  'isGreaterThan',
  'isGreaterThanOrEqualTo',
  'isLessThan',
  'isLessThanOrEqualTo',
] as const
type Operator = (typeof operators)[number]

/** What a comparison asks of the order of two values. */
const comparisons: Readonly<Record<Operator, (order: number) => boolean>> = {
  isEqualTo: (order) => order === 0,
  isNotEqualTo: (order) => order !== 0,
  isGreaterThan: (order) => order > 0,
  isGreaterThanOrEqualTo: (order) => order >= 0,
  isLessThan: (order) => order < 0,
  isLessThanOrEqualTo: (order) => order <= 0,
}

/**
 * A test for items that fulfil `expression` (MS-OXWSSRCH, SearchExpressionType). It is made once for a search, so that an
 * expression that can't be carried out is refused even where there are no items.
 *
 * @throws ServiceError
 */
export function restriction(expression: SearchExpression): Predicate {
  const { exists, excludes, contains, not, and, or } = expression
  if (exists !== undefined) return existence(exists)
  if (excludes !== undefined) return exclusion(excludes)
  if (contains !== undefined) return containment(contains)
  if (not !== undefined) return negation(restriction(not))
  if (and !== undefined) return conjunction(and.map(restriction))
  if (or !== undefined) return disjunction(or.map(restriction))
  const operator = operators.find((name) => expression[name] !== undefined)
  const operands = operator && expression[operator]
  if (operator === undefined || operands === undefined) {
    throw new ServiceError('ErrorInvalidRestriction', 'The restriction is empty.')
  }
  return comparison(operands, operator)
}

const negation =
  (operand: Predicate): Predicate =>
  (item) =>
    !operand(item)

const conjunction =
  (operands: readonly Predicate[]): Predicate =>
  (item) =>
    operands.every((operand) => operand(item))

const disjunction =
  (operands: readonly Predicate[]): Predicate =>
  (item) =>
    operands.some((operand) => operand(item))

function searchable(path: Path): SearchableProperty {
  const property = searchableProperty(path)
  if (property !== undefined) return property
  throw new ServiceError('ErrorUnsupportedPathForQuery', 'The property can not be used with this type of restriction.')
}

function existence(path: Path): Predicate {
  const property = searchable(path)
  return (item) => property.valuesOf(item).length > 0
}

function exclusion({ bitmask, ...path }: Excludes): Predicate {
  const property = searchable(path)
  const mask = Number(bitmask.value)
  if (property.kind !== 'number' || mask > 0xffffffff) {
    throw new ServiceError('ErrorInvalidExcludesRestriction', 'The mask or the property of Excludes is no integer.')
  }
  return (item) => property.valuesOf(item).some((value) => typeof value === 'number' && (value & mask) === 0)
}

function containment({ containmentMode, containmentComparison, constant, ...path }: Contains): Predicate {
  const property = searchable(path)
  if (property.kind !== 'string') {
    throw new ServiceError('ErrorContainsFilterWrongType', 'Contains is for string properties only.')
  }
  const matches = matchesConstant(constant.value, containmentMode, containmentComparison)
  return (item) => property.valuesOf(item).some((value) => matches(`${value}`))
}

/** An item without the property fulfils only `isNotEqualTo`, as with no value that equals the constant (MAPI, RES_PROPERTY). */
function comparison({ fieldURIOrConstant, ...path }: Comparison, operator: Operator): Predicate {
  const property = searchable(path)
  const other = otherOperand(fieldURIOrConstant, property)
  const fulfils = comparisons[operator]
  return (item) => {
    const others = other(item)
    const orders = property.valuesOf(item).flatMap((value) => others.map((against) => orderOf(value, against)))
    if (operator === 'isNotEqualTo') return orders.every(fulfils)
    return orders.some(fulfils)
  }
}

function otherOperand(
  { constant, ...path }: Comparison['fieldURIOrConstant'],
  property: SearchableProperty,
): (item: CalendarItem) => readonly Comparable[] {
  if (constant !== undefined) {
    const value = property.parse(constant.value)
    return () => [value]
  }
  const other = searchable(path)
  refuseUnlike(property.kind, other.kind)
  return other.valuesOf
}

function refuseUnlike(kind: ValueKind, other: ValueKind) {
  if (kind === other) return
  throw new ServiceError('ErrorUnsupportedTypeForConversion', 'The two properties are of different types.')
}

/** Negative, zero or positive as `a` comes before, with or after `b`; strings without regard to case. */
export function orderOf(a: Comparable, b: Comparable): number {
  const [first, second] = [orderable(a), orderable(b)]
  return first < second ? -1 : Number(first > second)
}

const orderable = (value: Comparable): string | number => {
  if (typeof value === 'string') return value.toLowerCase()
  return typeof value === 'number' ? value : Number(value)
}
