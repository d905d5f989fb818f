import type { CalendarItem } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import {
  type BookingMark,
  bookingMark,
  bookingPaths,
  bookingProperties,
} from '../../../src/booking/hold-and-confirm/booking-property'

const mark: BookingMark = {
  key: 'order-1',
  attempt: 'x',
  state: 'hold',
  fingerprint: 'abc',
  details: 'title=1',
  target: 'AAMk',
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
