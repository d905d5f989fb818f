import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from './appointment'
import type { SentMessage } from './sent-message'

/** Everybody who is invited, by address. */
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

/** True of a meeting in its organizer's calendar. */
export const isOrganizer = ({ myResponseType }: CalendarItem) => myResponseType === 'Organizer'

/** A message about a meeting. */
export function meetingMessage(
  operation: string,
  kind: SentMessage['kind'],
  { address }: { readonly address: string },
  { subject = '' }: Appointment,
  to: readonly string[],
): SentMessage {
  return { operation, kind, from: address, to, subject }
}

/** Exchange's words before the title of a meeting that is off. */
export const cancelled = (appointment: Appointment): Appointment => ({
  ...appointment,
  isCancelled: true,
  subject: `Canceled: ${appointment.subject ?? ''}`,
})
