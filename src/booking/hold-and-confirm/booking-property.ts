import type { CalendarItem, ItemShape } from 'ews-booking'

/** The property set of this library's extended properties. */
const PROPERTY_SET = 'fffab4fa-2560-4a9a-93a0-ed0b9480c57c'

const property = (propertyName: string) =>
  ({ propertySetId: PROPERTY_SET, propertyName, propertyType: 'String' }) as const

/** The extended properties that every item made by `book` carries. */
export const BookingProperty = {
  key: property('BookingKey'),
  /** Random. It tells apart the holds that were made for the same key. */
  attempt: property('BookingAttempt'),
  state: property('BookingState'),
  /** Detects a key that is reused with other details than those that it was booked with. */
  fingerprint: property('BookingFingerprint'),
  /** The digests of the newest details, one by one. */
  details: property('BookingDetails'),
  /** Of a hold: the item that its adoption makes a booking of. */
  target: property('BookingTarget'),
  /** Of a booking: what a copy of it hasn't in common with it, as `originOf` makes it. */
  origin: property('BookingOrigin'),
} as const

/** Random. Writing it makes a new version of an item and changes nothing else. Nobody reads it. */
export const REVISION_PROPERTY = property('BookingRevision')

type BookingPropertyName = keyof typeof BookingProperty

/**
 * The state of an item made by `book`. A `hold` claims its time but may give way. A `confirmed` item is an appointment. A `void` item claims
 * nothing and is about to be deleted. States of newer versions count as `confirmed`.
 */
export type BookingState = 'hold' | 'confirmed' | 'void'

/** The values of our extended properties in one item. */
export interface BookingMark {
  readonly key: string
  readonly attempt: string
  readonly state: BookingState
  readonly fingerprint: string
  /** Missing if a version of this library has made the item that didn't know it. */
  readonly details?: string | undefined
  /** The id of the item that is being adopted. Only in holds of adoptions. */
  readonly target?: string | undefined
  /** Only in bookings. Missing if the server doesn't tell, or a version of this library has made it that didn't know it. */
  readonly origin?: string | undefined
}

const names: readonly BookingPropertyName[] = ['key', 'attempt', 'state', 'fingerprint', 'details', 'target', 'origin']

/** The property paths for an item shape. */
export const bookingPaths: NonNullable<ItemShape['additionalProperties']> = names.map((name) => ({
  extendedFieldURI: BookingProperty[name],
}))

/** The extended properties to create or update an item with. */
export const bookingProperties = (mark: Partial<BookingMark>): NonNullable<CalendarItem['extendedProperty']> =>
  names.flatMap((name) => {
    const value = mark[name]
    return value === undefined ? [] : [{ extendedFieldURI: BookingProperty[name], value }]
  })

/** The creation of an item and its iCalendar UID. Outlook gives others to a copy. */
export const originOf = (created: Date | undefined, uid: string | undefined): string | undefined =>
  created === undefined || uid === undefined ? undefined : `${created.toISOString()} ${uid}`

/**
 * Returns `undefined` if `book` hasn't made the item, if the server left the properties out, or if the item is a copy that somebody has made
 * of a booking in Outlook: it is an appointment of that person, although it carries the properties.
 */
export function bookingMark(item: CalendarItem): BookingMark | undefined {
  const mark = markIn(item)
  return mark !== undefined && isCopy(item, mark) ? undefined : mark
}

/** More than servers round times by. */
const SAME_TIME_MS = 2_000

/** The form of UIDs that Exchange makes (MS-OXCICAL, 2.1.3.1.1.20.26). */
const GLOBAL_OBJECT_ID = /^040000008200e00074c5b7101a82e008/i

/** Both must differ, and nothing is known otherwise: a server may change the form of a UID, or the time of the creation when it restores. */
function isCopy({ dateTimeCreated, uid }: CalendarItem, { origin = '' }: BookingMark): boolean {
  const [, time = '', own = ''] = /^(\S+) (.*)$/.exec(origin) ?? []
  if (dateTimeCreated === undefined || uid === undefined || uid === '' || own === '') return false
  const isOfAnotherTime = Math.abs(dateTimeCreated.getTime() - new Date(time).getTime()) >= SAME_TIME_MS
  const areAlike = GLOBAL_OBJECT_ID.test(uid) === GLOBAL_OBJECT_ID.test(own)
  return isOfAnotherTime && areAlike && uid.toLowerCase() !== own.toLowerCase()
}

function markIn({ extendedProperty = [] }: CalendarItem): BookingMark | undefined {
  const values = new Map(
    extendedProperty
      .filter(({ extendedFieldURI: { propertySetId } }) => propertySetId?.toLowerCase() === PROPERTY_SET)
      .map(({ extendedFieldURI: { propertyName }, value }) => [propertyName, value]),
  )
  const textOf = (name: BookingPropertyName) => values.get(BookingProperty[name].propertyName)
  const [key, attempt] = [textOf('key'), textOf('attempt')]
  if (key === undefined || attempt === undefined) return undefined
  const [details, target, origin] = [textOf('details'), textOf('target'), textOf('origin')]
  return {
    key,
    attempt,
    state: stateOf(textOf('state')),
    fingerprint: textOf('fingerprint') ?? '',
    ...(details === undefined ? {} : { details }),
    ...(target === undefined ? {} : { target }),
    ...(origin === undefined ? {} : { origin }),
  }
}

const stateOf = (state: string | undefined): BookingState =>
  state === 'hold' || state === 'void' ? state : 'confirmed'
