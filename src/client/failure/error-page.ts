/** As much of a page as is searched for the server's own words, in bytes. */
export const BEGINNING_BYTES: number = 8 * 1024

/** Where a page says what is wrong: a SOAP fault's text, the title, the first heading. Attributes end at the next tag, for linear time. */
const PLACES = [/<(?:\w+:)?faultstring\b[^<>]*>([^<]*)/i, /<title\b[^<>]*>([^<]*)/i, /<h1\b[^<>]*>([^<]*)/i] as const

/** Returns what a page says is wrong, in the server's own words; empty if it says nothing. Takes linear time, whatever the page. */
export function pageWords(page: string): string {
  for (const place of PLACES) {
    const words = place.exec(page)?.[1]?.trim() ?? ''
    if (words !== '') return words
  }
  return ''
}
