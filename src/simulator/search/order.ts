import type { Comparable } from './search-schema'

/** Negative if `a` comes before `b`, positive if after, zero if they are equal. Ignores the case of strings. */
export function orderOf(a: Comparable, b: Comparable): number {
  const [first, second] = [orderable(a), orderable(b)]
  return first < second ? -1 : Number(first > second)
}

const orderable = (value: Comparable): string | number => {
  if (typeof value === 'string') return value.toLowerCase()
  return typeof value === 'number' ? value : Number(value)
}
