/**
 * Converts a name to upper case like Windows: each UTF-16 code unit on its own, to exactly one other, in every language alike
 * (MS-UCODEREF, 3.1.5.3, Windows 8 Upper Case Mapping Table).
 */
export function upperCase(name: string): string {
  return name.replace(CODE_UNIT, (unit) => CAPITALS_WITH_IOTA.get(unit) ?? simpleUpperCase(unit))
}

/** Without the flag `u`, the halves of a surrogate pair are matched separately. Neither has an upper case. */
const CODE_UNIT = /[^\0-`{-\x7f]/g

/** The capitals of letters that JavaScript converts to two letters each. */
const CAPITALS_WITH_IOTA = new Map(
  [...'ᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾼῌῼ'].map((capital) => [capital.toLowerCase(), capital]),
)

/** Letters that got an upper case in Unicode after Windows' table was made, such as Georgian in Unicode 11. */
const YOUNGER_PAIRS = /[ƛȿɀɒɜɡɤ-ɦɪɬʂʇʝʞϳԥ-ԯ\u10d0-\u10ff\u13f8-\u13fd\u1c8aᶎⱟⳬ-ⳳⴧ-ⴭꙡꚙ-ꚛꞑ-\uabbf]/

/** The table only has letters that survive a conversion back to lower case. `ſ` and `ς` don't. */
function simpleUpperCase(unit: string): string {
  const upper = unit.toUpperCase()
  return upper.length === 1 && upper.toLowerCase() === unit && !YOUNGER_PAIRS.test(unit) ? upper : unit
}
