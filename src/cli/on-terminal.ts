/**
 * Returns a text of the server's as it may be printed on a terminal: in one line, and without control characters. A title with escape
 * sequences could move the cursor or set the clipboard; bidirectional controls could make it read as another.
 */
export const onTerminal = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
