import * as z from 'zod/mini'
import { CalendarItem as calendarItem } from '../../operations/types/calendar-item'
import { smtpAddress } from '../../validation'
import { quotable, type Type } from '../../xml'
import type { NewAppointment } from '../calendar/new-appointment'
import { described } from '../described'
import { instantText } from './checked-body'
import { ControlError } from './control-error'

const attendees = z.array(z.looseObject({ mailbox: z.looseObject({ emailAddress: smtpAddress }) }))

/**
 * An appointment in JSON: the properties of a calendar item (MS-OXWSMTGS, CalendarItemType) in camelCase, with times as text. The schema
 * lists the properties that most people use. The others are checked against the description of a calendar item.
 */
export const appointmentSchema = z.looseObject({
  subject: described(z.string(), 'The title.'),
  start: described(instantText, 'The start, with an offset: 2026-12-01T09:00:00+01:00.'),
  end: described(instantText, 'The end, with an offset.'),
  status: z.optional(
    described(z.enum(['Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere', 'NoData']), 'Defaults to Busy.'),
  ),
  body: z.optional(
    described(
      z.union([z.string(), z.strictObject({ bodyType: z.enum(['Text', 'HTML']), value: z.string() })]),
      'The body. A string is plain text.',
    ),
  ),
  location: z.optional(described(z.string(), 'The place.')),
  isAllDayEvent: z.optional(described(z.boolean(), 'Takes whole days. Defaults to false.')),
  sensitivity: z.optional(described(z.enum(['Normal', 'Personal', 'Private', 'Confidential']), 'Defaults to Normal.')),
  requiredAttendees: z.optional(described(attendees, 'Makes the appointment a meeting.')),
  optionalAttendees: z.optional(attendees),
  resources: z.optional(described(attendees, 'The rooms of a meeting.')),
})

const PROPERTIES = new Set([...calendarItem.slots.map(({ key }) => key), 'status'])

/**
 * Reads an appointment from JSON. `Simulator.add` checks the values of the properties that the schema doesn't list.
 *
 * @throws ControlError if a property is unknown, or if a time isn't valid or lacks its offset
 */
export function appointmentOf(json: z.output<typeof appointmentSchema>): NewAppointment {
  const unknown = Object.keys(json).find((key) => !PROPERTIES.has(key))
  if (unknown !== undefined) throw new ControlError('BAD_REQUEST', `${quotable(unknown)}: is no property of an item`)
  const appointment = withInstants(calendarItem, json, '')
  if (isAppointment(appointment)) return appointment
  throw new ControlError('BAD_REQUEST', 'The body: must be an appointment with subject, start and end')
}

const isAppointment = (value: unknown): value is NewAppointment =>
  typeof value === 'object' &&
  value !== null &&
  'subject' in value &&
  'start' in value &&
  'end' in value &&
  value.start instanceof Date &&
  value.end instanceof Date

/** Copies a value of a described type from JSON, turning texts into `Date`s wherever the type has instants. */
function withInstants(type: Type<unknown>, value: unknown, path: string): unknown {
  if (type.kind === 'scalar') return type.base === 'dateTime' ? instantOf(value, path) : value
  if (Array.isArray(value)) return value.map((entry, index) => entryOf(type, entry, `${path}.${index}`))
  return type.kind === 'complex' ? memberwise(type, value, path) : value
}

function entryOf(type: Exclude<Type<unknown>, { kind: 'scalar' }>, entry: unknown, path: string): unknown {
  const [slot] = type.slots
  const isTagged = type.kind === 'complex' || type.tagged || slot === undefined
  return isTagged ? memberwise(type, entry, path) : withInstants(slot.type, entry, path)
}

function memberwise(
  { slots }: Pick<Exclude<Type<unknown>, { kind: 'scalar' }>, 'slots'>,
  value: unknown,
  path: string,
) {
  if (typeof value !== 'object' || value === null) return value
  const types = new Map(slots.map((slot) => [slot.key, slot.type]))
  const entries = Object.entries(value).map(([key, member]) => {
    const type = types.get(key)
    return [key, type === undefined ? member : withInstants(type, member, path === '' ? key : `${path}.${key}`)]
  })
  return Object.fromEntries(entries)
}

function instantOf(value: unknown, path: string): Date {
  const { success, data, error } = instantText.safeParse(value)
  if (success) return new Date(data)
  throw new ControlError('BAD_REQUEST', `${path}: ${error.issues[0]?.message}`)
}
