import type { Comparable } from './search-schema'

/** Negative, zero or positive as `a` comes before, with or after `b`. Strings are compared without regard to case. */
export function orderOf(a: Comparable, b: Comparable): number {
  const [first, second] = [orderable(a), orderable(b)]
  return first < second ? -1 : Number(first > second)
}

const orderable = (value: Comparable): string | number => {
  if (typeof value === 'string') return value.toLowerCase()
  return typeof value === 'number' ? value : Number(value)
}
