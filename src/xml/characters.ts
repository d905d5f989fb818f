/** Characters that XML 1.0 can't carry (2.2, Char): most control characters, lone surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that the rule is about
const ILLEGAL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u

/** Returns the first character of `text` that XML 1.0 can't carry, as `U+XXXX`, or `undefined` if there is none. */
export function illegalCharacter(text: string): string | undefined {
  const codePoint = ILLEGAL_CHARACTER.exec(text)?.[0].codePointAt(0)
  return codePoint === undefined ? undefined : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Whether a text can be written as it is, both as text and as an attribute. False means that it may need escaping or refusing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that the rule is about
export const isPlain = (text: string): boolean => !/[\u0000-\u001f"&<>\ud800-\udfff\ufffe\uffff]/.test(text)

/** Whether a text is empty or consists of white space (XML 1.0, 2.3). */
export const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

/** Characters that have a meaning in XML, and those that a reader would change: line ends, and white space in attributes. */
const TEXT_REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }
const ATTRIBUTE_REFERENCES: Record<string, string> = {
  ...TEXT_REFERENCES,
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
}

/** Escapes text between tags. Carriage returns become references; a reader would turn them into line feeds (XML 1.0, 2.11). */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => TEXT_REFERENCES[character] ?? character)
}

/** Escapes an attribute's value. White space becomes references; a reader would turn it into spaces (XML 1.0, 3.3.3). */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>\r"\t\n]/g, (character) => ATTRIBUTE_REFERENCES[character] ?? character)
}
