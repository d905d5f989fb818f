import type { Body, CalendarItem, LegacyFreeBusyStatus } from 'ews-booking'
import { flag } from '../argument/flag'
import { invalid } from '../argument/invalid-argument'
import { checkNames, type NamesOf } from '../argument/names'
import { hasIllegalCharacter, isSmtpAddress } from '../argument/smtp-address'
import { checkTimes, type Window } from '../calendar/window'
import type {
  AppointmentAttendee,
  AppointmentRequest,
  AppointmentSensitivity,
  AppointmentStatus,
  AppointmentTimes,
} from './appointment'

/** Checked times, with all defaults filled in. */
export type CheckedTimes =
  | (Window & { readonly allDay: false })
  | { readonly allDay: true; readonly start: string; readonly end: string }

/** A checked attendee, with all defaults filled in. The name may be missing. */
export interface CheckedAttendee extends AppointmentAttendee {
  readonly optional: boolean
  readonly resource: boolean
}

/** A checked request, with all defaults filled in. Empty texts are undefined. */
export interface CheckedAppointment {
  readonly times: CheckedTimes
  readonly title: string
  readonly description: Body | undefined
  readonly location: string | undefined
  readonly status: AppointmentStatus
  readonly categories: readonly string[]
  readonly reminder: number | false
  readonly sensitivity: AppointmentSensitivity
  readonly attendees: readonly CheckedAttendee[]
}

/** Outlook accepts no longer line, and a search returns no more of it (Microsoft, "FindItem operation"). */
const MAX_LINE = 255

/** A limit of this library, well below the ten megabytes that a server with default settings accepts and mails. */
const MAX_DESCRIPTION = 1_000_000

/** Five years (MS-OXWSCDATA, ReminderMinutesBeforeStartType). */
const MAX_REMINDER = 2_629_800

/** RFC 5321, 4.5.3.1.3, without the angle brackets. */
const MAX_ADDRESS = 254

/** The first and last day of Exchange's calendar (MS-OXOCAL, 2.2.1.44.1). */
const FIRST_DAY = '1601-01-01'
const LAST_DAY = '4500-08-31'

/** EWS's words for ours (MS-OXWSCDATA, LegacyFreeBusyType). */
export const STATUS = {
  busy: 'Busy',
  tentative: 'Tentative',
  outOfOffice: 'OOF',
  workingElsewhere: 'WorkingElsewhere',
  free: 'Free',
} as const satisfies Record<AppointmentStatus, LegacyFreeBusyStatus>

/** EWS's words for ours (MS-OXWSCDATA, SensitivityChoicesType). */
export const SENSITIVITY = {
  normal: 'Normal',
  personal: 'Personal',
  private: 'Private',
  confidential: 'Confidential',
} as const satisfies Record<AppointmentSensitivity, CalendarItem['sensitivity']>

/**
 * Checks a request and fills in its defaults.
 *
 * @throws EwsRequestError naming the field that is wrong, as the caller wrote it: `attendees[0].address`
 */
export function checkedAppointment(request: AppointmentRequest): CheckedAppointment {
  const { title, location, status = 'busy', reminder = false, sensitivity = 'normal' } = request
  return {
    times: checkedTimes(request),
    title: requiredText('title', title, MAX_LINE),
    description: checkedDescription('description', request.description),
    location: optionalText('location', location, MAX_LINE),
    status: oneOf('status', status, STATUS),
    categories: entries('categories', request.categories).map(([path, name]) => requiredText(path, name, MAX_LINE)),
    reminder: minutes('reminder', reminder),
    sensitivity: oneOf('sensitivity', sensitivity, SENSITIVITY),
    attendees: [
      ...entries('attendees', request.attendees).map(([path, each]) => attendee(path, each)),
      ...entries('rooms', request.rooms).map(([path, each]) => room(path, each)),
    ],
  }
}

const TIMES: NamesOf<AppointmentTimes> = { start: true, end: true, allDay: true }

/**
 * Checks times that are an argument of their own.
 *
 * @throws EwsRequestError if it isn't an object, or has a name that isn't known
 */
export const checkTimesArgument = (times: AppointmentTimes): void => checkNames<AppointmentTimes>('times', times, TIMES)

/** @throws EwsRequestError naming the field that is wrong */
export function checkedTimes(times: AppointmentTimes): CheckedTimes {
  if (times.allDay !== true) {
    if (times.allDay !== undefined && times.allDay !== false) throw invalid('allDay', 'must be true or false')
    const { start, end } = times
    checkTimes({ start, end })
    return { allDay: false, start, end }
  }
  const start = civilDate('start', times.start)
  const end = times.end === undefined ? dayAfter(start) : civilDate('end', times.end)
  if (end <= start) throw invalid('end', 'must be a day after start: the end is exclusive')
  return { allDay: true, start, end }
}

function civilDate(path: string, value: unknown): string {
  if (typeof value !== 'string' || !isDay(value)) throw invalid(path, 'must be a day such as 2027-03-02')
  if (value < FIRST_DAY || value > LAST_DAY) throw invalid(path, `must be from ${FIRST_DAY} to ${LAST_DAY}`)
  return value
}

/** Civil days have no zone. They are computed as midnights in UTC. */
function isDay(text: string): boolean {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(text) ? midnightOf(text) : Number.NaN
  return !Number.isNaN(midnight) && dayOf(midnight) === text
}

const DAY_MS = 24 * 60 * 60 * 1000
const dayOf = (midnight: number) => new Date(midnight).toISOString().slice(0, 10)
const midnightOf = (day: string) => new Date(`${day}T00:00:00Z`).getTime()
const dayAfter = (day: string) => dayOf(midnightOf(day) + DAY_MS)

function text(path: string, value: unknown, maxLength: number): string {
  if (typeof value !== 'string') throw invalid(path, 'must be a string')
  if (value.length > maxLength) throw invalid(path, `must have at most ${maxLength} characters`)
  if (hasIllegalCharacter(value)) throw invalid(path, "has a character that XML can't carry")
  return value
}

function requiredText(path: string, value: unknown, maxLength: number): string {
  const required = text(path, value, maxLength)
  if (required === '') throw invalid(path, 'must not be empty')
  return required
}

const optionalText = (path: string, value: unknown, maxLength: number): string | undefined =>
  value === undefined ? undefined : text(path, value, maxLength) || undefined

/**
 * Checks a text, or HTML as `{ html }`.
 *
 * @throws EwsRequestError naming the field that is wrong
 */
export function checkedDescription(name: string, value: unknown): Body | undefined {
  const isHtml = typeof value === 'object' && value !== null && 'html' in value
  if (isHtml) checkNames<{ html: string }>(name, value, { html: true }, `${name}.`)
  const [path, content, bodyType] = isHtml
    ? ([`${name}.html`, value.html, 'HTML'] as const)
    : ([name, value, 'Text'] as const)
  if (!isHtml && typeof value !== 'string' && value !== undefined) {
    throw invalid(name, 'must be a string or { html }')
  }
  const written = optionalText(path, content, MAX_DESCRIPTION)
  return written === undefined ? undefined : { bodyType, value: written }
}

function oneOf<Word extends string>(path: string, value: unknown, words: Readonly<Record<Word, string>>): Word {
  if (isKeyOf(words, value)) return value
  throw invalid(path, `must be one of ${Object.keys(words).join(', ')}`)
}

const isKeyOf = <Key extends string>(table: Readonly<Record<Key, string>>, value: unknown): value is Key =>
  typeof value === 'string' && Object.hasOwn(table, value)

function minutes(path: string, value: unknown): number | false {
  if (value === false) return false
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_REMINDER) {
    throw invalid(path, `must be false or a whole number of minutes from 0 to ${MAX_REMINDER}`)
  }
  return value
}

/** The entries of a list with their paths. Defaults to an empty list. */
function entries(path: string, value: unknown = []): [path: string, entry: unknown][] {
  if (!Array.isArray(value)) throw invalid(path, 'must be an array')
  return value.map((entry: unknown, index) => [`${path}[${index}]`, entry])
}

const ATTENDEE: NamesOf<AppointmentAttendee> = { address: true, name: true, optional: true, resource: true }

function room(path: string, value: unknown): CheckedAttendee {
  const address = text(path, value, MAX_ADDRESS)
  if (!isSmtpAddress(address)) throw invalid(path, 'must be an address such as room-1@example.com')
  return { address, optional: false, resource: true }
}

function attendee(path: string, value: unknown): CheckedAttendee {
  if (typeof value !== 'object' || value === null) throw invalid(path, 'must be an object with an address')
  checkNames<AppointmentAttendee>(path, value, ATTENDEE, `${path}.`)
  const { address, name, optional, resource }: Partial<Record<keyof AppointmentAttendee, unknown>> = value
  const checked = {
    address: text(`${path}.address`, address, MAX_ADDRESS),
    name: optionalText(`${path}.name`, name, MAX_LINE),
    optional: flag(`${path}.optional`, optional),
    resource: flag(`${path}.resource`, resource),
  }
  if (!isSmtpAddress(checked.address)) throw invalid(`${path}.address`, 'must be an address such as guest@example.com')
  if (checked.optional && checked.resource) throw invalid(`${path}.resource`, "can't be combined with optional")
  return checked
}
