import type { ContainmentComparison, ContainmentMode } from '../../operations/types/restriction'

/** How a property and the constant are compared (MS-OXWSSRCH, ContainmentModeType); a word is letters, digits and accents. */
const modes: Readonly<Record<ContainmentMode, (value: string, constant: string) => boolean>> = {
  FullString: (value, constant) => value === constant,
  Prefixed: (value, constant) => value.startsWith(constant),
  Substring: (value, constant) => value.includes(constant),
  PrefixOnWords: (value, constant) => occurrences(value, constant).some((at) => isWordStart(value, at)),
  ExactPhrase: (value, constant) =>
    occurrences(value, constant).some(
      (at) => isWordStart(value, at) && isWordStart(value, at + constant.length, constant),
    ),
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u

/** True if no word goes on over the place `at`; a phrase that ends in something else than a word ends anywhere. */
function isWordStart(value: string, at: number, before = value.slice(0, at)): boolean {
  const last = before.at(-1) ?? ''
  const next = value.at(at) ?? ''
  return !(WORD_CHARACTER.test(last) && WORD_CHARACTER.test(next))
}

function occurrences(value: string, constant: string): number[] {
  const found: number[] = []
  for (let at = value.indexOf(constant); at !== -1; at = value.indexOf(constant, at + 1)) {
    found.push(at)
    if (at >= value.length) break
  }
  return found
}

const toLowerCase = (text: string) => text.toLowerCase()
const withoutAccents = (text: string) => text.normalize('NFD').replace(/\p{Mn}/gu, '')
const loosely = (text: string) => withoutAccents(toLowerCase(text))

/** What differences are taken away before comparing (MS-OXWSSRCH, ContainmentComparisonType; MAPI, FL_LOOSE). */
const comparisons: Readonly<Record<ContainmentComparison, (text: string) => string>> = {
  Exact: (text) => text,
  IgnoreCase: toLowerCase,
  IgnoreNonSpacingCharacters: withoutAccents,
  IgnoreCaseAndNonSpacingCharacters: loosely,
  Loose: loosely,
  LooseAndIgnoreCase: loosely,
  LooseAndIgnoreNonSpace: loosely,
  LooseAndIgnoreCaseAndIgnoreNonSpace: loosely,
}

/**
 * A test for strings that contain `constant`.
 *
 * A guess, to verify: that MAPI's zeros hold where mode or comparison is left out.
 */
export function matchesConstant(
  constant: string,
  mode: ContainmentMode = 'FullString',
  comparison: ContainmentComparison = 'Exact',
): (value: string) => boolean {
  const reduced = comparisons[comparison]
  const wanted = reduced(constant)
  return (value) => modes[mode](reduced(value), wanted)
}
