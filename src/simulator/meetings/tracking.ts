import type { CalendarItem } from '../../operations/types/calendar-item'

type Attendees = NonNullable<CalendarItem['requiredAttendees']>
type Answer = NonNullable<Attendees[number]['responseType']>

/** The organizer's item with an attendee's answer (MS-OXWSMTGS, AttendeeType). Nothing else of it changes. */
export function tracked<Item extends CalendarItem>(
  item: Item,
  { from, answer, at }: { readonly from: string; readonly answer: Answer; readonly at: Date },
): Item {
  const isSender = (address = '') => address.toLowerCase() === from.toLowerCase()
  const answered = (attendees: Attendees | undefined) =>
    attendees?.map((attendee) =>
      isSender(attendee.mailbox.emailAddress) ? { ...attendee, responseType: answer, lastResponseTime: at } : attendee,
    )
  return {
    ...item,
    requiredAttendees: answered(item.requiredAttendees),
    optionalAttendees: answered(item.optionalAttendees),
    resources: answered(item.resources),
  }
}
