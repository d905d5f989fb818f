import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import type { Property } from '../items/property'
import { omit } from '../items/property-set'
import type { CheckedRoomProcessing } from '../mailbox/room'

type Attendees = NonNullable<CalendarItem['requiredAttendees']>

/** The properties that only the organizer's item has: its identity, and its owner's private notes and settings. */
const organizersOwn: readonly Property[] = [
  'itemId',
  'parentFolderId',
  'extendedProperty',
  'categories',
  'attachments',
  'dateTimeCreated',
  'dateTimeReceived',
  'dateTimeSent',
  'lastModifiedName',
  'lastModifiedTime',
  'myResponseType',
  'appointmentReplyTime',
  'deletedOccurrences',
]

/** Only the organizer's item tracks the answers (MS-OXWSMTGS, AttendeeType). */
const withoutAnswers = (attendees: Attendees | undefined) => attendees?.map(({ mailbox }) => ({ mailbox }))

/** A meeting as it arrives in an attendee's calendar: tentative until the attendee answers (MS-OXOCAL, 3.1.4.8). */
export function attendeeCopy({ creator, ...meeting }: Appointment): CalendarItem {
  return {
    ...omit<CalendarItem>(meeting, organizersOwn),
    requiredAttendees: withoutAnswers(meeting.requiredAttendees),
    optionalAttendees: withoutAnswers(meeting.optionalAttendees),
    resources: withoutAnswers(meeting.resources),
    intendedFreeBusyStatus: meeting.legacyFreeBusyStatus,
    legacyFreeBusyStatus: 'Tentative',
    myResponseType: 'NoResponseReceived',
  }
}

/** A room's copy of a meeting that it has accepted, rewritten as the room's settings demand. */
export function roomCopy(meeting: Appointment, room: CheckedRoomProcessing): CalendarItem {
  const copy = attendeeCopy(meeting)
  const organizer = room.addOrganizerToSubject ? [copy.organizer?.mailbox.name] : []
  const subject = [...organizer, room.deleteSubject ? undefined : copy.subject].filter((part) => part !== undefined)
  const isMadePublic = room.removePrivateProperty && copy.sensitivity === 'Private'
  return {
    ...copy,
    subject: subject.join(' '),
    body: room.deleteComments ? undefined : copy.body,
    sensitivity: isMadePublic ? 'Normal' : copy.sensitivity,
    legacyFreeBusyStatus: copy.intendedFreeBusyStatus,
    myResponseType: 'Accept',
  }
}
