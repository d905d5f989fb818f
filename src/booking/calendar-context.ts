import type { EwsClient } from 'ews-booking'
import type { CalendarZone } from './appointment/appointment-item'
import type { GuardedCalendar } from './free-busy/calendar-times'
import type { CalendarItems } from './hold-and-confirm/calendar-items'
import type { Claim } from './hold-and-confirm/decision'
import type { HoldAndConfirm } from './hold-and-confirm/hold-and-confirm'

/** What the methods of a `BookingCalendar` work with. */
export interface CalendarContext {
  readonly client: EwsClient
  readonly own: GuardedCalendar
  readonly items: CalendarItems
  readonly protocol: HoldAndConfirm
  readonly zone: CalendarZone
  /** Whether a foreign appointment blocks. */
  readonly blocks: Claim['blocks']
}
