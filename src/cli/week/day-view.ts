import type { BusyPeriod, Window } from 'ews-booking/booking'
import { fitted } from '../fitted'
import { legend, MARKS } from './marks'
import { slotsOf, wallClock } from './week'
import { markOf } from './week-view'

/** One row of the picture: a mailbox, and its periods unless they are unknown. */
export interface Row {
  readonly name: string
  readonly periods: readonly BusyPeriod[] | undefined
}

/** The hours that are always shown, as half hours of the day. The picture widens to the earliest and latest period. */
const FIRST = 16
const LAST = 36

/** The longest name that leaves room for 24 hours in 80 columns. */
const NAME = 28

/** Returns days as a picture with a row for each mailbox, and a character for each half hour. */
export function dayView(rows: readonly Row[], window: Window, timeZone: string): string {
  const wall = wallClock(timeZone)
  const days = new Map<string, Date[]>()
  for (const slot of slotsOf(window)) {
    const { weekday, date } = wall(slot)
    const day = `${weekday} ${date}`
    days.set(day, [...(days.get(day) ?? []), slot])
  }
  const position = (slot: Date) => {
    const [hour = 0, minute = 0] = wall(slot).time.split(':').map(Number)
    return hour * 2 + Math.floor(minute / 30)
  }
  const taken = slotsOf(window).filter((slot) => rows.some(({ periods = [] }) => markOf(slot, periods) !== undefined))
  const first = Math.min(FIRST, ...taken.map(position).map((column) => column - (column % 2)))
  const last = Math.max(LAST, ...taken.map((slot) => position(slot) + 1))
  const width = Math.min(NAME, Math.max(...rows.map(({ name }) => name.length), 'Mon 30 Nov'.length))
  const scale = Array.from({ length: Math.ceil((last - first) / 4) }, (_, index) =>
    `${Math.floor(first / 2) + index * 2}`.padStart(2, '0').padEnd(4),
  ).join('')

  const line = ({ name, periods }: Row, slots: readonly Date[]) => {
    const marks = Array.from<string>({ length: last - first }).fill(' ')
    for (const slot of slots) {
      const column = position(slot) - first
      if (column < 0 || column >= marks.length) continue
      marks[column] = periods === undefined ? MARKS.unknown : (markOf(slot, periods) ?? MARKS.free)
    }
    return `${fitted(name, width).padEnd(width)}  ${marks.join('')}`.trimEnd()
  }

  const blocks = [...days].map(([day, slots]) =>
    [`${day.padEnd(width)}  ${scale}`.trimEnd(), ...rows.map((row) => line(row, slots))].join('\n'),
  )
  const statuses = rows.flatMap(({ periods }) => periods?.map(({ status }) => status) ?? ['unknown' as const])
  return [...blocks, legend(statuses)].join('\n\n')
}
