/**
 * Whether a text is not empty and has no control characters and no characters that XML can't carry: unpaired surrogates, U+FFFE and
 * U+FFFF (XML 1.0, 2.2).
 */
export const isSingleLine = (text: string): boolean => /^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]+$/u.test(text)
