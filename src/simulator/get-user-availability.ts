import { GetUserAvailability, type GetUserAvailabilityRequest } from '../operations'
import type { Appointment } from './appointment'
import { mergedFreeBusy } from './merged-free-busy'
import { answerEach, noError } from './response-message'
import { service } from './service'
import { ServiceError, SoapFault } from './service-error'

type TimeZone = NonNullable<GetUserAvailabilityRequest['timeZone']>
type FreeBusyViewOptions = GetUserAvailabilityRequest['freeBusyViewOptions']
type MailboxData = GetUserAvailabilityRequest['mailboxDataArray'][number]
type DayOfWeek = TimeZone['standardTime']['dayOfWeek']
type View = Exclude<NonNullable<FreeBusyViewOptions['requestedView']>, 'None'>

const MOST_MAILBOXES = 100
const LONGEST_WINDOW_MS = 42 * 24 * 60 * 60 * 1000
const MINUTES = { shortest: 5, longest: 1440, default: 30 } as const

/** What each view consists of (Microsoft, "RequestedView"). */
const views: Readonly<Record<View, { events: boolean; details: boolean; merged: boolean }>> = {
  MergedOnly: { events: false, details: false, merged: true },
  FreeBusy: { events: true, details: false, merged: false },
  FreeBusyMerged: { events: true, details: false, merged: true },
  Detailed: { events: true, details: true, merged: false },
  DetailedMerged: { events: true, details: true, merged: true },
}

/** What is left of a view for a caller who may see no more than free and busy. */
const withoutDetails: Readonly<Record<View, View>> = {
  MergedOnly: 'MergedOnly',
  FreeBusy: 'FreeBusy',
  FreeBusyMerged: 'FreeBusyMerged',
  Detailed: 'FreeBusy',
  DetailedMerged: 'FreeBusyMerged',
}

/** Microsoft names no default; this one shows nothing that wasn't asked for. */
const DEFAULT_VIEW: View = 'FreeBusyMerged'

/**
 * MS-OXWSAVAIL, GetUserAvailability. Everybody may see everybody's free and busy times, and the details of the mailboxes
 * that they may act for. The only time zone that is understood is UTC, as rules without effect; another is ErrorTimeZone.
 */
export const getUserAvailability = service(GetUserAvailability, (request, { caller, store }) => {
  const { timeZone, mailboxDataArray, freeBusyViewOptions } = request
  refuseTimeZone(timeZone)
  if (mailboxDataArray.length > MOST_MAILBOXES) {
    throw new SoapFault(
      'ErrorMailboxDataArrayTooBig',
      `There are too many target users in the array. The maximum number is ${MOST_MAILBOXES}.`,
    )
  }
  const view = requestedView(freeBusyViewOptions)
  const freeBusyResponse = ({ email }: MailboxData) => {
    refuseTooLong(freeBusyViewOptions)
    const mailbox = store.find(email.address)
    if (mailbox === undefined) throw recipientNotFound(email.address)
    const { startTime, endTime } = freeBusyViewOptions.timeWindow
    const granted = grantedView(view, caller.mayActFor(mailbox))
    return {
      responseMessage: { ...noError },
      freeBusyView: freeBusyView(mailbox.appointmentsBetween(startTime, endTime), granted, freeBusyViewOptions),
    }
  }
  return {
    freeBusyResponseArray: answerEach(mailboxDataArray, freeBusyResponse, (responseMessage) => ({ responseMessage })),
  }
})

function refuseTimeZone(timeZone: TimeZone | undefined) {
  const biases = timeZone && [timeZone.bias, timeZone.standardTime.bias, timeZone.daylightTime.bias]
  if (biases?.every((bias) => bias === 0)) return
  throw new SoapFault('ErrorTimeZone', 'The time zone is missing or is not UTC, the only one that is supported here.')
}

function requestedView(options: FreeBusyViewOptions): View {
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

/** Each mailbox's server is asked for itself, so each mailbox refuses for itself (Microsoft, "TimeWindow", 42 days). */
function refuseTooLong({ timeWindow: { startTime, endTime } }: FreeBusyViewOptions) {
  if (endTime.getTime() - startTime.getTime() <= LONGEST_WINDOW_MS) return
  throw new ServiceError(
    'ErrorTimeIntervalTooBig',
    'The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = 42 days.',
  )
}

const recipientNotFound = (address: string) =>
  new ServiceError(
    'ErrorMailRecipientNotFound',
    `Unable to resolve e-mail address <>SMTP:${address} to an Active Directory object.`,
  )

const grantedView = (requested: View, mayAct: boolean): View => (mayAct ? requested : withoutDetails[requested])

/** Times that reach over the window's edge are given whole. */
function freeBusyView(appointments: readonly Appointment[], view: View, options: FreeBusyViewOptions) {
  const { timeWindow, mergedFreeBusyIntervalInMinutes: minutes = MINUTES.default } = options
  const { events, details, merged } = views[view]
  const inWindow = appointments.filter(({ start, end }) => start < timeWindow.endTime && end > timeWindow.startTime)
  return {
    freeBusyViewType: [view],
    mergedFreeBusy: merged ? mergedFreeBusy(inWindow, timeWindow, minutes) : undefined,
    calendarEventArray: events ? inWindow.map((appointment) => calendarEvent(appointment, details)) : undefined,
    workingHours: events ? workingHours() : undefined,
  }
}

function calendarEvent(appointment: Appointment, details: boolean) {
  const { start, end, legacyFreeBusyStatus = 'Busy' } = appointment
  return {
    startTime: start,
    endTime: end,
    busyType: legacyFreeBusyStatus,
    calendarEventDetails: details ? calendarEventDetails(appointment) : undefined,
  }
}

/** Of a private item, that it is there and nothing more. */
function calendarEventDetails(appointment: Appointment) {
  const { itemId, subject, location, calendarItemType } = appointment
  const isPrivate = appointment.sensitivity === 'Private'
  const flags = {
    isMeeting: appointment.isMeeting ?? false,
    isRecurring: appointment.isRecurring ?? false,
    isException: calendarItemType === 'Exception',
    isReminderSet: appointment.reminderIsSet ?? false,
    isPrivate,
  }
  return isPrivate ? flags : { id: hexEntryId(itemId.id), subject, location, ...flags }
}

/** The details name items by another id than the one that GetItem takes (MS-OXWSAVAIL, CalendarEventDetails; HexEntryId). */
const hexEntryId = (id: string) => Buffer.from(id, 'base64').toString('hex').toUpperCase()

const zoneChange = { bias: 0, time: '02:00:00', dayOrder: 1, dayOfWeek: 'Sunday' } as const

/** Every mailbox here works from eight to five, UTC. */
const workingHours = () => ({
  timeZone: { bias: 0, standardTime: { ...zoneChange, month: 3 }, daylightTime: { ...zoneChange, month: 10 } },
  workingPeriodArray: [
    {
      dayOfWeek: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] satisfies DayOfWeek[],
      startTimeInMinutes: 480,
      endTimeInMinutes: 1020,
    },
  ],
})
