import { Temporal } from 'temporal-polyfill'

/** The zone of the browser. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The IANA zones to choose from. */
export const zones: readonly string[] = [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]

/** An instant as an input of the type `datetime-local` has it. */
export const localOf = (epochMs: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

/** The instant that an input of the type `datetime-local` means in a zone, as RFC 3339. */
export const instantOf = (local: string, zone: string): string =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds).toISOString()

/** An instant for people: `Tue, Dec 1, 10:30:00`. */
export const spoken = (epochMs: number, zone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(epochMs)

/** A time of day for people: `10:30:00`. */
export const timeOfDay = (epochMs: number, zone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, timeStyle: 'medium', hourCycle: 'h23' }).format(epochMs)

/** The Monday of the week of a time, as `2026-11-30`. */
export function mondayOf(epochMs: number, zone: string): string {
  const day = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate()
  return day.subtract({ days: day.dayOfWeek - 1 }).toString()
}

/** A day some days later. */
export const later = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()

/** The title of a week that begins on a Monday: `Nov 30 – Dec 6, 2026`. */
export function weekTitle(monday: string): string {
  const format = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' })
  return format.formatRange(new Date(monday), new Date(later(monday, 6)))
}
