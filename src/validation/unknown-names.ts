import * as z from 'zod/mini'

/**
 * The message about names that a schema doesn't have. It quotes only a name that resembles a known one: people paste passwords in the
 * wrong place, and a message ends up in a log.
 */
export function unknownNames({ keys, inst }: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>): string {
  const known = inst instanceof z.ZodMiniObject ? Object.keys(inst.def.shape) : []
  for (const key of keys) {
    const meant = known.find((name) => resembles(key, name))
    if (meant !== undefined) return `${key} is unknown; did you mean ${meant}?`
  }
  return `has an unknown name; the known names are ${known.join(', ')}`
}

/** Whether one contains the other, or they differ in few letters. */
function resembles(given: string, known: string): boolean {
  if (!/^[a-z]{3,40}$/i.test(given)) return false
  const [a, b] = [given.toLowerCase(), known.toLowerCase()]
  return a.includes(b) || b.includes(a) || distance(a, b) <= Math.min(2, b.length / 3)
}

/** How many letters have to be changed, added or removed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...b].entries()) {
      const [left = 0, above = 0, diagonal = 0] = [next[column], row[column + 1], row[column]]
      next.push(Math.min(left + 1, above + 1, diagonal + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
