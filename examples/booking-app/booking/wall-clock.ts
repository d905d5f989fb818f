/** A civil day, such as `2027-03-02`. */
export type Day = string

const DAY_MS = 24 * 60 * 60 * 1000

/** The zone of a name in its usual spelling, so that visitors can't fill the memory with others; `undefined` if there is none. */
export function timeZoneOf(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day that a wall clock in the zone shows at an instant. */
export function dayOf(instant: Date, timeZone: string): Day {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(instant)
}

/** The day so many days later. */
export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** How many days later the other day is. */
export const daysBetween = (day: Day, other: Day): number =>
  Math.round((Date.parse(`${other}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / DAY_MS)

/** The Monday of a day's week. */
export const mondayOf = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** A window that has the days of every time zone: from the first day to the day before `end`. Pick what is on a day by `dayOf`. */
export const windowAround = (start: Day, end: Day): { start: Date; end: Date } => ({
  start: new Date(Date.parse(`${start}T00:00:00Z`) - DAY_MS),
  end: new Date(Date.parse(`${end}T00:00:00Z`) + DAY_MS),
})

/** Whether a text is a day. */
export const isDay = (text: string): boolean =>
  /^2\d{3}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
