/** The account that the server looks up. `domain` is empty if `username` is a user principal name. */
export interface NtlmIdentity {
  readonly username: string
  readonly domain: string
}

/** Splits `EXAMPLE\svc`, `svc@example.com`, or `svc` with a domain into the parts that NTLM's messages have. */
export function ntlmIdentity(username: string, domain = ''): NtlmIdentity {
  const backslash = username.indexOf('\\')
  if (backslash === -1) return { username, domain }
  return { username: username.slice(backslash + 1), domain: username.slice(0, backslash) }
}

/**
 * Letters with an upper case in Unicode, and therefore in JavaScript, but not in Windows: variants of other letters, such as `ς` and
 * `ſ`, and letters that got an upper case in a later version of Unicode. The ranges include characters that have none in either.
 */
const WITHOUT_UPPER_CASE = /[\u00b5ıſƛǅǈǋǲȿɀɒɜɡɤ-ɦɪɬʂʇʝ-\u0345ςϐ-ϖϰϱϳ-ϵԥ-ԯ\u10d0-\u1c8aᶎẛ\u1fbeⱟⳬ-ⳳⴧ-ⴭꙡꚙ-ꚛꞑ-\uabbf]/

/** Greek vowels with an iota. Windows maps each to one letter, `distance` code units further on. JavaScript maps it to two. */
const WITH_IOTA: readonly { readonly vowels: RegExp; readonly distance: number }[] = [
  { vowels: /[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7]/, distance: 8 },
  { vowels: /[\u1fb3\u1fc3\u1ff3]/, distance: 9 },
]

/**
 * Converts a text to upper case as Windows does (MS-UCODEREF, 3.1.5.3, the table of Windows 8), one code unit at a time. With
 * JavaScript's upper case the proof would be wrong for some names.
 */
export function windowsUpperCase(text: string): string {
  return text.split('').map(upperCaseOf).join('')
}

function upperCaseOf(unit: string): string {
  const withIota = WITH_IOTA.find(({ vowels }) => vowels.test(unit))
  if (withIota !== undefined) return String.fromCharCode(unit.charCodeAt(0) + withIota.distance)
  const upper = unit.toUpperCase()
  return upper.length > 1 || WITHOUT_UPPER_CASE.test(unit) ? unit : upper
}
