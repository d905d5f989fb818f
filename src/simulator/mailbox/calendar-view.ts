import type { Appointment } from '../calendar/appointment'
import type { Folder } from './folder'

/** Returns the items in a calendar view, by start. It includes items that end exactly at `start` or take no time there. */
export const calendarView = (folder: Folder, start: Date, end: Date): Appointment[] =>
  folder.between(start, end).filter((appointment) => appointment.start < end)

/** Returns the appointments that overlap the time from `start` to `end`, however briefly. */
export const overlapping = (appointments: readonly Appointment[], start: Date, end: Date): Appointment[] =>
  appointments.filter((appointment) => appointment.start < end && appointment.end > start)
