/** One way to sign in that a server offers (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In the server's spelling. */
  readonly scheme: string
  /** The token of some schemes, such as NTLM's message. */
  readonly token?: string | undefined
}

/**
 * The challenges of `WWW-Authenticate`, in the server's order. Several headers of the name are the same as one (RFC 9110, 5.3); quoted
 * strings can look like anything, so they are emptied first.
 */
export function readChallenges(header: string): Challenge[] {
  return header
    .replace(/"(?:[^"\\]|\\.)*"?/gs, '""')
    .split(',')
    .flatMap((part) => {
      const [, scheme, rest = ''] = /^([!#$%&'*+.^`|~\w-]+)(?:\s+(.*))?$/s.exec(part.trim()) ?? []
      // Everything else is a parameter of the challenge before.
      if (scheme === undefined || rest.startsWith('=')) return []
      return { scheme, token: /^[\w.~+/-]+=*$/.test(rest) ? rest : undefined }
    })
}

/** Schemes are the same in any letter case (RFC 9110, 11.1). */
export const isScheme =
  (wanted: string) =>
  (scheme: string): boolean =>
    scheme.toLowerCase() === wanted.toLowerCase()

/** The names of the schemes, in the server's order and spelling. */
export const offeredSchemes = (header: string): string[] => readChallenges(header).map(({ scheme }) => scheme)
