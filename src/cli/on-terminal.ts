/** Controls of C0 and C1, and those that change the direction of the text around them (UAX 9, 2). */
const CONTROL = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Returns a text from the server in a form that is safe on a terminal: in one line, and without control characters. A title with escape
 * sequences could move the cursor or set the clipboard; bidirectional controls could make it read as another.
 */
export const onTerminal = (text: string): string => text.replace(/\s+/g, ' ').replace(CONTROL, '').trim()

/** Like `onTerminal`, but keeps lines, and shows control characters as `\u{1b}`. */
export const linesOnTerminal = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(CONTROL, (control) => (/[\n\t]/.test(control) ? control : `\\u{${control.codePointAt(0)?.toString(16)}}`))
