import { type CalendarItem, EwsRequestError } from 'ews-booking'
import { digestsOf } from './appointment/details'
import type { CalendarContext } from './calendar-context'
import { type Alteration, holdItem } from './hold-and-confirm/alteration'
import { originOf } from './hold-and-confirm/booking-property'
import { isConfirmed } from './hold-and-confirm/calendar-entry'
import { propertyUpdates } from './hold-and-confirm/calendar-items'

/**
 * Returns how an appointment that something else has made becomes a booking. It keeps its details, and nobody hears of it. Its own time is
 * claimed by a hold as for any booking, so of two that overlap only one becomes a booking. Without guard it may overlap others, and the hold
 * keeps its key alone.
 */
export function adoptionOf(
  itemId: string,
  key: string,
  attempt: string,
  { blocks }: Pick<CalendarContext, 'blocks'>,
  isUnguarded = false,
): Alteration {
  return {
    id: itemId,
    blocks,
    refusal: [
      'The appointment was not adopted',
      'Book its time with a new key after it is deleted. Update the server if you can.',
    ],
    properties: [
      'calendar:IsAllDayEvent',
      'calendar:CalendarItemType',
      'calendar:IsMeeting',
      'calendar:MyResponseType',
    ],
    moves: true,
    isAdoption: true,
    plan({ entry, item }) {
      if (entry.mark !== undefined) {
        if (isConfirmed(entry) && entry.mark.key === key) return undefined
        throw notAdoptable('is a booking with another key, or a hold of one')
      }
      refuseOthers(item)
      if (entry.start >= entry.end) throw notAdoptable('has no duration')
      const { start, end } = entry
      const origin = originOf(entry.created, entry.uid)
      const details = digestsOf({ times: { start, end, allDay: item.isAllDayEvent ?? false } })
      return {
        key,
        window: { start, end },
        isUnguarded,
        times: { start, end },
        hold: { fingerprint: '', target: entry.id, hold: holdItem },
        updates: propertyUpdates({ key, attempt, state: 'confirmed', fingerprint: '', details, origin }),
        notification: 'SendToNone',
      }
    },
  }
}

/** The answers of somebody who was invited (MS-OXWSCDATA, ResponseTypeType). */
const INVITED: ReadonlySet<unknown> = new Set(['Tentative', 'Accept', 'Decline', 'NoResponseReceived'])

function refuseOthers({ calendarItemType = 'Single', isMeeting = false, myResponseType }: CalendarItem): void {
  if (calendarItemType !== 'Single') throw notAdoptable('is a series, or belongs to one')
  if (isMeeting && INVITED.has(myResponseType))
    throw notAdoptable('is an invitation, which only its organizer can change')
}

const notAdoptable = (problem: string) =>
  new EwsRequestError({
    message: `itemId names an item that ${problem}`,
    hint: 'Adopt single appointments of this calendar that no booking has made yet.',
    path: 'itemId',
  })
