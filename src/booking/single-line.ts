/**
 * Whether a text has something in it and neither control characters nor what no XML can carry: half a character, U+FFFE and U+FFFF
 * (XML 1.0, 2.2).
 */
export const isSingleLine = (text: string): boolean => /^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]+$/u.test(text)
