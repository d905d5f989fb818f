import type { BusyPeriod, Window } from 'ews-booking/booking'
import { legend, MARKS } from './marks'
import { SLOT_MS, slotsOf, wallClock } from './week'

/** The hours that are always shown. Earlier and later hours are shown if there is something in them. */
const FIRST_ROW = '08:00'
const LAST_ROW = '17:30'

/** Seven columns fit into 80 characters. */
const COLUMN = 9

/** Returns a week as a table of half hours, with a column per day. A half hour has a mark for each period that overlaps it. */
export function weekView(periods: readonly BusyPeriod[], week: Window, timeZone: string): string {
  const wall = wallClock(timeZone)
  const days = new Map<string, string>()
  const rows = new Map<string, Map<string, string>>()
  for (const slot of slotsOf(week)) {
    const { weekday, date, time } = wall(slot)
    days.set(date, weekday)
    const mark = markOf(slot, periods)
    if (mark === undefined && (time < FIRST_ROW || time > LAST_ROW)) continue
    const row = rows.get(time) ?? new Map<string, string>()
    rows.set(time, row.set(date, mark?.repeat(COLUMN) ?? row.get(date) ?? MARKS.free))
  }
  const cells = (texts: readonly string[]) =>
    texts
      .map((text) => text.padEnd(COLUMN))
      .join(' ')
      .trimEnd()
  const lines = [...rows]
    .sort(([first], [second]) => first.localeCompare(second))
    .map(([time, row]) => `${time}  ${cells([...days.keys()].map((date) => row.get(date) ?? ''))}`.trimEnd())
  const header = [cells([...days.values()]), cells([...days.keys()])].map((text) => `${' '.repeat(7)}${text}`)
  return [...header, ...lines, legend(periods.map(({ status }) => status))].join('\n')
}

/** The mark of the first period that overlaps a half hour. */
export function markOf(slot: Date, periods: readonly BusyPeriod[]): string | undefined {
  const start = slot.getTime()
  const found = periods.find((period) => period.start.getTime() < start + SLOT_MS && period.end.getTime() > start)
  return found && MARKS[found.status]
}
