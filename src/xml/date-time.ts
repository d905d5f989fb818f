const ZERO = 0x30
const NINE = 0x39
const PLUS = 0x2b
const HYPHEN = 0x2d
const POINT = 0x2e
const COLON = 0x3a
const LETTER_T = 0x54
const LETTER_Z = 0x5a

/** Where a fraction of a second begins. */
const FRACTION = 19

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** From the last day of February of the year 0. */
const DAYS_UNTIL_1970 = 719_469

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const daysInMonth = (year: number, month: number) =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)

/** Days since 1 January 1970. Years are counted from March, so that a leap day is the last of its year. */
function dayNumber(year: number, month: number, day: number): number {
  const march = month > 2 ? year : year - 1
  const leapDays = Math.floor(march / 4) - Math.floor(march / 100) + Math.floor(march / 400)
  const daysBeforeMonth = Math.floor((((month + 9) % 12) * 153 + 2) / 5)
  return march * 365 + leapDays + daysBeforeMonth + day - DAYS_UNTIL_1970
}

const isAt = (text: string, at: number, code: number) => text.charCodeAt(at) === code

const isDigit = (code: number) => code >= ZERO && code <= NINE

/** Two digits as a number; `NaN` for anything else. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at)
  const ones = text.charCodeAt(at + 1)
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN
}

/**
 * `xs:dateTime` in milliseconds since 1970, of which a longer fraction is cut off; without an offset it means UTC. `NaN` for
 * what is none, 30 February among it. Read by hand, since an answer is made of these: a pattern and `Date` take five times as long.
 */
export function parseDateTime(text: string): number {
  const year = pair(text, 0) * 100 + pair(text, 2)
  const month = pair(text, 5)
  const day = pair(text, 8)
  const isDay = month >= 1 && day >= 1 && day <= daysInMonth(year, month)
  if (!isDay || !isAt(text, 4, HYPHEN) || !isAt(text, 7, HYPHEN) || !isAt(text, 10, LETTER_T)) return Number.NaN
  const end = fractionEnd(text)
  const time = timeOf(text) + fractionOf(text, end) - offsetOf(text, end)
  return dayNumber(year, month, day) * DAY_MS + time
}

/** From midnight to midnight (XML Schema, 3.2.7: 24:00:00 is the next day's). */
function timeOf(text: string): number {
  const hour = pair(text, 11)
  const minute = pair(text, 14)
  const second = pair(text, 17)
  const isTime = hour <= 24 && minute <= 59 && second <= 59 && (hour < 24 || minute + second === 0)
  return isTime && isAt(text, 13, COLON) && isAt(text, 16, COLON)
    ? (hour * 3600 + minute * 60 + second) * 1000
    : Number.NaN
}

/** Where the digits after the decimal point end, or where one would be. */
function fractionEnd(text: string): number {
  let end = FRACTION
  if (isAt(text, end, POINT))
    do end += 1
    while (isDigit(text.charCodeAt(end)))
  return end
}

function fractionOf(text: string, end: number): number {
  if (end === FRACTION) return 0
  return end === FRACTION + 1
    ? Number.NaN
    : Number(text.slice(FRACTION + 1, Math.min(end, FRACTION + 4)).padEnd(3, '0'))
}

/** Milliseconds east of Greenwich. */
function offsetOf(text: string, at: number): number {
  if (text.length === at || (isAt(text, at, LETTER_Z) && text.length === at + 1)) return 0
  const hours = pair(text, at + 1)
  const minutes = pair(text, at + 4)
  const isOffset = text.length === at + 6 && isAt(text, at + 3, COLON) && hours <= 23 && minutes <= 59
  if (!isOffset || !(isAt(text, at, PLUS) || isAt(text, at, HYPHEN))) return Number.NaN
  return (isAt(text, at, PLUS) ? 1 : -1) * (hours * 60 + minutes) * MINUTE_MS
}
