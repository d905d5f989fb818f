import { createHash } from 'node:crypto'
import type { Window } from '../calendar/window'
import type { CheckedAppointment, CheckedAttendee } from './checked-appointment'

/** Checked details of an appointment. Those that are missing are unknown, or stay as they are. An empty text is undefined. */
export interface Details extends Partial<Omit<CheckedAppointment, 'times' | 'attendees'>> {
  readonly times?: Window & { readonly allDay: boolean }
  readonly people?: readonly CheckedAttendee[]
  readonly rooms?: readonly CheckedAttendee[]
}

/** In hexadecimal digits: 64 bits, against mistakes. */
const LENGTH = 16

const SECOND_MS = 1_000

/**
 * Returns the digests of details, one by one, as one text: `times=... title=...`. A change of some details replaces their digests, without
 * knowing the others. Every version of this library computes them in the same way.
 */
export const digestsOf = (details: Details): string =>
  Object.entries(canonical(details))
    .map(([name, value]) => `${name}=${digest(name, value)}`)
    .join(' ')

/** Returns the digests after a change of some details. */
export const changedDigests = (digests: string | undefined, changes: string): string =>
  [...new Map([...parsed(digests), ...parsed(changes)])].map(([name, value]) => `${name}=${value}`).join(' ')

/** Whether details may be those of an item, by the digests of both. What isn't known of the item agrees with everything. */
export function agree(digests: string | undefined, asked: string): boolean {
  if (digests === undefined) return false
  const details = parsed(asked)
  return [...parsed(digests)].every(([name, value]) => (details.get(name) ?? value) === value)
}

/** Whether an item is known to have all of these details, by the digests of both. */
export function contain(digests: string | undefined, details: string): boolean {
  const known = parsed(digests)
  return [...parsed(details)].every(([name, value]) => known.get(name) === value)
}

const parsed = (digests = ''): Map<string, string> =>
  new Map(
    digests.split(' ').flatMap((part) => {
      const [name = '', value] = part.split('=')
      return value === undefined ? [] : [[name, value] as const]
    }),
  )

const digest = (name: string, value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([name, value]))
    .digest('hex')
    .slice(0, LENGTH)

const TEXTS = ['title', 'description', 'location', 'status', 'categories', 'reminder', 'sensitivity'] as const

/** The given details, each in one form. An empty text is null. Exchange stores no fractions of seconds. */
function canonical({ times, people, rooms, ...details }: Details): Readonly<Record<string, unknown>> {
  const seconds = (instant: Date) => Math.floor(instant.getTime() / SECOND_MS)
  return {
    ...(times && { times: [times.allDay, seconds(times.start), seconds(times.end)] }),
    ...Object.fromEntries(TEXTS.flatMap((name) => (name in details ? [[name, details[name] ?? null]] : []))),
    ...(people && { people: people.map(facts) }),
    ...(rooms && { rooms: rooms.map(facts) }),
  }
}

const facts = ({ address, name, optional }: CheckedAttendee) => [address, name ?? null, optional]
