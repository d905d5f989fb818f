/**
 * A name in upper case as Windows has it: each UTF-16 code unit by itself and for one other, without regard to language
 * (MS-UCODEREF, 3.1.5.3, Windows 8 Upper Case Mapping Table).
 */
export function upperCase(name: string): string {
  return name.replace(CODE_UNIT, (unit) => CAPITALS_WITH_IOTA.get(unit) ?? simpleUpperCase(unit))
}

/** Without the flag `u` the halves of a pair are matched apart, and neither has an upper case. */
const CODE_UNIT = /[^\0-`{-\x7f]/g

/** By their small letters, of which JavaScript makes two letters each. */
const CAPITALS_WITH_IOTA = new Map(
  [...'ᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾼῌῼ'].map((capital) => [capital.toLowerCase(), capital]),
)

/** Blocks and letters that Unicode gave an upper case to after Windows' table was made, as Georgian in Unicode 11. */
const YOUNGER_PAIRS = /[ƛȿɀɒɜɡɤ-ɦɪɬʂʇʝʞϳԥ-ԯ\u10d0-\u10ff\u13f8-\u13fd\u1c8aᶎⱟⳬ-ⳳⴧ-ⴭꙡꚙ-ꚛꞑ-\uabbf]/

/** The table only has letters that come back when they are lower-cased again, which `ſ` and `ς` don't. */
function simpleUpperCase(unit: string): string {
  const upper = unit.toUpperCase()
  return upper.length === 1 && upper.toLowerCase() === unit && !YOUNGER_PAIRS.test(unit) ? upper : unit
}
