/** How much of a text from a server or a caller an error message quotes, in UTF-16 code units. */
const LONGEST_QUOTE = 200

/**
 * Invisible characters: C0 and C1 controls, line and paragraph separators, lone surrogates, and format characters. The latter
 * include those that change the direction of the text around them (Unicode 16, 4.5; UAX 9, 2).
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

const escaped = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`

/**
 * Returns a text from elsewhere, such as a server, in a form that is safe in an error message or a log line: on one line, with
 * invisible characters as `\u{a}`, and cut to `maxLength` with an ellipsis. The time doesn't depend on the length of the text.
 *
 * @param maxLength In UTF-16 code units, including escapes and the ellipsis. Defaults to 200.
 */
export function quotable(text: string, maxLength: number = LONGEST_QUOTE): string {
  let quote = ''
  for (const character of text.slice(0, maxLength + 1)) {
    const next = INVISIBLE.test(character) ? escaped(character) : character
    if (quote.length + next.length > maxLength) return `${shortened(quote, maxLength)}…`
    quote += next
  }
  return quote
}

/** Makes room for the ellipsis without cutting a character in half. */
const shortened = (quote: string, maxLength: number) =>
  quote.length < maxLength ? quote : quote.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')
