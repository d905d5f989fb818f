import type { EwsClient } from 'ews-booking'
import type { Booking } from './booking'
import { bookingOf } from './booking'
import { searchCalendar } from './calendar/calendar-search'
import { byStart, type Window } from './calendar/window'
import type { CalendarContext } from './calendar-context'
import { runSteps } from './concurrency'
import { bookingPaths } from './hold-and-confirm/booking-property'
import {
  type CalendarEntry,
  type ConfirmedEntry,
  ENTRY_PROPERTIES,
  entryOf,
  isConfirmed,
  isMarked,
} from './hold-and-confirm/calendar-entry'
import type { CalendarItems } from './hold-and-confirm/calendar-items'
import { bookingWithKey } from './hold-and-confirm/decision'

/** Returns the booking of a key, in one request. */
export async function bookingOfKey(
  key: string,
  { own, items }: CalendarContext,
  signal: AbortSignal | undefined,
): Promise<Booking | undefined> {
  const { entries } = await items.withKey(key, signal)
  const booking = bookingWithKey(entries, { key })
  return booking && bookingOf(key, own, booking)
}

/** Returns the bookings that overlap a window, by start. */
export async function bookingsIn(
  window: Window,
  { client, own, items }: CalendarContext,
  signal: AbortSignal | undefined,
): Promise<Booking[]> {
  const found = await searchCalendar(client, own, window, ENTRY_PROPERTIES, signal, bookingPaths)
  const entries = found.filter(({ otherKind }) => otherKind === undefined).map((item) => entryOf('FindItem', item))
  const marked = await withMarks(entries, client, items, signal)
  return marked
    .filter((entry): entry is ConfirmedEntry => isConfirmed(entry))
    .map((entry) => bookingOf(entry.mark.key, own, entry))
}

/** Exchange answers larger batches slowly. */
const BATCH = 100

/** A server may leave our properties out of its views. GetItem returns them. */
async function withMarks(
  entries: readonly CalendarEntry[],
  client: EwsClient,
  items: CalendarItems,
  signal: AbortSignal | undefined,
): Promise<readonly CalendarEntry[]> {
  if (entries.some(isMarked)) items.record.markedViews = 'kept'
  if (items.record.markedViews === 'kept') return entries
  const batches = Array.from({ length: Math.ceil(entries.length / BATCH) }, (_, index) =>
    entries.slice(index * BATCH, (index + 1) * BATCH).map(({ id }) => id),
  ).values()
  const fetched: CalendarEntry[] = []
  await runSteps(client.maxConnections, signal, { next: () => batches.next().value }, async (ids, either) => {
    fetched.push(...(await items.get(ids, either)))
  })
  return fetched.sort(byStart)
}
