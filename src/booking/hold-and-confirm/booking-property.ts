import type { CalendarItem, ItemShape } from 'ews-booking'

/** The property set of this library's own properties. */
const PROPERTY_SET = 'fffab4fa-2560-4a9a-93a0-ed0b9480c57c'

const property = (propertyName: string) =>
  ({ propertySetId: PROPERTY_SET, propertyName, propertyType: 'String' }) as const

/** What every item that `book` makes carries, and nobody else's does. */
export const BookingProperty = {
  key: property('BookingKey'),
  /** Random; whose it is among those that were made for one key. */
  attempt: property('BookingAttempt'),
  state: property('BookingState'),
  /** By which another call with the same key, but other details, is told apart. */
  fingerprint: property('BookingFingerprint'),
} as const

type BookingPropertyName = keyof typeof BookingProperty

/**
 * `hold` claims its time, but gives way; `confirmed` is an appointment; `void` claims nothing any more and is about to be
 * deleted. What else may come from a newer version is taken for an appointment.
 */
export type BookingState = 'hold' | 'confirmed' | 'void'

/** The properties of one item. */
export interface BookingMark {
  readonly key: string
  readonly attempt: string
  readonly state: BookingState
  readonly fingerprint: string
}

const names: readonly BookingPropertyName[] = ['key', 'attempt', 'state', 'fingerprint']

/** For an item shape. */
export const bookingPaths: NonNullable<ItemShape['additionalProperties']> = names.map((name) => ({
  extendedFieldURI: BookingProperty[name],
}))

/** For an item that is to be created or changed. */
export const bookingProperties = (mark: Partial<BookingMark>): NonNullable<CalendarItem['extendedProperty']> =>
  names.flatMap((name) => {
    const value = mark[name]
    return value === undefined ? [] : [{ extendedFieldURI: BookingProperty[name], value }]
  })

/** `undefined` where the item isn't one of this library's, or the server left the properties out. */
export function bookingMark({ extendedProperty = [] }: CalendarItem): BookingMark | undefined {
  const values = new Map(
    extendedProperty
      .filter(({ extendedFieldURI: { propertySetId } }) => propertySetId?.toLowerCase() === PROPERTY_SET)
      .map(({ extendedFieldURI: { propertyName }, value }) => [propertyName, value]),
  )
  const textOf = (name: BookingPropertyName) => values.get(BookingProperty[name].propertyName)
  const [key, attempt] = [textOf('key'), textOf('attempt')]
  if (key === undefined || attempt === undefined) return undefined
  return { key, attempt, state: stateOf(textOf('state')), fingerprint: textOf('fingerprint') ?? '' }
}

const stateOf = (state: string | undefined): BookingState =>
  state === 'hold' || state === 'void' ? state : 'confirmed'
