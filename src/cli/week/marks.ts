import type { Status } from 'ews-booking/booking'

/** How a status looks in a picture. */
export const MARKS: Readonly<Record<Status, string>> = {
  free: '·',
  tentative: '▒',
  busy: '█',
  outOfOffice: '▓',
  workingElsewhere: '░',
  unknown: '?',
}

/** A status in words: `working elsewhere`. */
export const inWords = (status: Status): string => status.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** Explains the marks of a picture. */
export function legend(statuses: readonly Status[]): string {
  const shown = [...new Set(statuses)].filter((status) => status !== 'free').sort()
  return ['free' as const, ...shown].map((status) => `${MARKS[status]} ${inWords(status)}`).join('   ')
}
