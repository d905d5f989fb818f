import type { CalendarItem } from '../../operations/types/calendar-item'
import { bodyAs } from '../items/body'
import { shortText } from '../items/short-text'
import { type Appointment, zoneIdsOf } from './appointment'
import { isOrganizer } from './meeting-message'
import { timeZoneOf } from './time-zone'

type Attendees = NonNullable<CalendarItem['requiredAttendees']>
type Attachment = NonNullable<CalendarItem['attachments']>[number]

const MEETING = 1
const RECEIVED = 2
const CANCELLED = 4

/** An item with everything that can be read of it by itself. */
export const withDerived = (appointment: Appointment): Appointment => ({
  ...derivedProperties(appointment),
  ...appointment,
})

/** What the server makes of an item's other properties whenever it is read (MS-OXWSCORE, ItemType; MS-OXWSMTGS, CalendarItemType). */
function derivedProperties(appointment: Appointment): CalendarItem {
  const { start, end, startTimeZone, body, attachments = [] } = appointment
  const zoneIds = zoneIdsOf(appointment)
  const textBody = body && bodyAs(body, 'Text')
  return {
    hasAttachments: attachments.some((attachment) => !isInline(attachment)),
    size: Buffer.byteLength(`${appointment.subject ?? ''}${body?.value ?? ''}`) + sizeOf(attachments),
    textBody,
    normalizedBody: body,
    uniqueBody: body,
    preview: textBody && shortText(textBody.value),
    reminderDueBy: start,
    displayTo: names(appointment.requiredAttendees),
    displayCc: names(appointment.optionalAttendees),
    displayBcc: names(appointment.resources),
    duration: durationOf(end.getTime() - start.getTime()),
    timeZone: startTimeZone?.name ?? startTimeZone?.id,
    startTimeZoneId: zoneIds.start,
    endTimeZoneId: zoneIds.end,
    startWallClock: new Date(timeZoneOf(zoneIds.start).wallClock(start)),
    endWallClock: new Date(timeZoneOf(zoneIds.end).wallClock(end)),
    isOrganizer: isOrganizer(appointment) || !appointment.isMeeting,
    appointmentState: stateOf(appointment),
    effectiveRights: everyRight,
    responseObjects: responsesTo(appointment),
  }
}

/** Whoever may see an item may do everything with it here. */
const everyRight = {
  createAssociated: false,
  createContents: false,
  createHierarchy: false,
  delete: true,
  modify: true,
  read: true,
} as const

/** What may be answered to a meeting: an organizer calls it off, an attendee says whether to come. */
function responsesTo(appointment: Appointment): CalendarItem['responseObjects'] {
  if (!appointment.isMeeting || appointment.isCancelled) return undefined
  if (isOrganizer(appointment)) return [{ cancelCalendarItem: {} }]
  return [{ acceptItem: {} }, { tentativelyAcceptItem: {} }, { declineItem: {} }]
}

const factsOf = ({ fileAttachment, itemAttachment, referenceAttachment }: Attachment) =>
  fileAttachment ?? itemAttachment ?? referenceAttachment

const isInline = (attachment: Attachment) => factsOf(attachment)?.isInline === true

const sizeOf = (attachments: readonly Attachment[]) =>
  Math.min(
    2 ** 30,
    attachments.reduce((sum, attachment) => sum + Math.max(0, factsOf(attachment)?.size ?? 0), 0),
  )

const names = (attendees: Attendees = []) =>
  attendees.map(({ mailbox }) => mailbox.name ?? mailbox.emailAddress ?? '').join('; ')

/** `PT1H30M` (XML Schema, duration). */
function durationOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return `PT${rest}M`
  return rest === 0 ? `PT${hours}H` : `PT${hours}H${rest}M`
}

const stateOf = (appointment: Appointment) =>
  (appointment.isMeeting ? MEETING : 0) +
  (appointment.isMeeting && !isOrganizer(appointment) ? RECEIVED : 0) +
  (appointment.isCancelled ? CANCELLED : 0)
