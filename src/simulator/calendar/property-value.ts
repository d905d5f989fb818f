import type { CalendarItem } from '../../operations/types/calendar-item'
import { factsOf } from '../items/attachment'
import { bodyAs } from '../items/body'
import { conversationIdOf } from '../items/exchange-id'
import type { Property } from '../items/property'
import { shortText } from '../items/short-text'
import { timeZonesOf } from './appointment'
import { zoneOf } from './defined-zone'
import { isOrganizer } from './meeting-message'
import { wallTime } from './time-zone'
import { withRules } from './time-zone-definition'

type Attendees = NonNullable<CalendarItem['requiredAttendees']>
type Attachment = NonNullable<CalendarItem['attachments']>[number]

/** A calendar item with its times. */
export interface DatedItem extends CalendarItem {
  readonly start: Date
  readonly end: Date
}

const MEETING = 1
const RECEIVED = 2
const CANCELLED = 4
/** The largest size that the simulator reports. */
const MOST_BYTES = 2 ** 30

/** Items without a body have an empty one. */
const EMPTY_BODY = { bodyType: 'Text', value: '' } as const

const textBodyOf = ({ body }: DatedItem) => body && bodyAs(body, 'Text')

/**
 * The properties that the server computes from an item's other properties when it is read (MS-OXWSCORE, ItemType; MS-OXWSMTGS,
 * CalendarItemType).
 */
const derivations: { readonly [Key in Property]?: (item: DatedItem) => CalendarItem[Key] } = {
  hasAttachments: ({ attachments = [] }) => attachments.some((attachment) => !isInline(attachment)),
  size: ({ subject = '', body, attachments = [] }) =>
    Buffer.byteLength(`${subject}${body?.value ?? ''}`) + sizeOf(attachments),
  body: () => EMPTY_BODY,
  conversationId: ({ uid }) => (uid === undefined ? undefined : { id: conversationIdOf(uid) }),
  isOnlineMeeting: () => false,
  textBody: textBodyOf,
  normalizedBody: ({ body }) => body,
  uniqueBody: ({ body }) => body,
  preview(item) {
    const textBody = textBodyOf(item)
    return textBody && shortText(textBody.value)
  },
  reminderDueBy: ({ start }) => start,
  displayTo: ({ requiredAttendees }) => names(requiredAttendees),
  displayCc: ({ optionalAttendees }) => names(optionalAttendees),
  displayBcc: ({ resources }) => names(resources),
  duration: ({ start, end }) => durationOf(end.getTime() - start.getTime()),
  timeZone: ({ startTimeZone }) => startTimeZone?.name ?? startTimeZone?.id,
  endTimeZone: ({ startTimeZone }) => startTimeZone,
  startTimeZoneId: (item) => timeZonesOf(item).start?.id,
  endTimeZoneId: (item) => timeZonesOf(item).end?.id,
  startWallClock: (item) => wallTime(item.start, zoneOf(timeZonesOf(item).start)),
  endWallClock: (item) => wallTime(item.end, zoneOf(timeZonesOf(item).end)),
  isOrganizer: (item) => isOrganizer(item) || !item.isMeeting,
  appointmentState: (item) =>
    (item.isMeeting ? MEETING : 0) +
    (item.isMeeting && !isOrganizer(item) ? RECEIVED : 0) +
    (item.isCancelled ? CANCELLED : 0),
  effectiveRights: () => everyRight,
  responseObjects: responsesTo,
}

/** The value of a property: the stored one, or what is derived from the others. */
export const propertyOf = <Key extends Property>(item: DatedItem, property: Key): CalendarItem[Key] =>
  item[property] ?? derivations[property]?.(item)

/** Returns those of the given properties that an item has, stored or derived. */
export function valuesOf(item: DatedItem, properties: Iterable<Property>): CalendarItem {
  const values: CalendarItem = {}
  const set = <Key extends Property>(key: Key) => {
    const value = propertyOf(item, key)
    if (value !== undefined) values[key] = value
  }
  for (const property of properties) set(property)
  if (values.startTimeZone !== undefined) values.startTimeZone = withRules(values.startTimeZone, item.start)
  if (values.endTimeZone !== undefined) values.endTimeZone = withRules(values.endTimeZone, item.end)
  return values
}

/** The rights of the owner. Those of others are set before the item is read. */
const everyRight = {
  createAssociated: false,
  createContents: false,
  createHierarchy: false,
  delete: true,
  modify: true,
  read: true,
} as const

/** The possible responses to a meeting: the organizer can cancel it, an attendee can accept or decline it. */
function responsesTo(item: DatedItem): CalendarItem['responseObjects'] {
  if (!item.isMeeting || item.isCancelled) return undefined
  if (isOrganizer(item)) return [{ cancelCalendarItem: {} }]
  return [{ acceptItem: {} }, { tentativelyAcceptItem: {} }, { declineItem: {} }]
}

const isInline = (attachment: Attachment) => factsOf(attachment)?.isInline === true

const sizeOf = (attachments: readonly Attachment[]) =>
  Math.min(
    MOST_BYTES,
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
