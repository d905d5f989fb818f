/** How often each letter occurs in English, per ten thousand letters. Other European languages are near enough. */
const LETTERS: Readonly<Record<string, number>> = {
  ...{ a: 820, b: 150, c: 280, d: 430, e: 1270, f: 220, g: 200, h: 610, i: 700, j: 15, k: 80, l: 400, m: 240 },
  ...{ n: 670, o: 750, p: 190, q: 10, r: 600, s: 630, t: 910, u: 280, v: 100, w: 240, x: 15, y: 200, z: 7 },
}

type Kind = 'lower' | 'upper' | 'digit' | 'separator'

/** The probability of the kind of the next character, by the kind of the one before. Each row adds up to 1. */
const KINDS: Readonly<Record<Kind | 'start', Readonly<Record<Kind, number>>>> = {
  start: { lower: 0.4, upper: 0.5, digit: 0.07, separator: 0.03 },
  lower: { lower: 0.82, upper: 0.08, digit: 0.03, separator: 0.07 },
  upper: { lower: 0.8, upper: 0.12, digit: 0.04, separator: 0.04 },
  digit: { lower: 0.12, upper: 0.14, digit: 0.6, separator: 0.14 },
  separator: { lower: 0.42, upper: 0.42, digit: 0.14, separator: 0.02 },
}

/** The probability that a letter is a vowel, by the letter before. */
const VOWEL_AFTER = { vowel: 0.15, consonant: 0.55, other: 0.35 } as const

const isVowel = (letter: string) => 'aeiou'.includes(letter)

const total = (vowels: boolean) =>
  Object.entries(LETTERS).reduce((sum, [letter, count]) => sum + (isVowel(letter) === vowels ? count : 0), 0)

const VOWELS = total(true)
const CONSONANTS = total(false)

function kindOf(character: string): Kind {
  if (/[a-z]/.test(character)) return 'lower'
  if (/[A-Z]/.test(character)) return 'upper'
  return /\d/.test(character) ? 'digit' : 'separator'
}

/** The probability of a letter where some letter comes next. */
function probabilityOfLetter(letter: string, previous: string): number {
  const after = /[a-z]/.test(previous) ? (isVowel(previous) ? 'vowel' : 'consonant') : 'other'
  const vowel = VOWEL_AFTER[after]
  const count = LETTERS[letter] ?? 0
  return isVowel(letter) ? (vowel * count) / VOWELS : ((1 - vowel) * count) / CONSONANTS
}

/** The probability of a character within its kind. */
function probabilityWithinKind(character: string, kind: Kind, previous: string): number {
  if (kind === 'digit') return 1 / 10
  if (kind === 'separator') return character === '-' ? 0.6 : 0.4
  return probabilityOfLetter(character.toLowerCase(), previous.toLowerCase())
}

/**
 * Returns the probability that a person types `character` after `previous`, which is empty at the beginning. For each `previous` the
 * probabilities of the 64 characters of base64url add up to 1.
 */
export function probabilityOf(character: string, previous: string): number {
  const kind = kindOf(character)
  return KINDS[previous === '' ? 'start' : kindOf(previous)][kind] * probabilityWithinKind(character, kind, previous)
}

/**
 * Returns how many bits an ideal code for typed text spends on `text`, which consists of characters of base64url. Passphrases of 42
 * characters take about 200 bits, random texts about 320.
 *
 * No code has more than 2^n texts of at most n bits (Kraft's inequality). So of 2^252 equally likely texts at most one in 2^(252 - n)
 * takes n bits or fewer, whatever the probabilities are.
 */
export function typedBits(text: string): number {
  let bits = 0
  let previous = ''
  for (const character of text) {
    bits -= Math.log2(probabilityOf(character, previous))
    previous = character
  }
  return bits
}
