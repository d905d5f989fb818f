import type { CheckStep } from './check-step'

/** What addresses and names look like, for those that no step knew, such as in the server's own words. */
const SHAPES: readonly (readonly [kind: string, shape: RegExp])[] = [
  ['fingerprint', /\b(?:[\dA-F]{2}:){19,31}[\dA-F]{2}\b|\b[\dA-F]{40}\b/g],
  ['mailbox', /[^\s@"'(<,;:]+@[\w-]+(?:\.[\w-]+)+/g],
  ['account', /\b[A-Z][A-Z0-9-]{1,14}\\[\w.$-]+/g],
  [
    'address',
    /\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])(?=[\da-f:]*(?:::|(?:[\da-f]{1,4}:){4}))[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi,
  ],
  ['host', /\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}\b/gi],
]

/** What looks like a host but needn't be hidden: our options, files and examples, and Microsoft's hosts. */
const HARMLESS =
  /^(?:(?:auth|tls|client)\.\w+|\w+\.(?:asmx|aspx|md|cer|pem)|(?:.+[.@])?example\.(?:com|org|net)|.+\.(?:microsoft|outlook|office365)\.com)$/i

const OUR_EXAMPLE = /^(?:EXAMPLE\\svc(-booking)?|EXAMPLE\\EXCH-ASA\$?|EX01\\EWS)$/

/**
 * Returns a function that replaces what is confidential in steps: hosts, addresses, accounts, mailboxes and organizations. The same name
 * becomes the same word in all steps, such as `host-1`. Call it for each step in turn. Secrets are in no step anyway.
 */
export function checkRedaction(): (step: CheckStep) => CheckStep {
  const words = new Map<string, string>()
  const counts = new Map<string, number>()
  const wordFor = (name: string, kind: string): string => {
    const known = words.get(name.toLowerCase())
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    const word = `${kind}-${count}`
    counts.set(kind, count)
    words.set(name.toLowerCase(), word)
    return word
  }
  return ({ missingAuthority: _, ...step }) => {
    const replaced = (text: string) => withoutNames(text, step.confidential, wordFor)
    return {
      ...step,
      found: replaced(step.found),
      ...(step.remedy !== undefined && { remedy: replaced(step.remedy) }),
      confidential: [],
    }
  }
}

function withoutNames(text: string, names: readonly string[], wordFor: (name: string, kind: string) => string): string {
  const sorted = [...names].sort((a, b) => b.length - a.length)
  const known = sorted.length === 0 ? text : text.replace(anyOf(sorted), (name) => wordFor(name, kindOf(name)))
  return SHAPES.reduce(
    (rest, [kind, shape]) =>
      rest.replace(shape, (name) => (HARMLESS.test(name) || OUR_EXAMPLE.test(name) ? name : wordFor(name, kind))),
    known,
  )
}

/** Whole words only: an account may be called `user`. */
const anyOf = (names: readonly string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'giu')

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

function kindOf(name: string): string {
  if (name.includes('@')) return 'mailbox'
  if (/^[\d.]+(:\d+)?$/.test(name) || /^\[?[\da-f:]+\]?(:\d+)?$/i.test(name)) return 'address'
  return name.includes('.') ? 'host' : 'name'
}
