/**
 * A name in upper case as Windows has it: each UTF-16 code unit by itself and for one other, without regard to language
 * (MS-UCODEREF, 3.1.5.3). JavaScript's own rule makes `SS` of `ß`, `I` of the dotless `ı`, and follows Unicode's newer versions.
 */
export function upperCase(name: string): string {
  return name.replace(CODE_UNIT, (unit) => EXCEPTIONS[unit] ?? simpleUpperCase(unit))
}

/** Without the flag `u` the halves of a pair are matched apart, and neither has an upper case. */
const CODE_UNIT = /[^\0-`{-\x7f]/g

/** The table only has letters that come back when they are lower-cased again, with this exception. */
const EXCEPTIONS: Readonly<Record<string, string>> = { ς: 'Σ' }

/** Letters that Unicode gave an upper case to after Windows' table was made: Georgian in 11.0, Cherokee in 8.0. */
const YOUNGER_PAIRS = /[\u10d0-\u10ff\u13f8-\u13fd\uab70-\uabbf]/

function simpleUpperCase(unit: string): string {
  const upper = unit.toUpperCase()
  return upper.length === 1 && upper.toLowerCase() === unit && !YOUNGER_PAIRS.test(unit) ? upper : unit
}
