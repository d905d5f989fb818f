import * as asn1js from 'asn1js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Asn1Type,
  context,
  decode,
  encode,
  generalizedTime,
  generalString,
  integer,
  message,
  objectIdentifier,
  octetString,
  optional,
  sequence,
  sequenceOf,
} from '../../../src/kerberos/asn1'

/** The DER of an independent implementation. */
const written = (value: asn1js.AsnType): Buffer => Buffer.from(value.toBER())

function read(bytes: Buffer): asn1js.AsnType {
  const { result, offset } = asn1js.fromBER(bytes)
  expect(offset).toBe(bytes.length)
  return result
}

const tagged = (number: number, value: asn1js.AsnType) =>
  new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber: number }, value: [value] })

const readBack = <Value>(type: Asn1Type<Value>, bytes: Buffer): Value => decode(message('value', type), bytes)

const int32 = fc.oneof(
  fc.integer(),
  fc.integer({ min: 2 ** 31, max: 2 ** 32 - 1 }),
  fc.integer({ min: -300, max: 300 }),
)
const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 300 })
const bytes = fc.uint8Array({ maxLength: 300 }).map((value) => Buffer.from(value))
const seconds = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000))
const identifier = fc
  .tuple(fc.nat(2), fc.nat(39), fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 8 }))
  .map(([first, second, rest]) => [first, second, ...rest].join('.'))

describe('DER is the same as that of asn1js', () => {
  it('for integers', () => {
    fc.assert(
      fc.property(int32, (value) => {
        const theirs = written(asn1js.Integer.fromBigInt(BigInt(value)))
        expect(encode(integer(), value)).toEqual(theirs)
        expect(readBack(integer(), theirs)).toBe(value)
      }),
    )
  })

  it('for octet strings', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const theirs = written(new asn1js.OctetString({ valueHex: value }))
        expect(encode(octetString, value)).toEqual(theirs)
        expect(readBack(octetString, theirs)).toEqual(value)
      }),
    )
  })

  it('for strings in ASCII', () => {
    fc.assert(
      fc.property(ascii, (value) => {
        const theirs = written(new asn1js.GeneralString({ value }))
        expect(encode(generalString, value)).toEqual(theirs)
        expect(readBack(generalString, theirs)).toBe(value)
      }),
    )
  })

  it('for object identifiers', () => {
    fc.assert(
      fc.property(identifier, (value) => {
        const theirs = written(new asn1js.ObjectIdentifier({ value }))
        expect(encode(objectIdentifier, value)).toEqual(theirs)
        expect(readBack(objectIdentifier, theirs)).toBe(value)
      }),
    )
  })

  it('for times', () => {
    fc.assert(
      fc.property(seconds, (value) => {
        const result = read(encode(generalizedTime, value))
        expect(result).toBeInstanceOf(asn1js.GeneralizedTime)
        expect(result instanceof asn1js.GeneralizedTime && result.toDate()).toEqual(value)
        expect(readBack(generalizedTime, encode(generalizedTime, value))).toEqual(value)
      }),
    )
  })

  it('for lists, and sequences with optional fields', () => {
    const type = sequence({
      name: context(0, generalString),
      number: optional(context(1, integer())),
      list: context(2, sequenceOf(octetString)),
    })
    const value = fc.record(
      { name: ascii, number: int32, list: fc.array(bytes, { maxLength: 5 }) },
      { requiredKeys: ['name', 'list'] },
    )
    fc.assert(
      fc.property(value, (value) => {
        const theirs = written(
          new asn1js.Sequence({
            value: [
              tagged(0, new asn1js.GeneralString({ value: value.name })),
              ...(value.number === undefined ? [] : [tagged(1, asn1js.Integer.fromBigInt(BigInt(value.number)))]),
              tagged(
                2,
                new asn1js.Sequence({ value: value.list.map((valueHex) => new asn1js.OctetString({ valueHex })) }),
              ),
            ],
          }),
        )
        expect(encode(type, value)).toEqual(theirs)
        expect(readBack(type, theirs)).toEqual(value)
      }),
    )
  })
})
