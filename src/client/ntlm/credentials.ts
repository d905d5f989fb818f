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

/** U+0131, to which Windows knows no upper case. */
const DOTLESS_I = '\u0131'

/**
 * Upper case as Windows has it (MS-UCODEREF, 3.1.5.3): each code unit for itself, by one other or by none. JavaScript's makes
 * two letters of `ß`, and the proof wrong.
 */
export function windowsUpperCase(text: string): string {
  return text
    .split('')
    .map((unit) => {
      const upper = unit.toUpperCase()
      return upper.length === 1 && unit !== DOTLESS_I ? upper : unit
    })
    .join('')
}
