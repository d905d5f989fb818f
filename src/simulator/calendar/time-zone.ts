import { offsetFromUtc } from '../../time/offset-from-utc'
import { ServiceError } from '../soap/service-error'
import { mainZoneTable } from './main-zone-table'

/** The IANA names of the zones that the simulator knows, by their Windows ids. */
const zones: ReadonlyMap<string, string> = new Map(
  mainZoneTable
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', name = ''] = line.split(': ')
      return [id, name]
    }),
)

/** The Windows ids of all time zones that the simulator knows. */
export const windowsTimeZoneIds: readonly string[] = [...zones.keys()]

const DAY_MS = 24 * 60 * 60 * 1000
const QUARTER_MS = 15 * 60 * 1000
const MAX_OFFSETS = 100_000

/** The clocks of a place. Wall clock times are counted in milliseconds, as if the place were in UTC. */
export interface TimeZone {
  wallClock(instant: Date): number
  /** The instant of a wall clock time: the first of two, or an hour later for a time that the clocks skip. */
  instant(wallClock: number): Date
}

/** The time that the clocks of a zone show, as if it were in UTC, for answers without offsets. */
export const wallTime = (instant: Date, zone: TimeZone): Date => new Date(zone.wallClock(instant))

/** Coordinated Universal Time. */
export const utc: TimeZone = {
  wallClock: (instant) => instant.getTime(),
  instant: (wallClock) => new Date(wallClock),
}

function ianaZone(timeZone: string): TimeZone {
  const offsetAt = offsetFromUtc(timeZone)
  // Intl is slow. No zone changes its clocks within a quarter of an hour.
  const offsets = new Map<number, number>()
  const offset = (time: number) => {
    const quarter = Math.floor(time / QUARTER_MS) * QUARTER_MS
    const known = offsets.get(quarter) ?? offsetAt(quarter)
    if (offsets.size >= MAX_OFFSETS) offsets.clear()
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

/** The error for a time zone that is neither known nor described in the request. */
export const invalidTimeZone = () => new ServiceError('ErrorTimeZone', 'The specified time zone is not valid.')

const known = new Map<string, TimeZone>()

/**
 * The zone of a Windows id. Defaults to UTC.
 *
 * @throws ServiceError ErrorTimeZone if the simulator doesn't know the id
 */
export function timeZoneOf(windowsId: string | undefined): TimeZone {
  if (windowsId === undefined || windowsId === 'UTC') return utc
  const name = zones.get(windowsId)
  if (name === undefined) throw invalidTimeZone()
  const zone = known.get(name) ?? ianaZone(name)
  known.set(name, zone)
  return zone
}
