import { randomUUID } from 'node:crypto'
import { type EwsClient, EwsError } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'

/** One call of a scenario. */
export interface Call {
  readonly name: string
  readonly run: () => Promise<unknown>
}

/** What a scenario uses. */
export interface Target {
  readonly client: EwsClient
  readonly mailbox: string
  readonly now: Date
  readonly signal: AbortSignal
  /** Whether an appointment may be made, changed and cancelled. */
  readonly write: boolean
}

const DAY_MS = 24 * 3_600_000
const NOBODY = 'nobody@example.com'
const ZONE = 'W. Europe Standard Time'

/** Returns the calls that show how a server differs from others: those of the booking facade, and questions about the server. */
export function scenario(target: Target): readonly Call[] {
  const { client, mailbox, now, signal, write } = target
  const calendar = new BookingCalendar(client, { mailbox })
  const week = { start: now, end: new Date(now.getTime() + 7 * DAY_MS) }
  const calendarFolder = [{ distinguishedFolderId: { id: 'calendar' } }] as const
  return [
    { name: 'free-busy', run: () => calendar.freeBusy(week, { signal }) },
    {
      name: 'free-busy-of-nobody',
      run: () => BookingCalendar.freeBusyOf(client, [NOBODY, mailbox], week, { signal }),
    },
    { name: 'events', run: () => calendar.events(week, { signal }) },
    { name: 'calendars', run: () => BookingCalendar.list(client, mailbox, { signal }) },
    {
      name: 'calendar-folder',
      run: () =>
        client.getFolder({ folderShape: { baseShape: 'AllProperties' }, folderIds: calendarFolder }, { signal }),
    },
    { name: 'item-that-is-not-there', run: () => calendar.cancel({ itemId: 'AAAA' }, { signal }) },
    { name: 'room-lists', run: () => client.getRoomLists({}, { signal }) },
    { name: 'time-zone', run: () => client.getServerTimeZones({ ids: [ZONE] }, { signal }) },
    ...(write ? [bookingCall(calendar, now)] : []),
  ]
}

/** Far enough in the future to be free. */
const YEAR_MS = 366 * DAY_MS

/** Makes, moves and cancels an appointment without attendees, so that nobody is notified. It isn't interrupted, so that nothing stays behind. */
function bookingCall(calendar: BookingCalendar, now: Date): Call {
  const at = (minutes: number) => new Date(Math.ceil(now.getTime() / DAY_MS) * DAY_MS + YEAR_MS + minutes * 60_000)
  const times = (minutes: number) => ({ start: at(minutes), end: at(minutes + 30) })
  return {
    name: 'booking',
    run: async () => {
      const request = {
        key: `record-${randomUUID()}`,
        ...times(180),
        title: 'Recording of ews-booking',
        description: 'A & B',
      }
      const booking = await calendar.book(request)
      try {
        await calendar.reschedule(booking, times(240))
        await calendar.events({ start: at(0), end: at(1_440) })
      } finally {
        await calendar.cancel(booking)
      }
    },
  }
}

/** How a call ended: well, or with an error that is part of the recording. */
export async function outcomeOf({ run }: Call): Promise<EwsError | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof EwsError) return error
    throw error
  }
}
