import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Asn1Error,
  type Asn1Type,
  application,
  context,
  decode,
  encode,
  enumerated,
  flag,
  flags,
  generalizedTime,
  generalString,
  generalStringForPeople,
  integer,
  message,
  objectIdentifier,
  octetString,
  opaqueApplication,
  openSequence,
  optional,
  sequence,
  sequenceOf,
} from '../../../src/kerberos/asn1'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const read = <Value>(type: Asn1Type<Value>, text: string): Value => decode(message('M', type), hex(text))

const pair = sequence({ first: context(0, integer()), second: optional(context(1, generalString)) })

describe('a reader of DER refuses', () => {
  it.each<[string, Asn1Type<unknown>, string]>([
    ['nothing', integer(), ''],
    ['an identifier without a length', integer(), '02'],
    ['an indefinite length', pair, '30 80 a0 03 02 01 05 00 00'],
    ['a length of one byte in two', integer(), '02 81 01 05'],
    ['a length with a zero in front', octetString, `04 82 00 80 ${'00'.repeat(128)}`],
    ['a length of five bytes', octetString, '04 85 01 00 00 00 00'],
    ['a length beyond the message', octetString, '04 05 01 02'],
    ['four gigabytes that are not there', octetString, '04 84 ff ff ff ff 00'],
    ['a length that itself is cut off', octetString, '04 84 ff ff'],
    ['something behind the message', integer(), '02 01 05 00'],
    ['another type', integer(), '04 01 05'],
    ['a tag of several bytes', integer(), '1f 81 01 00'],
    ['an empty integer', integer(), '02 00'],
    ['an integer with a zero too many', integer(), '02 02 00 05'],
    ['an integer with a sign too many', integer(), '02 02 ff ff'],
    ['an integer of six bytes', integer(), '02 06 01 00 00 00 00 00'],
    ['an integer of 33 bits', integer(), '02 05 01 00 00 00 00'],
    ['an integer out of its range', integer(5, 5), '02 01 06'],
    ['an enumeration out of its range', enumerated(3), '0a 01 04'],
    ['a string that is not in UTF-8', generalString, '1b 01 fc'],
    ['a time without a zone', generalizedTime, `18 0e ${Buffer.from('20261129120000').toString('hex')}`],
    ['a time with a fraction', generalizedTime, `18 11 ${Buffer.from('20261129120000.5Z').toString('hex')}`],
    ['a day that there is not', generalizedTime, `18 0f ${Buffer.from('20260230120000Z').toString('hex')}`],
    ['an empty bit string', flags, '03 00'],
    ['a bit string with unused bits of nothing', flags, '03 01 01'],
    ['a bit string with nine unused bits', flags, '03 02 09 00'],
    ['an empty object identifier', objectIdentifier, '06 00'],
    ['an object identifier that is cut off', objectIdentifier, '06 02 2a 86'],
    ['an object identifier with a zero too many', objectIdentifier, '06 03 2a 80 05'],
    ['an object identifier with a huge number', objectIdentifier, '06 07 2a ff ff ff ff ff 7f'],
    ['a sequence without a field that it needs', pair, '30 00'],
    ['fields in another order', pair, '30 0a a1 03 1b 01 41 a0 03 02 01 05'],
    ['a field twice', pair, '30 0a a0 03 02 01 05 a0 03 02 01 05'],
    ['an unknown field', pair, '30 0a a0 03 02 01 05 a2 03 02 01 05'],
    ['two values in the tag of one', pair, '30 08 a0 06 02 01 05 02 01 05'],
    ['another type in a list', sequenceOf(integer()), '30 06 02 01 05 04 01 05'],
    ['a list that is too long', sequenceOf(octetString), `30 82 02 02 ${'0400'.repeat(257)}`],
  ])('%s', (_case, type, bytes) => {
    expect(() => read(type, bytes)).toThrow(Asn1Error)
  })

  it('and the error names the place without quoting the message', () => {
    const outer = message('OUTER', application(3, sequence({ list: context(0, sequenceOf(pair)) })))
    const bytes = hex('63 0f 30 0d a0 0b 30 09 30 07 a0 05 1b 03 736563')
    expect(() => decode(outer, bytes)).toThrow('OUTER.list[0].first: starts with tag 27 instead of 2')
  })
})

describe('a reader of DER accepts', () => {
  it.each<[string, Asn1Type<unknown>, string, unknown]>([
    ['the least number of 32 bits', integer(), '02 04 80 00 00 00', -(2 ** 31)],
    ['the greatest one without a sign', integer(), '02 05 00 ff ff ff ff', 2 ** 32 - 1],
    ['names in UTF-8', generalString, '1b 07 6d c3 bc 6c 6c 65 72', 'müller'],
    ['what is for people, in whatever encoding', generalStringForPeople, '1b 02 41 fc', 'A\ufffd'],
    ['flags, from the left', flags, '03 05 00 20 00 00 00', flag(2)],
    ['flags with fewer bits', flags, '03 02 05 20', flag(2)],
    [
      'an open sequence with something new',
      openSequence({ a: context(0, integer()) }),
      '30 0a a0 03 02 01 05 a7 03 02 01 05',
      { a: 5 },
    ],
    ['bytes that are only passed on', opaqueApplication(1), '61 03 01 02 03', hex('61 03 01 02 03')],
    ['an object identifier', objectIdentifier, '06 09 2a 86 48 86 f7 12 01 02 02', '1.2.840.113554.1.2.2'],
  ])('%s', (_case, type, bytes, value) => {
    expect(read(type, bytes)).toEqual(value)
  })
})

describe('any bytes', () => {
  const nested = message('NESTED', sequence({ a: context(0, sequenceOf(pair)), b: optional(context(1, octetString)) }))

  it('are read or refused with one kind of error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decode(nested, Buffer.from(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(Asn1Error)
        }
      }),
    )
  })

  it('that are read are written as the same bytes, since DER has one form for each value', () => {
    const original = encode(nested, { a: [{ first: 1 }, { first: -129, second: 'x' }], b: Buffer.from('bytes') })
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(255), (position, byte) => {
        const bytes = Buffer.from(original)
        bytes[position] = byte
        try {
          expect(encode(nested, decode(nested, bytes))).toEqual(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(Asn1Error)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
