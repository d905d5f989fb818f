/** The longest string in a result of FindItem (Microsoft, "FindItem operation", remarks), and in a preview. */
const MOST_CHARACTERS = 255

/** Returns the beginning of a text, without cutting a surrogate pair in half. */
export const shortText = (text: string): string => text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, '')
