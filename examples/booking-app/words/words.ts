import { de } from './de'
import { en, type Words } from './en'
import { fr } from './fr'

/** The languages of the pages. */
export const LANGUAGES = ['en', 'de', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

export type { Words }

export const WORDS: Readonly<Record<Language, Words>> = { en, de, fr }

/** The first language of an `Accept-Language` header (RFC 9110, 12.5.4) that we have, or English. */
export function acceptedLanguage(header: string): Language {
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag = '', quality = 'q=1'] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      return { language: tag.slice(0, 2), quality: Number(quality.slice(2)) || 0 }
    })
    .sort((left, right) => right.quality - left.quality)
  return wanted.flatMap(({ language }) => LANGUAGES.filter((known) => known === language))[0] ?? 'en'
}
