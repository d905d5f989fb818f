import type { Appointment } from '../calendar/appointment'
import type { Mailbox } from './mailbox'

/** What touches the time from `start` to `end`, by start: also what ends exactly at `start`, or lasts no time there. */
export function calendarView(mailbox: Mailbox, start: Date, end: Date): Appointment[] {
  return mailbox.appointmentsBetween(start, end).filter((appointment) => appointment.start < end)
}

/** What overlaps the time from `start` to `end`, if only for a moment. */
export const overlapping = (appointments: readonly Appointment[], start: Date, end: Date): Appointment[] =>
  appointments.filter((appointment) => appointment.start < end && appointment.end > start)
