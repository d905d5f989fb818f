/** What XML 1.0 can't carry (section 2.2, Char): most control characters, lone surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that the rule is about
const ILLEGAL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u

/** The first character of `text` that XML 1.0 can't carry, as `U+XXXX`; `undefined` if there is none. */
export function illegalCharacter(text: string): string | undefined {
  const codePoint = ILLEGAL_CHARACTER.exec(text)?.[0].codePointAt(0)
  return codePoint === undefined ? undefined : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

/** False where a text may have something in it that is to be escaped or refused, wherever it is to stand. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that the rule is about
export const isPlain = (text: string): boolean => !/[\u0000-\u001f"&<>\ud800-\udfff\ufffe\uffff]/.test(text)

/** Whether a text has nothing in it but white space (XML 1.0, 2.3), if anything. */
export const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

/** Characters with a meaning of their own, and those that a reader would change: line ends, white space in attributes. */
const TEXT_REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }
const ATTRIBUTE_REFERENCES: Record<string, string> = {
  ...TEXT_REFERENCES,
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
}

/** Text between tags. A carriage return is written as a reference, or the reader would take it for a line feed (XML 1.0, 2.11). */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => TEXT_REFERENCES[character] ?? character)
}

/** An attribute's value. White space is written as references, or the reader would make spaces of it (XML 1.0, 3.3.3). */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>\r"\t\n]/g, (character) => ATTRIBUTE_REFERENCES[character] ?? character)
}
