const SECOND_MS = 1000

/**
 * Returns a function from an instant, in milliseconds since 1970, to the milliseconds that the wall clock of a time zone is ahead of UTC.
 * Before the 1970s these aren't always whole minutes. Keep the function: Intl takes long to make what it needs.
 *
 * @param timeZone an IANA name, in any case
 * @throws RangeError if Intl doesn't know it
 */
export function offsetFromUtc(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    // Intl rounds down to whole seconds.
    const second = Math.floor(instant / SECOND_MS) * SECOND_MS
    const parts = new Map(format.formatToParts(second).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    return wall - second
  }
}
