import type { CalendarItem } from '../../operations/types/calendar-item'

type Attendees = NonNullable<CalendarItem['requiredAttendees']>
type Answer = NonNullable<Attendees[number]['responseType']>

/** An attendee's answer, when it came, and the other time that it proposes. */
interface ReceivedAnswer {
  readonly from: string
  readonly answer: Answer
  readonly at: Date
  readonly proposedStart?: Date | undefined
  readonly proposedEnd?: Date | undefined
}

/** The organizer's item with an attendee's answer (MS-OXWSMTGS, AttendeeType). Nothing else of it changes. */
export function tracked<Item extends CalendarItem>(
  item: Item,
  { from, answer, at, proposedStart, proposedEnd }: ReceivedAnswer,
): Item {
  const isSender = (address = '') => address.toLowerCase() === from.toLowerCase()
  const answered = (attendees: Attendees | undefined) =>
    attendees?.map((attendee) =>
      isSender(attendee.mailbox.emailAddress)
        ? { ...attendee, responseType: answer, lastResponseTime: at, proposedStart, proposedEnd }
        : attendee,
    )
  return {
    ...item,
    requiredAttendees: answered(item.requiredAttendees),
    optionalAttendees: answered(item.optionalAttendees),
    resources: answered(item.resources),
  }
}
