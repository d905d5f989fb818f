/** Characters of a string property in a row of a search (Microsoft, "FindItem operation", remarks), and of a preview. */
const MOST_CHARACTERS = 255

/** The beginning of a text, without half of a character that is two code units. */
export const shortText = (text: string): string => text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, '')
