import type { CalendarItem } from '../../operations/types/calendar-item'
import { conversationIdOf } from '../items/exchange-id'
import { itemDerivations } from '../items/item-value'
import { presentValues } from '../items/present-values'
import type { Property } from '../items/property'
import { timeZonesOf } from './appointment'
import { zoneOf } from './defined-zone'
import { isOrganizer } from './meeting-message'
import { wallTime } from './time-zone'
import { withRules } from './time-zone-definition'

type Attendees = NonNullable<CalendarItem['requiredAttendees']>

/** A calendar item with its times. */
export interface DatedItem extends CalendarItem {
  readonly start: Date
  readonly end: Date
}

const MEETING = 1
const RECEIVED = 2
const CANCELLED = 4

/**
 * The properties that the server computes from an item's other properties when it is read (MS-OXWSCORE, ItemType; MS-OXWSMTGS,
 * CalendarItemType).
 */
const derivations: { readonly [Key in Property]?: (item: DatedItem) => CalendarItem[Key] } = {
  ...itemDerivations,
  conversationId: ({ uid }) => (uid === undefined ? undefined : { id: conversationIdOf(uid) }),
  isOnlineMeeting: () => false,
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
  responseObjects: responsesTo,
}

/** The value of a property: the stored one, or what is derived from the others. */
export const propertyOf = <Key extends Property>(item: DatedItem, property: Key): CalendarItem[Key] =>
  item[property] ?? derivations[property]?.(item)

/** Returns those of the given properties that an item has, stored or derived. */
export function valuesOf(item: DatedItem, properties: Iterable<Property>): CalendarItem {
  const values: CalendarItem = presentValues<CalendarItem>(properties, (property) => propertyOf(item, property))
  if (values.startTimeZone !== undefined) values.startTimeZone = withRules(values.startTimeZone, item.start)
  if (values.endTimeZone !== undefined) values.endTimeZone = withRules(values.endTimeZone, item.end)
  return values
}

/** The possible responses to a meeting: the organizer can cancel it, an attendee can accept or decline it. */
function responsesTo(item: DatedItem): CalendarItem['responseObjects'] {
  if (!item.isMeeting || item.isCancelled) return undefined
  if (isOrganizer(item)) return [{ cancelCalendarItem: {} }]
  return [{ acceptItem: {} }, { tentativelyAcceptItem: {} }, { declineItem: {} }]
}

const names = (attendees: Attendees = []) =>
  attendees.map(({ mailbox }) => mailbox.name ?? mailbox.emailAddress ?? '').join('; ')

const DAY_MINUTES = 24 * 60

/** `P1DT1H30M` (XML Schema, duration). */
function durationOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const [days, ofDay] = [Math.floor(minutes / DAY_MINUTES), minutes % DAY_MINUTES]
  const [hours, rest] = [Math.floor(ofDay / 60), ofDay % 60]
  const day = days === 0 ? '' : `${days}D`
  const time = `${hours === 0 ? '' : `${hours}H`}${rest === 0 ? '' : `${rest}M`}`
  if (time !== '') return `P${day}T${time}`
  return days === 0 ? 'PT0M' : `P${day}`
}
