/** What was given in place of something else, by its kind: `undefined`, `a string`. The value itself may be personal. */
export function given(value: unknown): string {
  if (value === undefined || value === null) return `${value} was given`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date was given' : 'a Date was given'
  if (Array.isArray(value)) return 'an array was given'
  if (typeof value === 'object') return 'an object was given'
  return `a ${typeof value} was given`
}
