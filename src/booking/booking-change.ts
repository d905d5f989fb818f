import type { CalendarItem } from 'ews-booking'
import type { AppointmentChanges } from './appointment/appointment'
import {
  type AppointmentChange,
  appointmentChange,
  comparedProperties,
  isUpdated,
  isVisible,
  notificationOf,
} from './appointment/appointment-change'
import type { CheckedAttendee } from './appointment/checked-appointment'
import { changedDigests, contain, type Details, digestsOf } from './appointment/details'
import type { Booking } from './booking'
import type { CalendarContext } from './calendar-context'
import type { AvailabilityClient } from './free-busy/free-busy'
import { type Alteration, bookingIn, holdItem, type Plan } from './hold-and-confirm/alteration'
import { originOf } from './hold-and-confirm/booking-property'
import { type FoundEntry, propertyUpdates } from './hold-and-confirm/calendar-items'
import { isAt } from './hold-and-confirm/decision'
import { bookedRooms, checkRooms, type Notify, refuseQuietRooms, roomsOf } from './rooms'

/** How a booking is changed. */
export interface ChangeOptions {
  readonly notify: Notify
  readonly isUnguarded: boolean
}

const REFUSALS = {
  moved: [
    'The booking was not moved',
    'Book the new time with a new key, then cancel this booking. Update the server if you can.',
  ],
  changed: ['The booking was not changed', 'Cancel it and book again with a new key. Update the server if you can.'],
} as const

/**
 * Returns how details or times of a booking change: those that differ from what the calendar holds, by one conditional change. Removed rooms
 * get a change of their own where others change as well, because servers don't agree on whether a room hears of its removal otherwise.
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export function changeOf(
  { itemId, key }: Pick<Booking, 'itemId' | 'key'>,
  changes: AppointmentChanges,
  { notify, isUnguarded }: ChangeOptions,
  { client, zone, blocks }: Pick<CalendarContext, 'zone' | 'blocks'> & { readonly client: AvailabilityClient },
): Alteration {
  const change = appointmentChange(changes, zone)
  const { details } = change
  if (details.rooms !== undefined) refuseQuietRooms(notify, details.rooms)
  return {
    id: itemId,
    blocks,
    refusal: REFUSALS[details.times === undefined ? 'changed' : 'moved'],
    properties: [...comparedProperties([...change.updates.values()].flat()), 'calendar:Resources'],
    moves: details.times !== undefined,
    isAdoption: false,
    plan(found) {
      const entry = bookingIn(found.entry, key)
      const present = roomsOf(found.item)
      const pending = pendingNames(change, found)
      const names = withoutRemovedRooms(pending, details, present)
      const digests = digestsOf(pick(details, pending.length === names.length ? allNames(details) : names))
      if (names.length === 0 && contain(entry.mark.details, digests)) return undefined
      const visible = names.filter(isVisible)
      if (visible.length > 0) refuseQuietRooms(notify, present)
      const { start, end } = details.times ?? entry
      const times = { start, end }
      const window = isAt(entry, times) || isUnguarded ? undefined : times
      const asked = askedRooms(changes, names, present)
      const check = (signal: AbortSignal) =>
        checkRooms(client, asked, times, blocks, signal, {
          rooms: bookedRooms(found.item),
          window: { start: entry.start, end: entry.end },
        })
      const { fingerprint } = entry.mark
      const origin = entry.mark.origin === undefined ? originOf(entry.created, entry.uid) : undefined
      return {
        key: entry.mark.key,
        window,
        times,
        hold: { fingerprint, hold: holdItem },
        updates: [
          ...names.flatMap((name) => change.updates.get(name) ?? []),
          ...propertyUpdates({ details: changedDigests(entry.mark.details, digests), origin }),
        ],
        notification: notify === 'none' ? 'SendToNone' : notificationOf(names),
        check: asked.length > 0 ? check : undefined,
        isPartial: pending.length > names.length,
      } satisfies Plan
    },
  }
}

const allNames = (details: Details): (keyof Details)[] => Object.keys(details).filter((name) => isName(details, name))

const isName = (details: Details, name: string): name is keyof Details => name in details

const pick = (details: Details, names: readonly (keyof Details)[]): Details =>
  Object.fromEntries(names.map((name) => [name, details[name]]))

/**
 * The details that the item doesn't have. A server rewrites a body, and the names of people whom its directory knows, so the digest of those
 * that were set last decides about them.
 */
function pendingNames({ details, updates }: AppointmentChange, { entry, item }: FoundEntry): (keyof Details)[] {
  const wasSet = (name: keyof Details) => contain(entry.mark?.details, digestsOf(pick(details, [name])))
  const isSet = (name: keyof Details) => {
    if (name === 'description') return wasSet(name)
    if (!isUpdated(item, updates.get(name) ?? [])) return false
    return (name !== 'people' && name !== 'rooms') || isNamed(item, details[name]) || wasSet(name)
  }
  return [...updates.keys()].filter((name) => !isSet(name))
}

/** Whether an item shows people and rooms by the names that the caller gives them. */
function isNamed(
  { requiredAttendees = [], optionalAttendees = [], resources = [] }: CalendarItem,
  attendees: readonly CheckedAttendee[] = [],
): boolean {
  const shown = [...requiredAttendees, ...optionalAttendees, ...resources].map(({ mailbox }) => mailbox)
  const nameOf = (address: string) =>
    shown.find(({ emailAddress }) => emailAddress?.toLowerCase() === address.toLowerCase())?.name
  return attendees.every(({ address, name }) => name === undefined || name === nameOf(address))
}

/** The rooms that must be free: all of them at a new time, and new ones otherwise. The caller may invite some without asking. */
function askedRooms(
  { rooms, attendees = [] }: AppointmentChanges,
  names: readonly (keyof Details)[],
  present: readonly string[],
): readonly string[] {
  const isPresent = new Set(present.map((room) => room.toLowerCase()))
  if (!names.includes('times')) return (rooms ?? []).filter((room) => !isPresent.has(room.toLowerCase()))
  return rooms ?? (attendees.some(({ resource }) => resource) ? [] : present)
}

function withoutRemovedRooms(
  pending: readonly (keyof Details)[],
  { rooms = [] }: Details,
  present: readonly string[],
): readonly (keyof Details)[] {
  const kept = new Set(rooms.map(({ address }) => address.toLowerCase()))
  const others = pending.filter((name) => name !== 'rooms')
  const isRemoval = pending.includes('rooms') && present.some((room) => !kept.has(room.toLowerCase()))
  return isRemoval && others.some(isVisible) ? others : pending
}
