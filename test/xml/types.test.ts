import { describe, expectTypeOf, it } from 'vitest'
import { type Infer, namespaceOf } from '../../src/xml'
import type { BookingValue } from './booking'

interface Plain {
  number: number
  title: string
  room: string
  guests: string[]
}

/** `Plain` with some fields changed or added. */
type PlainWith<Change> = Omit<Plain, keyof Change> & Change

describe('the type of a value follows from its description', () => {
  it('attributes, elements and arrays are properties', () => {
    expectTypeOf<BookingValue['number']>().toEqualTypeOf<number>()
    expectTypeOf<BookingValue['channel']>().toEqualTypeOf<'Web' | 'Phone' | undefined>()
    expectTypeOf<BookingValue['start']>().toEqualTypeOf<Date | undefined>()
    expectTypeOf<BookingValue['guests']>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<BookingValue['contact']>().toEqualTypeOf<{ name: string; phone?: string | undefined } | undefined>()
    expectTypeOf<BookingValue['note']>().toEqualTypeOf<
      readonly { language?: string | undefined; text: string }[] | undefined
    >()
    expectTypeOf<BookingValue['reminder']>().toEqualTypeOf<Date | undefined>()
  })

  it('the required members are sufficient', () => {
    expectTypeOf<Plain>().toExtend<BookingValue>()
  })

  it('the required members are necessary', () => {
    expectTypeOf<Omit<Plain, 'number'>>().not.toExtend<BookingValue>()
    expectTypeOf<Omit<Plain, 'title'>>().not.toExtend<BookingValue>()
    expectTypeOf<Omit<Plain, 'guests'>>().not.toExtend<BookingValue>()
    expectTypeOf<PlainWith<{ title: string | undefined }>>().not.toExtend<BookingValue>()
  })

  it('a choice has exactly one alternative, an optional one at most one', () => {
    expectTypeOf<Omit<Plain, 'room'> & { desk: number }>().toExtend<BookingValue>()
    expectTypeOf<Omit<Plain, 'room'>>().not.toExtend<BookingValue>()
    expectTypeOf<Plain & { desk: number }>().not.toExtend<BookingValue>()
    expectTypeOf<Plain & { voucher: string }>().toExtend<BookingValue>()
    expectTypeOf<Plain & { voucher: string; deposit: number }>().not.toExtend<BookingValue>()
    expectTypeOf<PlainWith<{ extras: { meal: string; parking: boolean }[] }>>().not.toExtend<BookingValue>()
    expectTypeOf<PlainWith<{ extras: Record<never, never>[] }>>().not.toExtend<BookingValue>()
  })

  it('an enumeration accepts only its own words', () => {
    expectTypeOf<PlainWith<{ channel: 'Web' }>>().toExtend<BookingValue>()
    expectTypeOf<PlainWith<{ channel: 'Fax' }>>().not.toExtend<BookingValue>()
    expectTypeOf<PlainWith<{ channel: string }>>().not.toExtend<BookingValue>()
  })

  it('a fixed member accepts the values of its type, and may be omitted', () => {
    expectTypeOf<BookingValue['currency']>().toEqualTypeOf<'CHF' | 'EUR' | undefined>()
  })

  it('other keys are refused', () => {
    expectTypeOf<'titel'>().not.toExtend<keyof BookingValue>()
    expectTypeOf<'fax'>().not.toExtend<keyof NonNullable<BookingValue['contact']>>()
  })

  it('a type without parts takes no keys', () => {
    const none = namespaceOf('', '')
    const request = none.complexType({})
    const nothing = none.complexType()
    expectTypeOf<Record<never, never>>().toExtend<Infer<typeof request>>()
    expectTypeOf<{ signal: AbortSignal }>().not.toExtend<Infer<typeof request>>()
    expectTypeOf<{ signal: AbortSignal }>().not.toExtend<Infer<typeof nothing>>()
  })
})
