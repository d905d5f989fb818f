/** One @ between two parts without spaces and without the separators of address lists (RFC 5322, 3.2.3, specials). */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/

/** Characters that XML 1.0 can't carry (section 2.2, Char). The client refuses them too, but names Exchange's field. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression matches control characters on purpose
const ILLEGAL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u

/** Whether a text has a character that XML 1.0 can't carry. */
export const hasIllegalCharacter = (text: string): boolean => ILLEGAL_CHARACTER.test(text)

/** Whether a value looks like one SMTP address, such as `guest@example.com`. Only the server knows whether it exists. */
export const isSmtpAddress = (value: unknown): value is string =>
  typeof value === 'string' && ADDRESS.test(value) && !hasIllegalCharacter(value)
