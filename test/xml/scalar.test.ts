import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  base64,
  bitmask,
  boolean,
  date,
  duration,
  enumeration,
  guid,
  instant,
  integer,
  listOf,
  namespaceOf,
  nonEmptyText,
  optional,
  propertyTag,
  readXml,
  type Scalar,
  text,
  time,
  zonelessInstant,
} from '../../src/xml'
import { InvalidScalarError } from '../../src/xml/scalar'

const Meal = enumeration('Breakfast', 'Lunch', 'Dinner')
const uuid = '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11'

describe('text', () => {
  it.each(['', ' ', ' a\tb\r\nc ', 'Zürich 😀', '<&>"\''])('writes and reads %j as it is', (value) => {
    expect(text.write(value)).toBe(value)
    expect(text.read(value)).toBe(value)
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['a boolean', true],
    ['an array', ['a']],
    ['an object', {}],
    ['a Date', new Date(0)],
  ])('refuses to write %s', (_case, value) => {
    expect(() => text.write(value)).toThrow(InvalidScalarError)
  })
})

describe('text that is not empty', () => {
  it('refuses to write an empty string', () => {
    expect(() => nonEmptyText.write('')).toThrow('must be a string that is not empty, got an empty string')
  })

  it('writes white space', () => {
    expect(nonEmptyText.write(' ')).toBe(' ')
  })

  it('reads an empty string, because servers send it', () => {
    expect(nonEmptyText.read('')).toBe('')
  })
})

describe('a GUID', () => {
  it.each([uuid, uuid.toUpperCase()])('is written as it is: %s', (value) => {
    expect(guid.write(value)).toBe(value)
  })

  it.each([
    ['with braces', `{${uuid}}`],
    ['without hyphens', uuid.replaceAll('-', '')],
    ['too short', uuid.slice(1)],
    ['too long', `${uuid}0`],
    ['with a line end', `${uuid}\n`],
    ['with a letter that is no digit', uuid.replace('6', 'g')],
    ['empty', ''],
  ])('is refused %s', (_case, value) => {
    expect(() => guid.write(value)).toThrow(InvalidScalarError)
  })
})

describe('a property tag', () => {
  it.each(['0x3fa4', '0X0', '0', '16292', '65535'])('%s', (value) => {
    expect(propertyTag.write(value)).toBe(value)
  })

  it.each(['', '0x', '0x12345', '3fa4', '65536', '99999', '100000', '-1', ' 1'])('not "%s"', (value) => {
    expect(() => propertyTag.write(value)).toThrow(InvalidScalarError)
  })
})

describe('a bit mask', () => {
  it.each(['0x1F', '0X0', '0', '4294967295'])('%s', (value) => {
    expect(bitmask.write(value)).toBe(value)
  })

  it.each(['', '0x', '1F', '-1', '1 '])('not "%s"', (value) => {
    expect(() => bitmask.write(value)).toThrow(InvalidScalarError)
  })
})

describe('a boolean', () => {
  it.each([
    [true, 'true'],
    [false, 'false'],
  ])('%j is written %s', (value, xml) => {
    expect(boolean.write(value)).toBe(xml)
  })

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
    [' \n true\t', true],
  ])('%j is read as %j', (xml, value) => {
    expect(boolean.read(xml)).toBe(value)
  })

  it.each(['', 'TRUE', 'True', 'yes', '2', '01', 'true false'])('%j is not read', (xml) => {
    expect(() => boolean.read(xml)).toThrow(InvalidScalarError)
  })

  it.each(['true', 1, 0, null, undefined])('%j is not written', (value) => {
    expect(() => boolean.write(value)).toThrow(InvalidScalarError)
  })
})

describe('an integer', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['+7', 7],
    ['-7', -7],
    ['007', 7],
    [' 7\n', 7],
    ['2147483647', 2147483647],
    ['-2147483648', -2147483648],
  ])('%j is read as %d', (xml, value) => {
    expect(integer().read(xml)).toBe(value)
  })

  it.each(['', ' ', '7.0', '7,0', '1e3', '0x10', '7 8', '--7', 'NaN', 'Infinity', '2147483648', '-2147483649', '٧'])(
    '%j is not read',
    (xml) => {
      expect(() => integer().read(xml)).toThrow(InvalidScalarError)
    },
  )

  it.each([7.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, -(2 ** 31) - 1, '7', 7n, null])(
    '%s is not written',
    (value) => {
      expect(() => integer().write(value)).toThrow(InvalidScalarError)
    },
  )

  it.each([0, 1001])('of a narrower range is refused at %d, in both directions', (value) => {
    const entries = integer({ minInclusive: 1, maxInclusive: 1000 })
    expect(() => entries.write(value)).toThrow('must be an integer from 1 to 1000')
    expect(() => entries.read(`${value}`)).toThrow('must be an integer from 1 to 1000')
  })

  it.each([1, 1000])('of a narrower range is accepted at its edge %d', (value) => {
    const entries = integer({ minInclusive: 1, maxInclusive: 1000 })
    expect(entries.read(entries.write(value))).toBe(value)
  })
})

describe('an instant', () => {
  it.each([
    ['in UTC', '2026-12-01T09:00:00Z', '2026-12-01T09:00:00.000Z'],
    ['without a zone, which means UTC', '2026-12-01T09:00:00', '2026-12-01T09:00:00.000Z'],
    ['east of Greenwich', '2026-12-01T09:00:00+01:00', '2026-12-01T08:00:00.000Z'],
    ['west of Greenwich', '2026-12-01T09:00:00-03:30', '2026-12-01T12:30:00.000Z'],
    ['farthest east', '2026-12-01T09:00:00+14:00', '2026-11-30T19:00:00.000Z'],
    ['with an offset of nothing', '2026-12-01T09:00:00-00:00', '2026-12-01T09:00:00.000Z'],
    ['with 1 digit of fraction', '2026-12-01T09:00:00.1Z', '2026-12-01T09:00:00.100Z'],
    ['with 2 digits of fraction', '2026-12-01T09:00:00.12Z', '2026-12-01T09:00:00.120Z'],
    ['with 3 digits of fraction', '2026-12-01T09:00:00.123Z', '2026-12-01T09:00:00.123Z'],
    ['with 4 digits of fraction', '2026-12-01T09:00:00.1239Z', '2026-12-01T09:00:00.123Z'],
    ['with 5 digits of fraction', '2026-12-01T09:00:00.12399Z', '2026-12-01T09:00:00.123Z'],
    ['with 6 digits of fraction', '2026-12-01T09:00:00.123999Z', '2026-12-01T09:00:00.123Z'],
    ['with 7 digits of fraction', '2026-12-01T09:00:00.9999999Z', '2026-12-01T09:00:00.999Z'],
    ['with 8 digits of fraction', '2026-12-01T09:00:00.99999999', '2026-12-01T09:00:00.999Z'],
    ['with 9 digits of fraction', '2026-12-01T09:00:00.037458900+01:00', '2026-12-01T08:00:00.037Z'],
    ['in white space', '\n 2026-12-01T09:00:00Z\t', '2026-12-01T09:00:00.000Z'],
    ['at the end of a day', '2026-12-01T24:00:00Z', '2026-12-02T00:00:00.000Z'],
    ['on a leap day', '2028-02-29T12:00:00Z', '2028-02-29T12:00:00.000Z'],
    ['in the first year', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['in a year of two digits', '0099-12-31T23:00:00Z', '0099-12-31T23:00:00.000Z'],
    ['on the last day of a leap century', '2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['in the last year', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('is read %s', (_case, xml, expected) => {
    expect(instant.read(xml).toISOString()).toBe(expected)
    expect(zonelessInstant.read(xml).toISOString()).toBe(expected)
  })

  it.each([
    ['empty', ''],
    ['a date alone', '2026-12-01'],
    ['with a space for the T', '2026-12-01 09:00:00Z'],
    ['without seconds', '2026-12-01T09:00Z'],
    ['with a small z', '2026-12-01T09:00:00z'],
    ['with an offset without a colon', '2026-12-01T09:00:00+0100'],
    ['with a decimal comma', '2026-12-01T09:00:00,5Z'],
    ['with a point and no fraction', '2026-12-01T09:00:00.Z'],
    ['after the end of a day', '2026-12-01T24:00:00.5Z'],
    ['in a 13th month', '2026-13-01T09:00:00Z'],
    ['in no month', '2026-00-01T09:00:00Z'],
    ['on the 32nd of a month', '2026-12-32T09:00:00Z'],
    ['on the 30th of February', '2026-02-30T09:00:00Z'],
    ['on the 31st of April, with an offset', '2026-04-31T09:00:00+01:00'],
    ['at the end of the 30th of February', '2026-02-30T24:00:00Z'],
    ['on the leap day of a common year', '2027-02-29T09:00:00'],
    ['at 25 o’clock', '2026-12-01T25:00:00Z'],
    ['after 24 o’clock', '2026-12-01T24:00:01Z'],
    ['at the 60th minute', '2026-12-01T09:60:00Z'],
    ['at the 60th second', '2026-12-01T09:00:60Z'],
    ['with a year of five digits', '12026-12-01T09:00:00Z'],
    ['before the first year', '-0001-12-01T09:00:00Z'],
    ['in English', 'Tue, 01 Dec 2026 09:00:00 GMT'],
    ['in milliseconds', '1796115600000'],
  ])('is refused %s', (_case, xml) => {
    expect(() => instant.read(xml)).toThrow('must be a dateTime such as 2026-12-01T09:00:00Z')
  })

  it.each([
    ['in whole seconds', '2026-12-01T09:00:00.000Z', '2026-12-01T09:00:00'],
    ['in milliseconds where there are any', '2026-12-01T09:00:00.007Z', '2026-12-01T09:00:00.007'],
    ['with four digits of the year', '0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00'],
    ['up to the last millisecond', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999'],
  ])('is written in UTC, %s', (_case, iso, xml) => {
    expect(instant.write(new Date(iso))).toBe(`${xml}Z`)
    expect(zonelessInstant.write(new Date(iso))).toBe(xml)
  })

  it.each([
    ['an invalid Date', new Date(Number.NaN)],
    ['a year before 1', new Date('0000-12-31T23:59:59.999Z')],
    ['a year after 9999', new Date('+010000-01-01T00:00:00.000Z')],
    ['a string', '2026-12-01T09:00:00Z'],
    ['a number', 0],
    ['null', null],
  ])('is not written from %s', (_case, value) => {
    expect(() => instant.write(value)).toThrow('must be a valid Date between the years 1 and 9999')
    expect(() => zonelessInstant.write(value)).toThrow('must be a valid Date between the years 1 and 9999')
  })

  describe("pain 7: means the same whatever the host's time zone is", () => {
    afterEach(() => {
      vi.unstubAllEnvs()
    })

    it.each([
      ['UTC', 0],
      ['Europe/Zurich', -60],
      ['America/St_Johns', 210],
      ['Pacific/Kiritimati', -840],
    ])('%s', (zone, minutesBehind) => {
      vi.stubEnv('TZ', zone)
      expect(new Date('2026-12-01T09:00:00Z').getTimezoneOffset()).toBe(minutesBehind)
      const nine = instant.read('2026-12-01T09:00:00')
      expect(nine.getTime()).toBe(Date.UTC(2026, 11, 1, 9))
      expect(instant.write(nine)).toBe('2026-12-01T09:00:00Z')
      expect(zonelessInstant.write(nine)).toBe('2026-12-01T09:00:00')
    })

    it('even in the hour that a spring night in Zurich skips', () => {
      vi.stubEnv('TZ', 'Europe/Zurich')
      expect(zonelessInstant.write(zonelessInstant.read('2026-03-29T02:30:00'))).toBe('2026-03-29T02:30:00')
    })
  })
})

describe('an enumeration', () => {
  it.each(['Breakfast', 'Lunch', 'Dinner'])('has %s', (word) => {
    expect(Meal.read(Meal.write(word))).toBe(word)
  })

  it('is read in white space', () => {
    expect(Meal.read('\n Lunch ')).toBe('Lunch')
  })

  it.each(['lunch', 'LUNCH', '', 'Brunch', 'Lunch Dinner', ' Lunch'])('does not write %j', (word) => {
    expect(() => Meal.write(word)).toThrow('must be one of Breakfast, Lunch, Dinner')
  })

  it.each(['lunch', '', 'Brunch', 'Lunch Dinner'])(
    'hands %j on as it came, because a newer server may mean it',
    (word) => {
      expect(Meal.read(word)).toBe(word)
    },
  )
})

describe('base64', () => {
  const encoded = (length: number) => Buffer.alloc(length, 'é').toString('base64')

  it.each([1, 2, 3, 4, 5_000_000])('of %d bytes is written as it is', (length) => {
    expect(base64.write(encoded(length))).toBe(encoded(length))
  })

  it.each([
    ['nothing', ''],
    ['too few characters', 'YQ'],
    ['white space', 'YWJj YWJj'],
    ['base64url', 'YW-_'],
    ['bits that mean nothing', 'YR=='],
    ['padding in the middle', 'YQ==YWJj'],
  ])('is refused: %s', (_case, text) => {
    expect(() => base64.write(text)).toThrow(InvalidScalarError)
  })
})

describe('a civil day, a time of day or a duration that is empty', () => {
  it.each([
    ['day', date],
    ['time', time],
    ['duration', duration],
  ])('counts as absent if it is optional: %s', (_case, type) => {
    const described = namespaceOf('urn:x', 'x')
    const root = described.element('Root', described.complexType({ value: optional(type), name: text }))
    expect(readXml(root, '<Root xmlns="urn:x"><Value/><Name>a</Name></Root>')).toStrictEqual({ name: 'a' })
  })
})

describe('a list of an enumeration', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['Lunch', ['Lunch']],
    ['Lunch Dinner', ['Lunch', 'Dinner']],
    ['\n Lunch\t\tDinner ', ['Lunch', 'Dinner']],
    ['Lunch Lunch', ['Lunch', 'Lunch']],
  ])('%j is read as %j', (xml, value) => {
    expect(listOf(Meal).read(xml)).toEqual(value)
  })

  it('is written with spaces between', () => {
    expect(listOf(Meal).write(['Lunch', 'Dinner'])).toBe('Lunch Dinner')
  })

  it.each([
    ['a string', 'Lunch'],
    ['an array with an unknown word', ['Lunch', 'Brunch']],
    ['an array with an empty string', ['Lunch', '']],
    ['null', null],
  ])('is not written from %s', (_case, value) => {
    expect(() => listOf(Meal).write(value)).toThrow(InvalidScalarError)
  })

  it('is read with up to 1,000 words in it', () => {
    expect(listOf(Meal).read('Lunch '.repeat(1000))).toHaveLength(1000)
    expect(() => listOf(Meal).read('Lunch '.repeat(1001))).toThrow('a list of at most 1000 values')
  })

  it('is read with an unknown word in it', () => {
    expect(listOf(Meal).read('Lunch Brunch')).toEqual(['Lunch', 'Brunch'])
  })
})

describe('a refused string is never quoted, because it may be a secret passed by mistake', () => {
  const secret = 'correct horse battery staple'
  const scalars: [string, Scalar<unknown>][] = [
    ['guid', guid],
    ['boolean', boolean],
    ['integer', integer()],
    ['instant', instant],
    ['zonelessInstant', zonelessInstant],
    ['enumeration', Meal],
    ['listOf', listOf(Meal)],
  ]
  const messageOf = (action: () => unknown): string => {
    try {
      return `accepted as ${action()}`
    } catch (error) {
      return String(error)
    }
  }

  it.each(scalars)('%s, written', (_name, scalar) => {
    expect(messageOf(() => scalar.write(secret))).toMatch(/^InvalidScalarError: must be .*, got a string$/)
  })

  it.each(scalars.filter(([name]) => !['guid', 'enumeration', 'listOf'].includes(name)))(
    '%s, read',
    (_name, scalar) => {
      expect(messageOf(() => scalar.read(secret))).toMatch(/^InvalidScalarError: must be .*, got a string$/)
    },
  )

  it('nor is the content of an object or an array', () => {
    expect(messageOf(() => text.write({ password: secret }))).toContain('got a value of type object')
    expect(messageOf(() => text.write([secret]))).toContain('got an array')
  })
})
