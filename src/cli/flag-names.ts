/** The options of the library that messages name, and what the command line calls them. */
const FLAGS: readonly (readonly [option: RegExp, flag: string])[] = [
  [/'url'/g, '--url'],
  [/\btls\.ca\b/g, '--ca'],
  [/\bauth\.kdc(\.\d+)?/g, '--kdc'],
  [/\bauth\.realm\b/g, '--realm'],
  [/\bauth\.type\b/g, '--auth'],
  [/\bauth\.username\b/g, '--username'],
  [/\ballowInsecureHttp\b/g, '--insecure-http'],
]

/** Puts the names of the command line's options into a message of the library. */
export const withFlagNames = (text: string): string =>
  FLAGS.reduce((named, [option, flag]) => named.replace(option, flag), text)
