import type { CalendarItem } from 'ews-booking'
import type { Simulator } from 'ews-booking/simulator'
import { type BookingMark, bookingMark } from '../../src/booking/hold-and-confirm/booking-property'
import { MAILBOX } from '../exchange'

/** One item of a calendar, in short. */
export interface Entry {
  readonly id: string | undefined
  readonly start: Date | undefined
  readonly end: Date | undefined
  readonly status: CalendarItem['legacyFreeBusyStatus']
  /** Of what `book` has made. */
  readonly key: string | undefined
  readonly state: BookingMark['state'] | undefined
}

/** What is in the calendar now, holds included, by start. */
export const entriesOf = (server: Simulator, mailbox = MAILBOX): Entry[] =>
  server.calendar(mailbox).map((item) => {
    const { key, state } = bookingMark(item) ?? {}
    return { id: item.itemId?.id, start: item.start, end: item.end, status: item.legacyFreeBusyStatus, key, state }
  })

/** The operations that were asked for so far, in order. */
export const operationsOf = (server: Simulator): string[] => server.requests.flatMap(({ operation }) => operation ?? [])
