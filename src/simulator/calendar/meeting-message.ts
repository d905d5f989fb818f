import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from './appointment'

/** The addresses of all attendees. */
export function attendeesOf({
  requiredAttendees = [],
  optionalAttendees = [],
  resources = [],
}: CalendarItem): string[] {
  const addresses = [...requiredAttendees, ...optionalAttendees, ...resources].map(
    ({ mailbox }) => mailbox.emailAddress ?? mailbox.name ?? '',
  )
  return [...new Set(addresses)]
}

/** True for a meeting in its organizer's calendar. */
export const isOrganizer = ({ myResponseType }: CalendarItem) => myResponseType === 'Organizer'

/** A cancelled meeting, with Exchange's prefix in the subject. */
export const cancelled = (appointment: Appointment): Appointment => ({
  ...appointment,
  isCancelled: true,
  subject: `Canceled: ${appointment.subject ?? ''}`,
})
