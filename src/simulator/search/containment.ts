import type { ContainmentComparison, ContainmentMode } from '../../operations/types/restriction'

/** How a property is compared with the constant (MS-OXWSSRCH, ContainmentModeType). Words are made of letters, digits and accents. */
const modes: Readonly<Record<ContainmentMode, (value: string, constant: string) => boolean>> = {
  FullString: (value, constant) => value === constant,
  Prefixed: (value, constant) => value.startsWith(constant),
  Substring: (value, constant) => value.includes(constant),
  PrefixOnWords: (value, constant) => occurrences(value, constant).some((at) => isWordBoundary(value, at)),
  ExactPhrase: (value, constant) =>
    occurrences(value, constant).some(
      (at) => isWordBoundary(value, at) && isWordBoundary(value, at + constant.length, constant),
    ),
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u

/** True if no word continues across the position `at`. A phrase that doesn't end in a word may end anywhere. */
function isWordBoundary(value: string, at: number, before = value.slice(0, at)): boolean {
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

/** The normalization before the comparison (MS-OXWSSRCH, ContainmentComparisonType; MAPI, FL_LOOSE). */
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
 * Makes a test for strings that contain `constant`.
 *
 * A guess, to verify: mode and comparison default to MAPI's zeros, the full string and the exact text.
 */
export function matchesConstant(
  constant: string,
  mode: ContainmentMode = 'FullString',
  comparison: ContainmentComparison = 'Exact',
): (value: string) => boolean {
  const normalized = comparisons[comparison]
  const wanted = normalized(constant)
  return (value) => modes[mode](normalized(value), wanted)
}
