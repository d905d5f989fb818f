import type { Body } from 'ews-booking'
import type { Booking } from './booking'
import { isTransient, retryCleanUp } from './calendar/failure'
import { bookingIn } from './hold-and-confirm/alteration'
import { type CalendarEntry, isVoid } from './hold-and-confirm/calendar-entry'
import type { CalendarItems } from './hold-and-confirm/calendar-items'
import type { CallDeadline } from './hold-and-confirm/call-deadline'
import { type Notify, refuseQuietRooms, roomsOf } from './rooms'

/** How a booking is cancelled. */
export interface Cancellation {
  readonly notify: Notify
  /** What its guests read. */
  readonly message: Body | undefined
}

type CancelledBooking = Pick<Booking, 'itemId'> & Partial<Pick<Booking, 'key'>>

/** Removes a booking from the calendar. Succeeds if it is gone. It is read only if it matters who is invited. */
export async function cancelBooking(
  booking: CancelledBooking,
  { notify, message }: Cancellation,
  items: CalendarItems,
  deadline: CallDeadline,
): Promise<void> {
  if (notify === 'none') return cancelQuietly(booking, items, deadline)
  if (message !== undefined) return cancelWithMessage(booking, message, items, deadline)
  return deadline.retry((signal) => items.cancel(booking.itemId, signal), isTransient)
}

/**
 * A deletion names no version, so the booking is made void first, by a conditional update of the version that has no rooms. Nobody who calls
 * this library can add a room from then on. Somebody in Outlook still can, until the next request.
 */
async function cancelQuietly(
  { itemId, key }: CancelledBooking,
  items: CalendarItems,
  deadline: CallDeadline,
): Promise<void> {
  for (let round = 0; ; round += 1) {
    const found = await deadline.retry((signal) => items.readWith(itemId, ROOMS, signal))
    if (found === undefined) return
    refuseQuietRooms('none', roomsOf(found.item))
    if (isBeingCancelled(found.entry, key)) break
    bookingIn(found.entry, key)
    const outcome = await deadline.retry((signal) => items.mark(found.entry, { state: 'void' }, signal), isTransient)
    if (outcome !== 'conflict') break
    await deadline.pause(round)
  }
  await deleteQuietly(itemId, items, deadline)
}

/** What has been made void goes even if the call ends meanwhile. */
async function deleteQuietly(itemId: string, items: CalendarItems, deadline: CallDeadline): Promise<void> {
  const remove = (signal?: AbortSignal) => items.cancel(itemId, signal, 'SendToNone')
  try {
    await deadline.retry(remove, isTransient)
  } catch (error) {
    if (!deadline.signal.aborted) throw error
    await retryCleanUp(remove)
  }
}

async function cancelWithMessage(
  { itemId, key }: CancelledBooking,
  message: Body,
  items: CalendarItems,
  deadline: CallDeadline,
): Promise<void> {
  for (let round = 0; ; round += 1) {
    const found = await deadline.retry((signal) => items.readWith(itemId, GUESTS, signal))
    if (found === undefined) return
    if (!isBeingCancelled(found.entry, key)) bookingIn(found.entry, key)
    const { requiredAttendees = [], optionalAttendees = [], resources = [] } = found.item
    const isMeeting = requiredAttendees.length + optionalAttendees.length + resources.length > 0
    // Somebody may have invited guests since then.
    if (!isMeeting) return deadline.retry((signal) => items.cancel(itemId, signal), isTransient)
    const outcome = await deadline.retry((signal) => items.cancelMeeting(found.entry, message, signal), isTransient)
    if (outcome !== 'conflict') return
    await deadline.pause(round)
  }
}

/** An earlier call has ended, or its process died, before the booking was deleted. */
const isBeingCancelled = (entry: CalendarEntry, key: string | undefined): boolean =>
  isVoid(entry) && (key === undefined || entry.mark?.key === key)

const ROOMS = ['calendar:Resources'] as const
const GUESTS = ['calendar:RequiredAttendees', 'calendar:OptionalAttendees', 'calendar:Resources'] as const
