/** An unknown name, and the known one that it resembles. */
interface Misspelling {
  readonly given: string
  readonly meant: string
}

/** Returns the first of the given names that resembles a known one, with the nearest of these, or `undefined` if none does. */
export function misspelling(given: readonly string[], known: readonly string[]): Misspelling | undefined {
  for (const each of given) {
    const [meant] = known.filter((name) => resembles(each, name)).sort((a, b) => distance(each, a) - distance(each, b))
    if (meant !== undefined) return { given: each, meant }
  }
  return undefined
}

/** How many letters the forms of one word have in common: `impersonation`, `impersonate`. */
const STEM = 7

/** Whether one contains the other, they have the same stem, or they differ in few letters. */
function resembles(given: string, known: string): boolean {
  if (!/^[a-z]{3,40}$/i.test(given)) return false
  const [a, b] = [given.toLowerCase(), known.toLowerCase()]
  const sameStem = a.length > STEM && a.slice(0, STEM) === b.slice(0, STEM)
  return a.includes(b) || b.includes(a) || sameStem || distance(a, b) <= Math.min(2, b.length / 3)
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
