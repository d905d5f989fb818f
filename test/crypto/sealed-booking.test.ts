import type { Booking } from 'ews-booking/booking'
import { openBooking, sealBooking, VaultOpenError } from 'ews-booking/crypto'
import { describe, expect, it } from 'vitest'
import { vaultWith } from './vaults'

const vault = vaultWith()
const context = { tenant: '42', table: 'bookings', row: 'order-1' }
const booking: Booking = {
  key: 'order-1',
  itemId: 'AAMk',
  changeKey: 'DwAA',
  mailbox: 'dr.meier@example.com',
  start: '2027-03-02T09:00:00.000Z',
  end: '2027-03-02T09:30:00.000Z',
}
const record = { ...booking, title: 'Consultation', description: 'Knee, left' }

describe('the record of a booking', () => {
  it('has its title and description sealed, and the rest unchanged', () => {
    const sealed = sealBooking(vault, record, context)
    expect(sealed).toMatchObject(booking)
    expect(Object.keys(sealed)).toEqual(Object.keys(record))
    expect([sealed.title, sealed.description].map((text) => vault.isSealed(text))).toEqual([true, true])
    expect(openBooking(vault, sealed, context)).toEqual(record)
  })

  it('has its location and its attendees sealed too, and keeps what is no text', () => {
    const attendees = [
      { address: 'patient@example.com', name: 'Patient', optional: true },
      { address: 'x@example.com' },
    ]
    const whole = { ...record, location: 'Ward 7', attendees }
    const sealed = sealBooking(vault, whole, context)
    expect(JSON.stringify(sealed)).not.toMatch(/Ward|atient/)
    expect(sealed.attendees.map(({ optional }) => optional)).toEqual([true, undefined])
    expect(openBooking(vault, sealed, context)).toStrictEqual(whole)
    expect(vault.open(sealed.location, { ...context, column: 'location' })).toBe('Ward 7')
    expect(vault.open(sealed.attendees[1]?.address ?? '', { ...context, column: 'attendees.address' })).toBe(
      'x@example.com',
    )
  })

  it.each([undefined, null])('keeps a location, attendees and a name that are %s', (nothing) => {
    const whole = { ...record, location: nothing, attendees: nothing }
    expect(openBooking(vault, sealBooking(vault, whole, context), context)).toStrictEqual(whole)
    const nameless = { ...record, attendees: [{ address: 'x@example.com', name: nothing }] }
    expect(openBooking(vault, sealBooking(vault, nameless, context), context)).toStrictEqual(nameless)
  })

  it.each([
    ['is missing', {}],
    ['is null', { description: null }],
    ['is undefined', { description: undefined }],
    ['is empty', { description: '' }],
  ])('keeps a description that %s', (_case, description) => {
    const { description: _, ...rest } = record
    const sealed = sealBooking(vault, { ...rest, ...description }, context)
    expect(openBooking(vault, sealed, context)).toStrictEqual({ ...rest, ...description })
  })

  it('can be opened field by field, as columns of these names', () => {
    const { title, description } = sealBooking(vault, record, context)
    expect(vault.open(title, { ...context, column: 'title' })).toBe('Consultation')
    expect(vault.open(description, { ...context, column: 'description' })).toBe('Knee, left')
  })

  it('does not open with title and description swapped, or for another booking', () => {
    const sealed = sealBooking(vault, record, context)
    const swapped = { ...sealed, title: sealed.description, description: sealed.title }
    expect(() => openBooking(vault, swapped, context)).toThrow(VaultOpenError)
    expect(() => openBooking(vault, sealed, { ...context, row: 'order-2' })).toThrow(VaultOpenError)
  })

  it('stays readable for a tenant on a plan without encryption', () => {
    expect(sealBooking(vaultWith({ write: 'plaintext' }), record, context)).toEqual(record)
  })
})
