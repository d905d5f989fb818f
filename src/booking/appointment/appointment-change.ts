import type { Attendee, CalendarItem, ItemFieldURI, UpdateItemRequest } from 'ews-booking'
import { invalid } from '../argument/invalid-argument'
import { differByLess } from '../calendar/window'
import type { AppointmentChanges, AppointmentTimes } from './appointment'
import { attendeeOf, type CalendarZone, setField, timesOf, timeUpdates } from './appointment-item'
import { type CheckedAttendee, checkedAppointment, SENSITIVITY, STATUS } from './checked-appointment'
import type { Details } from './details'

type Updates = UpdateItemRequest['itemChanges'][number]['updates']

/** The people who hear of a change by mail, in EWS's words. */
export type Notification = UpdateItemRequest['sendMeetingInvitationsOrCancellations']

/** A change of an appointment. */
export interface AppointmentChange {
  /** The details that change. */
  readonly details: Details
  /** The updates that set each of them. */
  readonly updates: ReadonlyMap<keyof Details, Updates>
}

/** Stands for times that don't change. */
const WHENEVER = { start: new Date(0), end: new Date(1) }

/**
 * Translates a change of some details into EWS's words. What is undefined stays as it is.
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export function appointmentChange(changes: AppointmentChanges, zone: CalendarZone): AppointmentChange {
  const details = changedDetails(changes, zone)
  if (Object.keys(details).length === 0) throw invalid('changes', 'must change something')
  const times = hasTimes(changes) ? timeUpdates(changes, zone).map((setItemField) => ({ setItemField })) : []
  const updates = new Map<keyof Details, Updates>([['times', times], ...detailUpdates(details)])
  for (const [name, list] of updates) if (list.length === 0) updates.delete(name)
  return { details, updates }
}

type TimedChanges = Extract<AppointmentChanges, { readonly start: unknown }>

const hasTimes = (changes: AppointmentChanges): changes is TimedChanges =>
  changes.start !== undefined || changes.end !== undefined || changes.allDay !== undefined

function changedDetails(changes: AppointmentChanges, zone: CalendarZone): Details {
  const given = new Set<string>(Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [name])))
  const times: AppointmentTimes | undefined = hasTimes(changes) ? changes : undefined
  const { start, end, allDay, ...asked } = changes
  const checked = checkedAppointment({ ...asked, title: asked.title ?? 'unchanged', ...(times ?? WHENEVER) })
  const { times: checkedTimes, attendees, ...texts } = checked
  const [people, rooms] = [attendees.filter(({ resource }) => !resource), attendees.filter(({ resource }) => resource)]
  return {
    ...(times && { times: { ...timesOf(times, zone), allDay: checkedTimes.allDay } }),
    ...Object.fromEntries(Object.entries(texts).filter(([name]) => given.has(name))),
    ...(given.has('attendees') && { people }),
    ...((given.has('rooms') || rooms.length > 0) && { rooms }),
  }
}

/** The details that guests don't see, or that are the calendar owner's own matter. */
const PRIVATE: ReadonlySet<keyof Details> = new Set(['status', 'categories', 'reminder'])

/**
 * A change of time, place or text concerns every guest. Where guests alone change, those who stay need no mail; most servers send them one
 * (Microsoft, "CalendarItemUpdateOperationType").
 */
export function notificationOf(names: readonly (keyof Details)[]): Notification {
  const visible = names.filter(isVisible)
  if (visible.length === 0) return 'SendToNone'
  return visible.every((name) => name === 'people' || name === 'rooms')
    ? 'SendToChangedAndSaveCopy'
    : 'SendToAllAndSaveCopy'
}

/** Whether guests see a detail. */
export const isVisible = (name: keyof Details): boolean => !PRIVATE.has(name)

function detailUpdates(details: Details): [keyof Details, Updates][] {
  const set = (fieldURI: ItemFieldURI, calendarItem: CalendarItem) => [
    { setItemField: setField(fieldURI, calendarItem) },
  ]
  const remove = (fieldURI: ItemFieldURI) => [{ deleteItemField: { fieldURI: { fieldURI } } }]
  const { title, people, rooms, status, categories = [], reminder, sensitivity, description, location } = details
  const writers: Readonly<Record<Exclude<keyof Details, 'times'>, () => Updates>> = {
    title: () => set('item:Subject', { subject: title }),
    sensitivity: () => set('item:Sensitivity', { sensitivity: sensitivity && SENSITIVITY[sensitivity] }),
    description: () => set('item:Body', { body: description ?? { bodyType: 'Text', value: '' } }),
    categories: () => (categories.length === 0 ? remove('item:Categories') : set('item:Categories', { categories })),
    reminder: () => [
      ...set('item:ReminderIsSet', { reminderIsSet: reminder !== false }),
      ...(typeof reminder === 'number'
        ? set('item:ReminderMinutesBeforeStart', { reminderMinutesBeforeStart: reminder })
        : []),
    ],
    status: () => set('calendar:LegacyFreeBusyStatus', { legacyFreeBusyStatus: status && STATUS[status] }),
    location: () => (location === undefined ? remove('calendar:Location') : set('calendar:Location', { location })),
    people: () => attendeeUpdates(people ?? []),
    rooms: () =>
      rooms === undefined || rooms.length === 0
        ? remove('calendar:Resources')
        : set('calendar:Resources', { resources: rooms.map(attendeeOf) }),
  }
  return DETAILS.flatMap((name) => (name in details ? [[name, writers[name]()]] : []))
}

/** In the order in which they are set. */
const DETAILS = [
  'title',
  'sensitivity',
  'description',
  'categories',
  'reminder',
  'status',
  'location',
  'people',
  'rooms',
] as const satisfies readonly (keyof Details)[]

/** A list that is set replaces the old one. An empty one must be deleted (MS-OXWSCDATA, NonEmptyArrayOfAttendeesType). */
function attendeeUpdates(people: readonly CheckedAttendee[]): Updates {
  const required = people.filter(({ optional }) => !optional).map(attendeeOf)
  const optional = people.filter((person) => person.optional).map(attendeeOf)
  return [
    required.length === 0
      ? { deleteItemField: { fieldURI: { fieldURI: 'calendar:RequiredAttendees' } } }
      : { setItemField: setField('calendar:RequiredAttendees', { requiredAttendees: required }) },
    optional.length === 0
      ? { deleteItemField: { fieldURI: { fieldURI: 'calendar:OptionalAttendees' } } }
      : { setItemField: setField('calendar:OptionalAttendees', { optionalAttendees: optional }) },
  ]
}

/** Fields that can't be compared: the server rewrites a body, and gives zones other names. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['item:Body', 'calendar:StartTimeZone', 'calendar:EndTimeZone'])

/** The properties that tell whether an item has what updates set. */
export const comparedProperties = (updates: Updates): ItemFieldURI[] => updates.flatMap(fieldOf)

const fieldOf = ({ setItemField, deleteItemField }: Updates[number]): ItemFieldURI[] => {
  const fieldURI = (setItemField ?? deleteItemField)?.fieldURI?.fieldURI
  return fieldURI === undefined || NOT_COMPARED.has(fieldURI) ? [] : [fieldURI]
}

/** Whether an item has what updates set, as far as that can be compared. */
export const isUpdated = (item: CalendarItem, updates: Updates): boolean =>
  updates.every((update) => {
    if (fieldOf(update).length === 0) return true
    const wanted: CalendarItem = update.setItemField?.calendarItem ?? {}
    const [name] = Object.keys(wanted)
    const property = name ?? propertyOf(update.deleteItemField?.fieldURI?.fieldURI ?? '')
    return isSame(propertyValue(wanted, property), propertyValue(item, property))
  })

/** `calendar:Location` is the path of `location`. */
const propertyOf = (fieldURI: string): string => {
  const [, name = ''] = fieldURI.split(':')
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

const propertyValue = (item: CalendarItem, property: string): unknown =>
  Object.entries(item).find(([name]) => name === property)?.[1]

const SECOND_MS = 1_000

function isSame(wanted: unknown, found: unknown): boolean {
  if (wanted instanceof Date && found instanceof Date) {
    return differByLess(SECOND_MS, { start: wanted, end: wanted }, { start: found, end: found })
  }
  if (Array.isArray(wanted) || Array.isArray(found)) return listed(wanted) === listed(found)
  return (wanted ?? '') === (found ?? '')
}

/** The order of categories and attendees is the server's. */
const listed = (list: unknown): string =>
  Array.isArray(list) ? JSON.stringify(list.map((entry: string | Attendee) => nameOf(entry)).sort()) : '[]'

const nameOf = (entry: string | Attendee): string =>
  typeof entry === 'string' ? entry : (entry.mailbox.emailAddress ?? '').toLowerCase()
