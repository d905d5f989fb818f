import { createHash } from 'node:crypto'
import type { AppointmentRequest } from './appointment'
import { type CheckedAppointment, checkedAppointment } from './checked-appointment'

/** In hexadecimal digits: 128 bits. */
const LENGTH = 32

/**
 * Returns 32 hexadecimal digits that are the same for requests that ask for the same appointment, and differ for others. The order of
 * properties and spelled-out defaults don't matter. The digits reveal nothing to a reader who can't guess the whole request. Every version
 * of this library computes them in the same way.
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export const fingerprint = (request: AppointmentRequest): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(checkedAppointment(request))))
    .digest('hex')
    .slice(0, LENGTH)

/**
 * The properties in one order, without those that have their default: a property that a later version adds leaves existing fingerprints
 * unchanged. JSON omits what is undefined.
 */
const canonical = ({ times, title, description, location, ...rest }: CheckedAppointment) => ({
  ...(times.allDay
    ? { allDay: true, start: times.start, end: times.end }
    : { start: times.start.toISOString(), end: times.end.toISOString() }),
  title,
  text: description?.bodyType === 'Text' ? description.value : undefined,
  html: description?.bodyType === 'HTML' ? description.value : undefined,
  location,
  status: unlessDefault('busy', rest.status),
  categories: rest.categories.length === 0 ? undefined : rest.categories,
  reminder: unlessDefault(false, rest.reminder),
  sensitivity: unlessDefault('normal', rest.sensitivity),
  attendees:
    rest.attendees.length === 0
      ? undefined
      : rest.attendees.map(({ address, name, optional, resource }) => ({
          address,
          name,
          optional: unlessDefault(false, optional),
          resource: unlessDefault(false, resource),
        })),
})

const unlessDefault = <Value>(standard: Value, value: Value): Value | undefined =>
  value === standard ? undefined : value
