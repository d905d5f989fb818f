import type { Attendee, CalendarItem, ItemFieldURI, SetItemField } from 'ews-booking'
import type { Window } from '../calendar/window'
import type { AppointmentAttendee, AppointmentRequest, AppointmentTimes } from './appointment'
import {
  type CheckedAppointment,
  type CheckedTimes,
  checkedAppointment,
  checkedTimes,
  SENSITIVITY,
  STATUS,
} from './checked-appointment'
import type { Details } from './details'

/** A calendar's time zone, in the forms that appointments need. */
export interface CalendarZone {
  /** Exchange's name for the zone, such as `W. Europe Standard Time`. */
  readonly windowsId: string
  /** Returns the first instant of a civil day such as `2027-03-28`. It isn't midnight if clocks go forward at midnight. */
  startOfDay(date: string): Date
}

/** An appointment in EWS's words, split so that nobody is invited or reminded before the booking is certain. */
export interface AppointmentItem {
  readonly times: Window
  /** The item to create: `Tentative`, without attendees and reminder. */
  readonly hold: CalendarItem
  /** The fields that one UpdateItem sets to turn the hold into the appointment. */
  readonly confirmation: readonly SetItemField[]
  /** All of its details. */
  readonly details: Details
}

/**
 * Translates an appointment into EWS's words. Instants always come with the calendar's time zone: without it Outlook shows the appointment
 * as made in "Monrovia, Reykjavik", and a daylight-saving change moves it (Microsoft, "Time zones and EWS in Exchange").
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export function appointmentItem(request: AppointmentRequest, zone: CalendarZone): AppointmentItem {
  const appointment = checkedAppointment(request)
  const times = windowOf(appointment.times, zone)
  const { times: checked, attendees, ...details } = appointment
  return {
    times,
    hold: holdOf(appointment, times, zone),
    confirmation: confirmationOf(appointment),
    details: {
      ...details,
      times: { ...times, allDay: checked.allDay },
      people: attendees.filter(({ resource }) => !resource),
      rooms: attendees.filter(({ resource }) => resource),
    },
  }
}

/**
 * Returns the instants between which an appointment takes place. Whole days are those of the zone, which may have 23 or 25 hours.
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export const timesOf = (times: AppointmentTimes, zone: CalendarZone): Window => windowOf(checkedTimes(times), zone)

/**
 * The fields that one UpdateItem sets to move an appointment. Times and zones are set together: setting a zone alone moves the item
 * (Microsoft, "Update the time zone for an appointment by using EWS").
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export function timeUpdates(times: AppointmentTimes, zone: CalendarZone): SetItemField[] {
  const { allDay } = checkedTimes(times)
  const { start, end } = timesOf(times, zone)
  return [
    setField('calendar:IsAllDayEvent', { isAllDayEvent: allDay }),
    setField('calendar:Start', { start }),
    setField('calendar:End', { end }),
    setField('calendar:StartTimeZone', { startTimeZone: { id: zone.windowsId } }),
    setField('calendar:EndTimeZone', { endTimeZone: { id: zone.windowsId } }),
  ]
}

const windowOf = (times: CheckedTimes, zone: CalendarZone): Window =>
  times.allDay
    ? { start: zone.startOfDay(times.start), end: zone.startOfDay(times.end) }
    : { start: times.start, end: times.end }

function holdOf(
  { title, description, location, categories, sensitivity, times: { allDay } }: CheckedAppointment,
  times: Window,
  { windowsId }: CalendarZone,
): CalendarItem {
  return {
    subject: title,
    sensitivity: SENSITIVITY[sensitivity],
    body: description,
    categories: categories.length === 0 ? undefined : categories,
    // Set explicitly, because the mailbox may have a default reminder.
    reminderIsSet: false,
    start: times.start,
    end: times.end,
    isAllDayEvent: allDay,
    legacyFreeBusyStatus: 'Tentative',
    location,
    startTimeZone: { id: windowsId },
    endTimeZone: { id: windowsId },
  }
}

function confirmationOf({ status, reminder, attendees }: CheckedAppointment): SetItemField[] {
  const requiredAttendees = attendees.filter(({ optional, resource }) => !optional && !resource).map(attendeeOf)
  const optionalAttendees = attendees.filter(({ optional }) => optional).map(attendeeOf)
  const resources = attendees.filter(({ resource }) => resource).map(attendeeOf)
  return [
    setField('calendar:LegacyFreeBusyStatus', { legacyFreeBusyStatus: STATUS[status] }),
    ...(reminder === false
      ? []
      : [
          setField('item:ReminderIsSet', { reminderIsSet: true }),
          setField('item:ReminderMinutesBeforeStart', { reminderMinutesBeforeStart: reminder }),
        ]),
    ...(requiredAttendees.length === 0 ? [] : [setField('calendar:RequiredAttendees', { requiredAttendees })]),
    ...(optionalAttendees.length === 0 ? [] : [setField('calendar:OptionalAttendees', { optionalAttendees })]),
    ...(resources.length === 0 ? [] : [setField('calendar:Resources', { resources })]),
  ]
}

export const attendeeOf = ({ address, name }: AppointmentAttendee): Attendee => ({
  mailbox: { name, emailAddress: address },
})

/** One field to set, as UpdateItem names it. */
export const setField = (fieldURI: ItemFieldURI, calendarItem: CalendarItem): SetItemField => ({
  fieldURI: { fieldURI },
  calendarItem,
})
