import { ServiceError } from '../soap/service-error'

/** The Windows ids that the simulator knows, and their zones in the IANA database (Unicode CLDR, windowsZones, territory 001). */
const zones: ReadonlyMap<string, string> = new Map(
  Object.entries({
    UTC: 'UTC',
    'GMT Standard Time': 'Europe/London',
    'Greenwich Standard Time': 'Atlantic/Reykjavik',
    'W. Europe Standard Time': 'Europe/Berlin',
    'Central Europe Standard Time': 'Europe/Budapest',
    'Central European Standard Time': 'Europe/Warsaw',
    'Romance Standard Time': 'Europe/Paris',
    'E. Europe Standard Time': 'Europe/Chisinau',
    'FLE Standard Time': 'Europe/Kiev',
    'GTB Standard Time': 'Europe/Bucharest',
    'Turkey Standard Time': 'Europe/Istanbul',
    'Russian Standard Time': 'Europe/Moscow',
    'Israel Standard Time': 'Asia/Jerusalem',
    'South Africa Standard Time': 'Africa/Johannesburg',
    'Egypt Standard Time': 'Africa/Cairo',
    'Arab Standard Time': 'Asia/Riyadh',
    'Arabian Standard Time': 'Asia/Dubai',
    'India Standard Time': 'Asia/Calcutta',
    'Nepal Standard Time': 'Asia/Katmandu',
    'China Standard Time': 'Asia/Shanghai',
    'Singapore Standard Time': 'Asia/Singapore',
    'Tokyo Standard Time': 'Asia/Tokyo',
    'Korea Standard Time': 'Asia/Seoul',
    'AUS Eastern Standard Time': 'Australia/Sydney',
    'E. Australia Standard Time': 'Australia/Brisbane',
    'New Zealand Standard Time': 'Pacific/Auckland',
    'Newfoundland Standard Time': 'America/St_Johns',
    'Atlantic Standard Time': 'America/Halifax',
    'Eastern Standard Time': 'America/New_York',
    'Central Standard Time': 'America/Chicago',
    'Mountain Standard Time': 'America/Denver',
    'US Mountain Standard Time': 'America/Phoenix',
    'Pacific Standard Time': 'America/Los_Angeles',
    'Alaskan Standard Time': 'America/Anchorage',
    'Hawaiian Standard Time': 'Pacific/Honolulu',
    'E. South America Standard Time': 'America/Sao_Paulo',
    'Argentina Standard Time': 'America/Buenos_Aires',
  }),
)

/** The Windows ids of all time zones that the simulator knows. */
export const windowsTimeZoneIds: readonly string[] = [...zones.keys()]

const DAY_MS = 24 * 60 * 60 * 1000
const QUARTER_MS = 15 * 60 * 1000

/** The clocks of a place. Wall clock times are counted in milliseconds, as if the place were in UTC. */
export interface TimeZone {
  wallClock(instant: Date): number
  /** The instant of a wall clock time: the first of two, or an hour later for a time that the clocks skip. */
  instant(wallClock: number): Date
}

/** The time that the clocks of a zone show, as if they were in UTC: what an answer without offsets says. */
export const wallTime = (instant: Date, zone: TimeZone): Date => new Date(zone.wallClock(instant))

/** Coordinated Universal Time. */
export const utc: TimeZone = {
  wallClock: (instant) => instant.getTime(),
  instant: (wallClock) => new Date(wallClock),
}

function ianaZone(timeZone: string): TimeZone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsetAt = (time: number) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    return wall - time
  }
  // Intl is slow. No zone changes its clocks within a quarter of an hour.
  const offsets = new Map<number, number>()
  const offset = (time: number) => {
    const quarter = Math.floor(time / QUARTER_MS) * QUARTER_MS
    const known = offsets.get(quarter) ?? offsetAt(quarter)
    offsets.set(quarter, known)
    return known
  }
  return zoneByOffset(offset)
}

/** A zone by its offset from UTC at each instant, both in milliseconds. */
export const zoneByOffset = (offset: (time: number) => number): TimeZone => ({
  wallClock: (instant) => instant.getTime() + offset(instant.getTime()),
  instant(wallClock) {
    const before = offset(wallClock - DAY_MS)
    const after = offset(wallClock + DAY_MS)
    const times = [wallClock - before, wallClock - after].filter((time) => time + offset(time) === wallClock)
    return new Date(times.length === 0 ? wallClock - before : Math.min(...times))
  },
})

const known = new Map<string, TimeZone>()

/**
 * The zone of a Windows id. Defaults to UTC.
 *
 * @throws ServiceError ErrorTimeZone if the simulator doesn't know the id
 */
export function timeZoneOf(windowsId: string | undefined): TimeZone {
  const name = zones.get(windowsId ?? 'UTC')
  if (name === undefined) throw new ServiceError('ErrorTimeZone', 'The specified time zone is not valid.')
  if (name === 'UTC') return utc
  const zone = known.get(name) ?? ianaZone(name)
  known.set(name, zone)
  return zone
}
