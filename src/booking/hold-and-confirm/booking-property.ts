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
}

const names: readonly BookingPropertyName[] = ['key', 'attempt', 'state', 'fingerprint', 'details', 'target']

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

/** Returns `undefined` if `book` hasn't made the item, or if the server left the properties out. */
export function bookingMark({ extendedProperty = [] }: CalendarItem): BookingMark | undefined {
  const values = new Map(
    extendedProperty
      .filter(({ extendedFieldURI: { propertySetId } }) => propertySetId?.toLowerCase() === PROPERTY_SET)
      .map(({ extendedFieldURI: { propertyName }, value }) => [propertyName, value]),
  )
  const textOf = (name: BookingPropertyName) => values.get(BookingProperty[name].propertyName)
  const [key, attempt] = [textOf('key'), textOf('attempt')]
  if (key === undefined || attempt === undefined) return undefined
  const [details, target] = [textOf('details'), textOf('target')]
  return {
    key,
    attempt,
    state: stateOf(textOf('state')),
    fingerprint: textOf('fingerprint') ?? '',
    ...(details === undefined ? {} : { details }),
    ...(target === undefined ? {} : { target }),
  }
}

const stateOf = (state: string | undefined): BookingState =>
  state === 'hold' || state === 'void' ? state : 'confirmed'
