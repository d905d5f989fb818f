import type { Status } from '../calendar/status'
import type { Window } from '../calendar/window'

/** How the calendar's owner sees an appointment marked (MS-OXWSCDATA, SensitivityChoicesType). */
export type AppointmentSensitivity = 'normal' | 'personal' | 'private' | 'confidential'

/** How an appointment takes its time. */
export type AppointmentStatus = Exclude<Status, 'unknown'>

/** A person or room to invite. */
export interface AppointmentAttendee {
  /** An SMTP address. */
  readonly address: string
  /** At most 255 characters. */
  readonly name?: string | undefined
  /** Whether attendance is optional. Defaults to false. */
  readonly optional?: boolean | undefined
  /** Whether this is a room or equipment. Defaults to false. */
  readonly resource?: boolean | undefined
}

/** Everything about an appointment but its times. An empty text means none. */
export interface AppointmentDetails {
  /** 1 to 255 characters. */
  readonly title: string
  /**
   * Plain text, or HTML as `{ html }`. At most a million characters. HTML is passed to Exchange unchanged: sanitize what users typed.
   */
  readonly description?: string | { readonly html: string } | undefined
  /** At most 255 characters. */
  readonly location?: string | undefined
  /** Defaults to `busy`. */
  readonly status?: AppointmentStatus | undefined
  /** Names of Outlook categories, 1 to 255 characters each. */
  readonly categories?: readonly string[] | undefined
  /**
   * Minutes before the start at which Outlook reminds the calendar's owner, up to five years. Defaults to `false`, no reminder: a booking
   * product reminds people itself, and the mailbox's own default would remind them twice.
   */
  readonly reminder?: number | false | undefined
  /** Defaults to `normal`. */
  readonly sensitivity?: AppointmentSensitivity | undefined
  /** The people and rooms that get an invitation by mail from the calendar's owner. Defaults to none. */
  readonly attendees?: readonly AppointmentAttendee[] | undefined
  /**
   * SMTP addresses of rooms and equipment to invite as resources. Each must be free at that time, by its own free/busy times. Whether it
   * accepts is told later, by `get`: a room answers by mail. To invite one without asking, name it in `attendees` with `resource: true`.
   * Set `location` yourself: guests don't see this list. Defaults to none.
   */
  readonly rooms?: readonly string[] | undefined
}

/** An appointment from one instant to another. */
export interface TimedAppointment extends Window {
  readonly allDay?: false | undefined
}

/** Whole days, from midnight to midnight in the calendar's time zone. */
export interface AllDayAppointment {
  readonly allDay: true
  /** The first day, such as `2027-03-02`. */
  readonly start: string
  /** The day after the last one. Defaults to the day after `start`. */
  readonly end?: string | undefined
}

/** When an appointment takes place. */
export type AppointmentTimes = TimedAppointment | AllDayAppointment

/**
 * A change of an appointment: some details, or times, or both. What is missing or undefined stays as it is. An empty text or list removes
 * what there was, and `reminder: false` the reminder.
 *
 * `attendees` are all people from now on, and `rooms` all rooms. Attendees without any `resource` leave the rooms as they are.
 */
export type AppointmentChanges = Partial<AppointmentDetails> &
  (AppointmentTimes | { readonly start?: undefined; readonly end?: undefined; readonly allDay?: undefined })

/** An appointment as the caller asks for it. */
export type AppointmentRequest = AppointmentDetails & AppointmentTimes
