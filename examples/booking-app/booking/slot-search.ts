import type { Window } from 'ews-booking/booking'
import type { PracticeCalendar } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import type { BookingDesk } from './booking-desk'
import { addDays, type Day, dayOf, daysBetween, isDay, mondayOf, windowAround } from './wall-clock'

/** Days that are shown at a time: five weeks. With a day around them they still are one request to Exchange. */
export const SHOWN_DAYS = 35

/** How often the next weeks are looked through for a free slot. */
const PERIODS_AHEAD = 3

/** Times that are offered instead of one that was taken. */
const ALTERNATIVES = 6

const MINUTE_MS = 60_000

/** What a customer chooses from. */
export interface SlotChoice {
  /** The free slots of the weeks, by the day that the customer's wall clock shows. */
  readonly slots: ReadonlyMap<Day, readonly Window[]>
  /** The Monday on which the weeks begin. */
  readonly from: Day
  /** The day whose slots are shown; none if the weeks have none. */
  readonly day: Day | undefined
  /** The Monday of this week, before which there is nothing. */
  readonly earliest: Day
  /** Whether earlier weeks were full. */
  readonly skipped: boolean
}

/** Looks for free slots of a calendar, for a customer in a time zone. */
export class SlotSearch {
  readonly #calendar: PracticeCalendar
  readonly #timeZone: string
  readonly #freeSlots: (window: Window) => Promise<Window[]>

  constructor(desk: BookingDesk, tenant: Tenant, calendar: PracticeCalendar, timeZone: string) {
    this.#calendar = calendar
    this.#timeZone = timeZone
    this.#freeSlots = (window) => desk.freeSlots(tenant, calendar, window)
  }

  /** The slot that would start at a time. */
  at(start: Date): Window {
    return { start, end: new Date(start.getTime() + this.#calendar.slotMinutes * MINUTE_MS) }
  }

  /** The slot that starts at a time, if it is free now. */
  async freeAt(start: Date): Promise<Window | undefined> {
    const [slot] = await this.#freeSlots(this.at(start))
    return slot?.start.getTime() === start.getTime() ? slot : undefined
  }

  /** The free slots that are next to a time. */
  async near(start: Date): Promise<Window[]> {
    const day = dayOf(start, this.#timeZone)
    const slots = await this.#freeSlots(windowAround(addDays(day, -1), addDays(day, 8)))
    const distance = (slot: Window) => Math.abs(slot.start.getTime() - start.getTime())
    return slots
      .sort((one, other) => distance(one) - distance(other))
      .slice(0, ALTERNATIVES)
      .sort((one, other) => one.start.getTime() - other.start.getTime())
  }

  /** The free slots of some weeks around a day, or of the next weeks that have some. */
  async around(asked: string | undefined): Promise<SlotChoice> {
    const today = dayOf(new Date(), this.#timeZone)
    const earliest = mondayOf(today)
    const day = asked !== undefined && isDay(asked) && asked > today ? asked : today
    const first = addDays(earliest, Math.floor(daysBetween(earliest, day) / SHOWN_DAYS) * SHOWN_DAYS)
    for (let skipped = 0; skipped < PERIODS_AHEAD; skipped += 1) {
      const from = addDays(first, skipped * SHOWN_DAYS)
      const slots = await this.#byDay(from)
      const days = [...slots.keys()].sort()
      const chosen = days.find((each) => each >= day) ?? days[0]
      if (chosen !== undefined) return { slots, from, day: chosen, earliest, skipped: skipped > 0 }
    }
    return { slots: new Map(), from: first, day: undefined, earliest, skipped: false }
  }

  /** The slots of some weeks by the day on which they start. */
  async #byDay(from: Day): Promise<Map<Day, Window[]>> {
    const to = addDays(from, SHOWN_DAYS)
    const days = new Map<Day, Window[]>()
    for (const slot of await this.#freeSlots(windowAround(from, to))) {
      const day = dayOf(slot.start, this.#timeZone)
      if (day >= from && day < to) days.set(day, [...(days.get(day) ?? []), slot])
    }
    return days
  }
}
