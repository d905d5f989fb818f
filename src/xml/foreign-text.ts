/** The longest that a text from a server or a caller stands in a message, in characters (UTF-16 code units). */
const LONGEST_QUOTE = 200

/**
 * Everything invisible: control characters of C0 and C1, line and paragraph separators, lone surrogates, and format characters,
 * which include those that change the direction of the text around them (Unicode 16, 4.5; UAX 9, 2).
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

const escaped = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`

/**
 * Returns a text that somebody else chose, such as a server, in a form that can stand in an error message or a log line: one line,
 * every invisible character as `\u{a}`, and cut after `maxLength` characters with an ellipsis. The time it takes doesn't depend on
 * the length of the text.
 *
 * @param maxLength in UTF-16 code units, escapes and ellipsis included. Defaults to 200.
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

/** Makes room for the ellipsis, and leaves no half of a character. */
const shortened = (quote: string, maxLength: number) =>
  quote.length < maxLength ? quote : quote.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')
