import type { FreeBusyView, FreeBusyViewOptions, FreeBusyViewType } from '../../operations/availability/free-busy-view'
import type { Appointment } from '../calendar/appointment'
import { type TimeZone, wallTime } from '../calendar/time-zone'
import { calendarView, overlapping } from '../mailbox/calendar-view'
import type { Mailbox } from '../mailbox/mailbox'
import type { FolderRights } from '../mailbox/permission'
import { SoapFault } from '../soap/service-error'
import { mergedFreeBusy } from './merged-free-busy'

/** A view that a request can ask for. */
export type View = Exclude<FreeBusyViewType, 'None'>

const MINUTES = { shortest: 5, longest: 1440, default: 30 } as const

/** The parts of each view (Microsoft, "RequestedView"). */
const views: Readonly<Record<View, { events: boolean; details: boolean; merged: boolean }>> = {
  MergedOnly: { events: false, details: false, merged: true },
  FreeBusy: { events: true, details: false, merged: false },
  FreeBusyMerged: { events: true, details: false, merged: true },
  Detailed: { events: true, details: true, merged: false },
  DetailedMerged: { events: true, details: true, merged: true },
}

/** The view for a caller who may see only free and busy times. */
const withoutDetails: Readonly<Record<View, View>> = {
  MergedOnly: 'MergedOnly',
  FreeBusy: 'FreeBusy',
  FreeBusyMerged: 'FreeBusyMerged',
  Detailed: 'FreeBusy',
  DetailedMerged: 'FreeBusyMerged',
}

/** A guess, to verify: Microsoft doesn't document a default. This one shows no details. */
const DEFAULT_VIEW: View = 'FreeBusyMerged'

/**
 * Checks the options and returns the requested view.
 *
 * @throws SoapFault if the options are wrong, which concerns all mailboxes at once
 */
export function requestedViewOf(options: FreeBusyViewOptions): View {
  const { timeWindow, mergedFreeBusyIntervalInMinutes = MINUTES.default, requestedView = DEFAULT_VIEW } = options
  if (requestedView === 'None') {
    throw new SoapFault('ErrorInvalidFreeBusyViewType', 'The requested free/busy view type is invalid.')
  }
  if (timeWindow.endTime <= timeWindow.startTime) {
    throw new SoapFault('ErrorInvalidTimeInterval', 'The end time must be after the start time.')
  }
  if (mergedFreeBusyIntervalInMinutes < MINUTES.shortest || mergedFreeBusyIntervalInMinutes > MINUTES.longest) {
    throw new SoapFault(
      'ErrorInvalidMergedFreeBusyInterval',
      `The merged free/busy interval must be from ${MINUTES.shortest} to ${MINUTES.longest} minutes.`,
    )
  }
  return requestedView
}

/** How much a caller may see of a mailbox's calendar. */
export type FreeBusyRight = FolderRights['freeBusy']

/** The view that a caller gets. */
const grantedView = (requested: View, right: FreeBusyRight): View =>
  right === 'time' ? withoutDetails[requested] : requested

/** The view of a mailbox's time, by the clocks of `zone`. Appointments that extend beyond the window are not cut. */
export function freeBusyView(
  mailbox: Mailbox,
  requested: View,
  right: FreeBusyRight,
  options: FreeBusyViewOptions,
  zone: TimeZone,
): FreeBusyView {
  const { timeWindow, mergedFreeBusyIntervalInMinutes: minutes = MINUTES.default } = options
  const { startTime, endTime } = timeWindow
  const view = grantedView(requested, right)
  const { events, details, merged } = views[view]
  const inWindow = overlapping(calendarView(mailbox.calendar, startTime, endTime), startTime, endTime)
  return {
    freeBusyViewType: [view],
    mergedFreeBusy: merged ? mergedFreeBusy(inWindow, timeWindow, minutes) : undefined,
    calendarEventArray: events
      ? inWindow.map((appointment) => calendarEvent(appointment, details ? right : 'none', zone))
      : undefined,
    workingHours: events ? mailbox.workingHours : undefined,
  }
}

function calendarEvent(appointment: Appointment, right: FreeBusyRight, zone: TimeZone) {
  const { start, end, legacyFreeBusyStatus = 'Busy' } = appointment
  return {
    startTime: wallTime(start, zone),
    endTime: wallTime(end, zone),
    busyType: legacyFreeBusyStatus,
    calendarEventDetails: right === 'none' ? undefined : calendarEventDetails(appointment, right),
  }
}

/** The details of an appointment. A private one shows only that it exists. */
function calendarEventDetails(appointment: Appointment, right: FreeBusyRight) {
  const { itemId, subject, location, calendarItemType } = appointment
  const isPrivate = appointment.sensitivity === 'Private'
  const flags = {
    isMeeting: appointment.isMeeting ?? false,
    isRecurring: appointment.isRecurring ?? false,
    isException: calendarItemType === 'Exception',
    isReminderSet: appointment.reminderIsSet ?? false,
    isPrivate,
  }
  if (right === 'subject' && !isPrivate) return { subject, location, ...flags }
  return isPrivate ? flags : { id: hexEntryId(itemId.id), subject, location, ...flags }
}

/** The id in the details, which GetItem doesn't accept (MS-OXWSAVAIL, CalendarEventDetails; HexEntryId). */
const hexEntryId = (id: string) => Buffer.from(id, 'base64').toString('hex').toUpperCase()
