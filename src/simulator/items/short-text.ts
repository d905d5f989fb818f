/** The longest string in a result of FindItem (Microsoft, "FindItem operation", remarks), and in a preview. */
const MOST_CHARACTERS = 255

/** The beginning of a text. It doesn't end within a surrogate pair. */
export const shortText = (text: string): string => text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, '')
