import { EwsResponseError, type ItemShape } from 'ews-booking'
import { type Booking, bookingOf } from './booking'
import { foundItem } from './calendar/calendar-search'
import { incomplete } from './calendar/incomplete-answer'
import type { CalendarContext } from './calendar-context'
import { eventWithTexts, type MailboxEvent, TEXT_PROPERTIES, TIME_PROPERTIES } from './events/event'
import { bookingIn } from './hold-and-confirm/alteration'
import { entryOf, entryShape, isVoid } from './hold-and-confirm/calendar-entry'

/** What the calendar holds of a booking now, read from the server just now. */
export interface BookedAppointment extends MailboxEvent {
  /** The newest `Booking`, to store in the place of the old one. */
  readonly booking: Booking
}

/** A description is read as it was written, because some servers return none of HTML as text. */
const SHAPE: ItemShape = { ...entryShape(...TIME_PROPERTIES, ...TEXT_PROPERTIES), bodyType: 'Best' }

/** Reads a booking in one request. Returns `undefined` if it is gone. */
export async function bookedAppointment(
  { itemId, key }: Pick<Booking, 'itemId'> & Partial<Pick<Booking, 'key'>>,
  { client, own }: CalendarContext,
  signal: AbortSignal | undefined,
): Promise<BookedAppointment | undefined> {
  const { responseMessages } = await client.getItem(
    { itemShape: SHAPE, itemIds: [{ itemId: { id: itemId } }] },
    { signal },
  )
  const [{ error, items = [] } = {}] = responseMessages
  if (error instanceof EwsResponseError && error.responseCode === 'ErrorItemNotFound') return undefined
  if (error !== undefined) throw error
  const [item] = items
  if (item === undefined) throw incomplete('GetItem', 'the item is missing in the answer')
  const found = entryOf('GetItem', item)
  if (isVoid(found)) return undefined
  const entry = bookingIn(found, key)
  return { ...eventWithTexts(foundItem(item, 'GetItem')), booking: bookingOf(entry.mark.key, own, entry) }
}
