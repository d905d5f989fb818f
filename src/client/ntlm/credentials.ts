/** Whom the server is to look up. `domain` is empty where `username` is a user principal name. */
export interface NtlmIdentity {
  readonly username: string
  readonly domain: string
}

/** `EXAMPLE\svc`, `svc@example.com`, or `svc` with a domain, as NTLM's messages want them apart. */
export function ntlmIdentity(username: string, domain = ''): NtlmIdentity {
  const backslash = username.indexOf('\\')
  if (backslash === -1) return { username, domain }
  return { username: username.slice(backslash + 1), domain: username.slice(0, backslash) }
}

/**
 * What has an upper case in Unicode, and so in JavaScript, but none in Windows: variants of other letters, as `ς` and `ſ` are, and
 * letters to which Unicode gave one later. The ranges reach across what has none anywhere.
 */
const WITHOUT_UPPER_CASE = /[\u00b5ıſƛǅǈǋǲȿɀɒɜɡɤ-ɦɪɬʂʇʝ-\u0345ςϐ-ϖϰϱϳ-ϵԥ-ԯ\u10d0-\u1c8aᶎẛ\u1fbeⱟⳬ-ⳳⴧ-ⴭꙡꚙ-ꚛꞑ-\uabbf]/

/** Greek vowels with an iota: Windows makes one letter of each, so many units further on, and JavaScript two. */
const WITH_IOTA: readonly { readonly vowels: RegExp; readonly distance: number }[] = [
  { vowels: /[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7]/, distance: 8 },
  { vowels: /[\u1fb3\u1fc3\u1ff3]/, distance: 9 },
]

/**
 * Upper case as Windows has it (MS-UCODEREF, 3.1.5.3, the table of Windows 8): each code unit for itself, by one other or by
 * none. Where JavaScript's is another the proof would be wrong.
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
