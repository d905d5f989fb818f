import { type Attendee, type CalendarItem, EwsRequestError } from 'ews-booking'
import { SlotTakenError } from './booking-error'
import { hiddenTime } from './calendar/hidden-time'
import { overlaps, type Window } from './calendar/window'
import { type AvailabilityClient, answerAbout, freeBusyOf } from './free-busy/free-busy'
import type { Claim } from './hold-and-confirm/decision'

/** Who hears of a change by mail from Exchange: all guests whom it concerns, or nobody. */
export type Notify = 'all' | 'none'

/**
 * Makes sure that rooms are free, by their own free/busy times. A room in which the appointment itself takes place already is free for it.
 *
 * @throws SlotTakenError naming the room that isn't free, and the client's error for one whose times are unknown
 */
export async function checkRooms(
  client: AvailabilityClient,
  rooms: readonly string[],
  window: Window,
  blocks: Claim['blocks'],
  signal: AbortSignal,
  present?: { readonly rooms: readonly string[]; readonly window: Window },
): Promise<void> {
  if (rooms.length === 0) return
  const answers = await freeBusyOf(client, rooms, window, { signal, maxDays: Number.POSITIVE_INFINITY })
  const isPresent = (room: string) => present?.rooms.some((each) => each.toLowerCase() === room.toLowerCase()) ?? false
  for (const room of rooms) {
    const { periods, error } = answerAbout(answers, room)
    if (error !== undefined) throw error
    const own = isPresent(room) && present !== undefined ? [present.window] : []
    const by = hiddenTime(periods, own, window).find((period) => overlaps(period, window) && blocks(period))
    if (by !== undefined) throw new SlotTakenError(by, room)
  }
}

/** The addresses of the rooms of a meeting. */
export const roomsOf = ({ resources = [] }: CalendarItem): string[] => addressesOf(resources)

/** The addresses of the rooms in whose calendars a meeting may be. What is in that of one that has declined is something else. */
export const bookedRooms = ({ resources = [] }: CalendarItem): string[] =>
  addressesOf(resources.filter(({ responseType }) => responseType !== 'Decline'))

const addressesOf = (resources: readonly Attendee[]): string[] =>
  resources.flatMap(({ mailbox: { emailAddress } }) => emailAddress ?? [])

/**
 * Rooms are told by mail alone, so a quiet change would leave them blocked.
 *
 * @throws EwsRequestError
 */
export function refuseQuietRooms(notify: Notify, ...lists: readonly (readonly unknown[])[]): void {
  if (notify === 'all' || lists.every(({ length }) => length === 0)) return
  throw new EwsRequestError({
    message:
      "notify can't be 'none' for an appointment with rooms: they hear of it only by mail, and would stay blocked",
    hint: 'Leave notify out, or remove the rooms first: update(booking, { rooms: [] }).',
    path: 'notify',
  })
}
