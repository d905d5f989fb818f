import { type BookableSlot, BookingCalendar, type Weekday, type WeeklyHours } from 'ews-booking/booking'
import { mailboxOf, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import type { Surroundings } from '../surroundings'
import { daysOf, type WindowFlags } from '../time/window'
import { wallClock } from '../week/week'

interface Flags extends ConnectionFlags, WindowFlags {
  readonly minutes?: number
  readonly open?: string
  readonly close?: string
  readonly weekends: boolean
  readonly any: boolean
  readonly json: boolean
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const WEEKEND = ['saturday', 'sunday'] as const

/** Prints times that can be booked. Those that have passed are left out. */
export async function freeSlots(this: Surroundings, flags: Flags, ...given: readonly string[]): Promise<void> {
  const { minutes = 30, open = '09:00', close = '17:00', weekends, any, json } = flags
  const { window, timeZone } = daysOf(flags, this)
  const weekdays: readonly Weekday[] = weekends ? [...WEEKDAYS, ...WEEKEND] : WEEKDAYS
  const workingHours: WeeklyHours = Object.fromEntries(weekdays.map((day) => [day, [{ from: open, to: close }]]))
  const slots = await withClient(flags, this, (client, connection) => {
    const [mailbox = mailboxOf(connection), ...others] = given
    return new BookingCalendar(client, { mailbox, timeZone }).freeSlots(
      { ...window, calendars: [mailbox, ...others], duration: minutes, workingHours, mode: any ? 'any' : 'all' },
      { signal: this.signal },
    )
  })
  const coming = slots.filter(({ start }) => start >= this.now())
  if (json) this.print(JSON.stringify(coming.map(({ start, end, calendars }) => ({ start, end, calendars }))))
  else if (coming.length === 0) this.note('Nothing is free in these days.')
  else this.print(list(coming, timeZone, any))
}

/** Returns slots as a list with a heading for each day: the times side by side, or each with the calendars that are free. */
function list(slots: readonly BookableSlot[], timeZone: string, withCalendars: boolean): string {
  const wall = wallClock(timeZone)
  const days = new Map<string, string[]>()
  for (const { start, calendars } of slots) {
    const { weekday, date, time } = wall(start)
    const day = `${weekday} ${date}`
    days.set(day, [...(days.get(day) ?? []), withCalendars ? `${time}  ${calendars.join(', ')}` : time])
  }
  return Array.from(days, ([day, times]) => {
    if (withCalendars) return [day, ...times.map((line) => `  ${line}`)].join('\n')
    return rowsOf(times)
      .map((row, index) => `${(index === 0 ? day : '').padEnd(12)}${row}`)
      .join('\n')
  }).join('\n')
}

const TIMES_IN_ROW = 9

const rowsOf = (times: readonly string[]): string[] =>
  Array.from({ length: Math.ceil(times.length / TIMES_IN_ROW) }, (_, row) =>
    times.slice(row * TIMES_IN_ROW, (row + 1) * TIMES_IN_ROW).join('  '),
  )
