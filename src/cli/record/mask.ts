const ACCENTED = 'ü'
const WIDE = '語'
const ASTRAL = '𠀀'

/** Letters and digits, in any script. */
const SIGNIFICANT = /[\p{L}\p{N}\p{M}\p{Emoji_Presentation}]/u

/** Returns what replaces a letter or digit: the same kind, with as many bytes in UTF-8 and as many units in UTF-16. */
function maskOf(character: string): string {
  if (/[a-z]/.test(character)) return 'x'
  if (/[A-Z]/.test(character)) return 'X'
  if (/\d/.test(character) && character < '\u0080') return '0'
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint < 0x800) return ACCENTED
  return codePoint < 0x10000 ? WIDE : ASTRAL
}

/** `&amp;`, `&#233;`, `&#x1F;`. */
const REFERENCE = /&(#x[\da-f]{1,6}|#\d{1,7}|\w{1,10});/gi

/**
 * Replaces each letter and digit of a text in a document. White space, punctuation, control characters and references to them
 * stay, because they are what readers stumble over.
 */
export function masked(text: string): string {
  let result = ''
  let done = 0
  for (const reference of text.matchAll(REFERENCE)) {
    result += maskedCharacters(text.slice(done, reference.index)) + maskedReference(reference[0], reference[1] ?? '')
    done = reference.index + reference[0].length
  }
  return result + maskedCharacters(text.slice(done))
}

const maskedCharacters = (text: string): string =>
  Array.from(text, (character) => (SIGNIFICANT.test(character) ? maskOf(character) : character)).join('')

const PREDEFINED = new Set(['amp', 'lt', 'gt', 'quot', 'apos'])

/** A reference to a letter says as much as the letter. */
function maskedReference(reference: string, name: string): string {
  if (PREDEFINED.has(name)) return reference
  if (!name.startsWith('#')) return maskedCharacters(reference)
  const codePoint = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  const character = codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ''
  return SIGNIFICANT.test(character) ? maskOf(character) : reference
}
