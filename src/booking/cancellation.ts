import type { Body } from 'ews-booking'
import type { Booking } from './booking'
import { isTransient } from './calendar/failure'
import { bookingIn } from './hold-and-confirm/alteration'
import type { CalendarItems } from './hold-and-confirm/calendar-items'
import type { CallDeadline } from './hold-and-confirm/call-deadline'
import { type Notify, refuseQuietRooms, roomsOf } from './rooms'

/** How a booking is cancelled. */
export interface Cancellation {
  readonly notify: Notify
  /** What its guests read. */
  readonly message: Body | undefined
}

/** Removes a booking from the calendar. Succeeds if it is gone. It is read only if it matters who is invited. */
export async function cancelBooking(
  { itemId, key }: Pick<Booking, 'itemId'> & Partial<Pick<Booking, 'key'>>,
  { notify, message }: Cancellation,
  items: CalendarItems,
  deadline: CallDeadline,
): Promise<void> {
  if (notify === 'all' && message === undefined) {
    return deadline.retry((signal) => items.cancel(itemId, signal), isTransient)
  }
  for (let round = 0; ; round += 1) {
    const found = await deadline.retry((signal) => items.readWith(itemId, GUESTS, signal))
    if (found === undefined) return
    bookingIn(found.entry, key)
    const { requiredAttendees = [], optionalAttendees = [], resources = [] } = found.item
    refuseQuietRooms(notify, roomsOf(found.item))
    const isMeeting = requiredAttendees.length + optionalAttendees.length + resources.length > 0
    if (message === undefined || !isMeeting) {
      // Somebody may have invited guests since then.
      const notification = notify === 'none' ? 'SendToNone' : 'SendToAllAndSaveCopy'
      return deadline.retry((signal) => items.cancel(itemId, signal, notification), isTransient)
    }
    const outcome = await deadline.retry((signal) => items.cancelMeeting(found.entry, message, signal), isTransient)
    if (outcome !== 'conflict') return
    await deadline.pause(round)
  }
}

const GUESTS = ['calendar:RequiredAttendees', 'calendar:OptionalAttendees', 'calendar:Resources'] as const
