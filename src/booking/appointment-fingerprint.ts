import { createHash } from 'node:crypto'
import type { AppointmentRequest } from './appointment'
import { type CheckedAppointment, checkedAppointment } from './appointment-check'

/** In hexadecimal digits: 128 bits. */
const LENGTH = 32

/**
 * The same 32 hexadecimal digits for all requests that ask for the same appointment, in whatever order they name its
 * properties and whether they spell out a default or not; others for others. They say nothing of what was asked for to anybody
 * who can't guess it all, and are made in the same way by every version of this library.
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export const fingerprint = (request: AppointmentRequest): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(checkedAppointment(request))))
    .digest('hex')
    .slice(0, LENGTH)

/**
 * Properties in one order, and none that has its default: so one that is yet to come changes no fingerprint that was made
 * before it. JSON leaves out what is undefined.
 */
const canonical = ({ times, title, description, location, ...rest }: CheckedAppointment) => ({
  ...(times.allDay
    ? { allDay: true, start: times.start, end: times.end }
    : { start: times.start.toISOString(), end: times.end.toISOString() }),
  title,
  text: description?.bodyType === 'Text' ? description.value : undefined,
  html: description?.bodyType === 'HTML' ? description.value : undefined,
  location,
  status: unless('busy', rest.status),
  categories: rest.categories.length === 0 ? undefined : rest.categories,
  reminder: unless(false, rest.reminder),
  sensitivity: unless('normal', rest.sensitivity),
  attendees:
    rest.attendees.length === 0
      ? undefined
      : rest.attendees.map(({ address, name, optional, resource }) => ({
          address,
          name,
          optional: unless(false, optional),
          resource: unless(false, resource),
        })),
})

const unless = <Value>(standard: Value, value: Value): Value | undefined => (value === standard ? undefined : value)
