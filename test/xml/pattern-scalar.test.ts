import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64, date, double, duration, language, type Scalar, time } from '../../src/xml'
import { InvalidScalarError } from '../../src/xml/scalar'
import { arbitraryOf } from '../arbitraries'

describe('a civil day', () => {
  it.each([
    ['2026-12-01', '2026-12-01'],
    ['2026-12-01Z', '2026-12-01'],
    ['2026-12-01+01:00', '2026-12-01'],
    [' 2026-12-01-11:00\n', '2026-12-01'],
    ['0001-01-01', '0001-01-01'],
    ['2027-03-15T00:00:00.000000Z', '2027-03-15'],
    ['2027-03-15T00:00:00', '2027-03-15'],
  ])('is read from %j, whatever the offset, as %s', (text, day) => {
    expect(date.read(text)).toBe(day)
  })

  it.each(['', '1.12.2026', '2026-12-01T', '2026-12-01 00:00:00', '26-12-01'])('is not read from %j', (text) => {
    expect(() => date.read(text)).toThrow(InvalidScalarError)
  })

  it.each(['2028-02-29', '2026-02-28', '2026-04-30', '2000-02-29', '4500-08-31'])('%s is written', (day) => {
    expect(date.write(day)).toBe(day)
  })

  it.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-12-01Z', '', new Date()])(
    '%s is not written',
    (day) => {
      expect(() => date.write(day)).toThrow(InvalidScalarError)
    },
  )

  it('is a day of the calendar, and each such day can be written', () => {
    fc.assert(
      fc.property(arbitraryOf(date), (day) => {
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
      }),
    )
    const anyDay = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(anyDay, (instant) => {
        const day = instant.toISOString().slice(0, 10)
        expect(date.write(day)).toBe(day)
      }),
    )
  })
})

describe('a time of day', () => {
  it.each([
    ['02:00:00', '02:00:00'],
    ['02:00:00.0000000', '02:00:00'],
    ['02:00:00Z', '02:00:00'],
    ['02:00:00.5+01:00', '02:00:00'],
  ])('is read from %j as %s', (text, timeOfDay) => {
    expect(time.read(text)).toBe(timeOfDay)
  })

  it.each(['2:00', '24:00:00', '02:60:00', 2])('%s is not written', (value) => {
    expect(() => time.write(value)).toThrow(InvalidScalarError)
  })
})

describe('a duration', () => {
  it.each([
    'PT60M',
    '-PT60M',
    'P1D',
    'P1DT2H',
    'PT0S',
    'PT1H30M',
    'PT0.5S',
    // Microsoft's own client writes all durations in this form.
    '-P0DT1H0M0.0S',
  ])('%s is written and read', (value) => {
    expect(duration.write(value)).toBe(value)
    expect(duration.read(` ${value} `)).toBe(value)
  })

  it.each(['P1Y2M3DT4H', 'P0DT0H0M0.0000000S'])('%s is read', (value) => {
    expect(duration.read(value)).toBe(value)
  })

  it.each(['P', 'PT', '60', 'P1H', '', 60])('%j is not written', (value) => {
    expect(() => duration.write(value)).toThrow(InvalidScalarError)
  })
})

describe('base64', () => {
  it('accepts any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64')
        expect(base64.write(text)).toBe(text)
      }),
    )
  })

  it('is read without line breaks', () => {
    expect(base64.read(' AAAA\r\nAAA= ')).toBe('AAAAAAA=')
  })

  it('is read in any length, with any white space', () => {
    expect(base64.read('AA AA\t'.repeat(1_000_000))).toBe('AAAA'.repeat(1_000_000))
  })

  it.each(['A Ł=', 'é'])('is returned unchanged if it is not valid: %j', (text) => {
    expect(base64.read(text)).toBe(text)
  })

  it.each(['AAA', 'AAB=', 'AA-_', 'A A='])('%j is not written', (text) => {
    expect(() => base64.write(text)).toThrow(InvalidScalarError)
  })
})

describe('a number', () => {
  it.each([
    ['47.5', 47.5],
    ['-0.25', -0.25],
    ['1E3', 1000],
    [' .5 ', 0.5],
  ])('is read from %j', (text, value) => {
    expect(double.read(text)).toBe(value)
  })

  it.each(['', 'INF', 'NaN', '1,5', '0x10'])('is not read from %j', (text) => {
    expect(() => double.read(text)).toThrow(InvalidScalarError)
  })

  it('is read in up to 1,000 characters', () => {
    expect(double.read(`0.${'3'.repeat(998)}`)).toBeCloseTo(1 / 3)
    expect(() => double.read(`0.${'3'.repeat(999)}`)).toThrow(InvalidScalarError)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '1'])('%s is not written', (value) => {
    expect(() => double.write(value)).toThrow(InvalidScalarError)
  })
})

it.each<[string, Scalar<string>, string]>([
  ['a language', language, 'en-US'],
  ['a short one', language, 'de'],
])('%s is written as it is', (_case, scalar, text) => {
  expect(scalar.write(text)).toBe(text)
})

it('what is no language is not written', () => {
  expect(() => language.write('English (US)')).toThrow(InvalidScalarError)
})
