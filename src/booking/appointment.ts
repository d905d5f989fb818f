import type { Attendee, CalendarItem, SetItemField, UnindexedFieldURI } from 'ews-booking'
import {
  type CheckedAppointment,
  type CheckedTimes,
  checkedAppointment,
  checkedTimes,
  SENSITIVITY,
  STATUS,
} from './appointment-check'
import type { Status } from './status'
import type { Window } from './window'

/** What an appointment may be marked as in its owner's calendar (MS-OXWSCDATA, SensitivityChoicesType). */
export type AppointmentSensitivity = 'normal' | 'personal' | 'private' | 'confidential'

/** How the time of an appointment is taken. */
export type AppointmentStatus = Exclude<Status, 'unknown'>

/** Somebody, or a room, to invite. */
export interface AppointmentAttendee {
  /** An SMTP address. */
  readonly address: string
  /** At most 255 characters. */
  readonly name?: string | undefined
  /** Whether the appointment can do without them; false where left out. */
  readonly optional?: boolean | undefined
  /** A room, or equipment; false where left out. */
  readonly resource?: boolean | undefined
}

/** What can be said of an appointment beside its time. Texts may be empty, which is to leave them out. */
export interface AppointmentDetails {
  /** 1 to 255 characters. */
  readonly title: string
  /**
   * A string is plain text; HTML has to say so. At most a million characters. HTML goes to Exchange as it is: what people have
   * typed into it is for you to clean first.
   */
  readonly description?: string | { readonly html: string } | undefined
  /** At most 255 characters. */
  readonly location?: string | undefined
  /** `busy` where left out. */
  readonly status?: AppointmentStatus | undefined
  /** The names of Outlook's categories, 1 to 255 characters each. */
  readonly categories?: readonly string[] | undefined
  /**
   * Minutes before the start, up to five years of them, at which Outlook reminds the calendar's owner; `false` for not at all.
   * Where left out there is none either: a booking product has a way of its own to remind people, and nobody should get a
   * second one unasked, of each booking, by a default of their mailbox.
   */
  readonly reminder?: number | false | undefined
  /** `normal` where left out. */
  readonly sensitivity?: AppointmentSensitivity | undefined
  /** Who is invited, by mail, from the calendar's owner. */
  readonly attendees?: readonly AppointmentAttendee[] | undefined
}

/** From one moment to another. */
export interface TimedAppointment extends Window {
  readonly allDay?: false | undefined
}

/** Whole days, from midnight to midnight in the zone of the calendar. */
export interface AllDayAppointment {
  readonly allDay: true
  /** The first day, `2027-03-02`. */
  readonly start: string
  /** The day after the last one; the day after `start` where left out. */
  readonly end?: string | undefined
}

/** When an appointment is. */
export type AppointmentTimes = TimedAppointment | AllDayAppointment

/** An appointment as it is asked for. */
export type AppointmentRequest = AppointmentDetails & AppointmentTimes

/** Where a calendar is at home. */
export interface CalendarZone {
  /** What Exchange calls the zone: `W. Europe Standard Time`. */
  readonly windowsId: string
  /** The first moment of a civil day, `2027-03-28`, which isn't midnight where clocks are put forward at midnight. */
  startOfDay(date: string): Date
}

/** An appointment in EWS's words, in two steps: nobody is told of it, or reminded, before it is certain. */
export interface AppointmentItem {
  /** When it is. */
  readonly times: Window
  /** What to create: `Tentative`, without attendees and reminder. */
  readonly hold: CalendarItem
  /** What to set with one UpdateItem to make of a hold what was asked for. */
  readonly confirmation: readonly SetItemField[]
}

/**
 * What to send for an appointment. Instants go with the zone of the calendar, always: without one Outlook shows the appointment
 * as made in "Monrovia, Reykjavik", and a change of the clocks moves it (Microsoft, "Time zones and EWS in Exchange").
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export function appointmentItem(request: AppointmentRequest, zone: CalendarZone): AppointmentItem {
  const appointment = checkedAppointment(request)
  const times = windowOf(appointment.times, zone)
  return { times, hold: holdOf(appointment, times, zone), confirmation: confirmationOf(appointment) }
}

/**
 * The instants between which an appointment is; of whole days, those of the zone, however many hours they have.
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export const timesOf = (times: AppointmentTimes, zone: CalendarZone): Window => windowOf(checkedTimes(times), zone)

/**
 * What to set with one UpdateItem to move an appointment. Times and zones go together: a zone that is set alone moves the item
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
    // Said outright, and so not left to a default of the mailbox.
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

const attendeeOf = ({ address, name }: AppointmentAttendee): Attendee => ({ mailbox: { name, emailAddress: address } })

const setField = (fieldURI: UnindexedFieldURI, calendarItem: CalendarItem): SetItemField => ({
  fieldURI: { fieldURI },
  calendarItem,
})
