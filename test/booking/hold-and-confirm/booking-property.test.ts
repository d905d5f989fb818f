import type { CalendarItem } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import {
  type BookingMark,
  bookingMark,
  bookingPaths,
  bookingProperties,
  originOf,
} from '../../../src/booking/hold-and-confirm/booking-property'

const mark: BookingMark = {
  key: 'order-1',
  attempt: 'x',
  state: 'hold',
  fingerprint: 'abc',
  details: 'title=1',
  target: 'AAMk',
  origin: '2026-12-01T08:00:00.000Z 040000008200E00074C5B7101A82E008AA',
}
const PROPERTY_SET = 'fffab4fa-2560-4a9a-93a0-ed0b9480c57c'

const item = (values: Record<string, string>, propertySetId = PROPERTY_SET): CalendarItem => ({
  extendedProperty: Object.entries(values).map(([propertyName, value]) => ({
    extendedFieldURI: { propertySetId, propertyName, propertyType: 'String' },
    value,
  })),
})

describe('the properties of a booking', () => {
  it('are named strings in an own property set that never change, because existing items carry them', () => {
    expect(bookingProperties(mark)).toEqual([
      ...(item({
        BookingKey: 'order-1',
        BookingAttempt: 'x',
        BookingState: 'hold',
        BookingFingerprint: 'abc',
        BookingDetails: 'title=1',
        BookingTarget: 'AAMk',
        BookingOrigin: '2026-12-01T08:00:00.000Z 040000008200E00074C5B7101A82E008AA',
      }).extendedProperty ?? []),
    ])
    expect(bookingPaths).toEqual(bookingProperties(mark).map(({ extendedFieldURI }) => ({ extendedFieldURI })))
  })

  it('are read as they were written', () => {
    for (const state of ['hold', 'confirmed', 'void'] as const) {
      expect(bookingMark({ extendedProperty: bookingProperties({ ...mark, state }) })).toEqual({ ...mark, state })
    }
  })

  it('are written only if they are given', () => {
    expect(bookingProperties({ state: 'void' })).toMatchObject([{ value: 'void' }])
    expect(bookingProperties({ fingerprint: '' })).toMatchObject([{ value: '' }])
  })

  it.each<[string, CalendarItem]>([
    ['an item without properties', {}],
    ['an item without key', item({ BookingAttempt: 'x', BookingState: 'hold' })],
    ['an item without attempt', item({ BookingKey: 'x', BookingState: 'hold' })],
    ['properties of the same names of somebody else', item({ BookingKey: 'x', BookingAttempt: 'y' }, 'other')],
  ])('are missing in %s', (_case, other) => {
    expect(bookingMark(other)).toBeUndefined()
  })

  it('are read in any case of the property set', () => {
    expect(bookingMark(item({ BookingKey: 'x', BookingAttempt: 'y' }, PROPERTY_SET.toUpperCase()))).toBeDefined()
  })

  it.each<[string, Record<string, string>]>([
    ['no state', {}],
    ['a state of a newer version', { BookingState: 'waitlisted' }],
  ])('with %s mean an appointment', (_case, state) => {
    expect(bookingMark(item({ BookingKey: 'x', BookingAttempt: 'y', ...state }))).toEqual({
      key: 'x',
      attempt: 'y',
      state: 'confirmed',
      fingerprint: '',
    })
  })
})

describe('a copy that somebody makes of a booking in Outlook', () => {
  const [uid, other] = ['AA', 'BB'].map((end) => `040000008200E00074C5B7101A82E008${end}`)
  const created = new Date('2026-12-01T08:00:00Z')
  const later = new Date('2026-12-01T08:00:02Z')
  const booking = { ...mark, state: 'confirmed', origin: originOf(created, uid) } as const
  const found = (facts: CalendarItem, origin?: string) =>
    bookingMark({ ...facts, extendedProperty: bookingProperties({ ...booking, origin }) })

  it('is no booking: it was created at another time, and has another UID', () => {
    expect(found({ dateTimeCreated: created, uid }, booking.origin)).toEqual(booking)
    expect(found({ dateTimeCreated: later, uid: other }, booking.origin)).toBeUndefined()
    expect(found({ dateTimeCreated: later, uid: 'a' }, originOf(created, 'b c'))).toBeUndefined()
  })

  it.each<[string, CalendarItem, string?]>([
    ['a restored booking, which was created at another time', { dateTimeCreated: later, uid }, booking.origin],
    ['a booking with another UID', { dateTimeCreated: created, uid: other }, booking.origin],
    ['a UID in lower case', { dateTimeCreated: later, uid: uid?.toLowerCase() }, booking.origin],
    ['a UID in another form', { dateTimeCreated: later, uid: 'x@example.com' }, booking.origin],
    ['a view without UIDs', { dateTimeCreated: later }, booking.origin],
    ['an empty UID', { dateTimeCreated: later, uid: '' }, booking.origin],
    ['a booking of an earlier version', { dateTimeCreated: later, uid: other }],
    ['a damaged property', { dateTimeCreated: later, uid: other }, 'x'],
  ])('is not: %s', (_case, facts, origin) => {
    expect(found(facts, origin)).toMatchObject({ key: 'order-1', state: 'confirmed' })
  })

  it('can only be told if the server tells', () => {
    expect(originOf(created, undefined)).toBeUndefined()
    expect(originOf(undefined, uid)).toBeUndefined()
  })
})
