import { describe, expect, it } from 'vitest'
import type { Comparison, Exists, ExtendedFieldURI, ItemFieldURI, SearchExpression } from '../../../src/operations'
import type { DatedItem } from '../../../src/simulator/calendar/property-value'
import { itemSearch } from '../../../src/simulator/mailbox/item-search'
import { restriction } from '../../../src/simulator/search/restriction'
import { at } from '../exchange'

const KEY = {
  propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
  propertyName: 'key',
  propertyType: 'String',
} as const
const FLAGS: ExtendedFieldURI = { distinguishedPropertySetId: 'Common', propertyId: 34051, propertyType: 'Integer' }
const SINCE: ExtendedFieldURI = { propertyTag: '0x3fa4', propertyType: 'SystemTime' }

const item: DatedItem = {
  subject: 'Hausbesuch in Zürich',
  body: { bodyType: 'Text', value: 'Bring the X-ray' },
  categories: ['Blue', 'House call'],
  importance: 'Normal',
  size: 900,
  isAllDayEvent: false,
  legacyFreeBusyStatus: 'Tentative',
  start: at('09:00'),
  end: at('10:00'),
  organizer: { mailbox: { name: 'Dr. Meier' } },
  extendedProperty: [
    { extendedFieldURI: KEY, value: 'order-4711' },
    { extendedFieldURI: FLAGS, value: '6' },
    { extendedFieldURI: SINCE, value: '2026-12-01T08:00:00Z' },
  ],
}

/** Each comparison by its name. */
const comparisons = {
  isEqualTo: (isEqualTo: Comparison): SearchExpression => ({ isEqualTo }),
  isNotEqualTo: (isNotEqualTo: Comparison): SearchExpression => ({ isNotEqualTo }),
  isGreaterThan: (isGreaterThan: Comparison): SearchExpression => ({ isGreaterThan }),
  isGreaterThanOrEqualTo: (isGreaterThanOrEqualTo: Comparison): SearchExpression => ({ isGreaterThanOrEqualTo }),
  isLessThan: (isLessThan: Comparison): SearchExpression => ({ isLessThan }),
  isLessThanOrEqualTo: (isLessThanOrEqualTo: Comparison): SearchExpression => ({ isLessThanOrEqualTo }),
}
type Operator = keyof typeof comparisons
type Named = ItemFieldURI | ExtendedFieldURI

const path = (property: Named): Exists =>
  typeof property === 'string' ? { fieldURI: { fieldURI: property } } : { extendedFieldURI: property }

const compared = (property: Named, operator: Operator, value: string): SearchExpression =>
  comparisons[operator]({ ...path(property), fieldURIOrConstant: { constant: { value } } })

const against = (property: Named, operator: Operator, other: Named): SearchExpression =>
  comparisons[operator]({ ...path(property), fieldURIOrConstant: path(other) })

const matches = (search: SearchExpression) => restriction(search, itemSearch)(item)

const yes = compared('item:Subject', 'isEqualTo', 'Hausbesuch in Zürich')
const no = compared('item:Subject', 'isEqualTo', 'something else')

describe('a comparison depends on the type of the property', () => {
  it.each([
    ['a date by the instant', 'calendar:Start', 'isEqualTo', '2026-12-01T10:00:00+01:00', true],
    ['a date before another', 'calendar:Start', 'isLessThan', '2026-12-01T09:00:01Z', true],
    ['a date against itself', 'calendar:Start', 'isGreaterThan', '2026-12-01T09:00:00Z', false],
    ['a date at or after another', 'calendar:Start', 'isGreaterThanOrEqualTo', '2026-12-01T09:00:00Z', true],
    ['a number by its value, not its digits', 'item:Size', 'isLessThan', '1000', true],
    ['a boolean', 'calendar:IsAllDayEvent', 'isEqualTo', 'false', true],
    ['a boolean as a digit', 'calendar:IsAllDayEvent', 'isEqualTo', '0', true],
    ['an enumeration by its word', 'calendar:LegacyFreeBusyStatus', 'isEqualTo', 'Tentative', true],
    ['an enumeration by the order of the schema, not the alphabet', 'item:Importance', 'isLessThan', 'High', true],
    ['a string without regard to case', 'item:Subject', 'isEqualTo', 'HAUSBESUCH IN ZÜRICH', true],
    ['a string that comes later', 'item:Subject', 'isGreaterThanOrEqualTo', 'hausarzt', true],
    ['any of several values', 'item:Categories', 'isEqualTo', 'house call', true],
    ['not one of several values', 'item:Categories', 'isNotEqualTo', 'Blue', false],
    ['the name of the organizer', 'calendar:Organizer', 'isEqualTo', 'dr. meier', true],
    ['a text in an extended property', KEY, 'isEqualTo', 'ORDER-4711', true],
    ['a number in an extended property', FLAGS, 'isLessThan', '10', true],
    ['a date in an extended property', SINCE, 'isLessThanOrEqualTo', '2026-12-01T08:00:00Z', true],
    ['a tag in decimal', { ...SINCE, propertyTag: '16292' }, 'isEqualTo', '2026-12-01T08:00:00Z', true],
    [
      'a GUID in another case',
      { ...KEY, propertySetId: KEY.propertySetId.toUpperCase() },
      'isEqualTo',
      'order-4711',
      true,
    ],
  ] satisfies [string, Named, Operator, string, boolean][])('%s', (_case, property, operator, value, expected) => {
    expect(matches(compared(property, operator, value))).toBe(expected)
  })

  it('two properties of one item', () => {
    expect(matches(against('calendar:Start', 'isLessThan', 'calendar:End'))).toBe(true)
    expect(matches(against('calendar:Start', 'isEqualTo', 'calendar:End'))).toBe(false)
  })
})

describe('a missing property fulfills nothing', () => {
  it.each(['isEqualTo', 'isGreaterThan', 'isGreaterThanOrEqualTo', 'isLessThan', 'isLessThanOrEqualTo'] as const)(
    '%s',
    (operator) => {
      expect(matches(compared('calendar:Location', operator, ''))).toBe(false)
      expect(matches(compared({ ...KEY, propertyName: 'other' }, operator, 'order-4711'))).toBe(false)
    },
  )

  it('except for isNotEqualTo', () => {
    expect(matches(compared('calendar:Location', 'isNotEqualTo', 'Zürich'))).toBe(true)
  })

  it('and so does an extended property with a value of another type', () => {
    const broken = { ...item, extendedProperty: [{ extendedFieldURI: FLAGS, value: 'many' }] }
    expect(restriction(compared(FLAGS, 'isGreaterThan', '0'), itemSearch)(broken)).toBe(false)
  })

  it.each([
    ['a present property', path('item:Subject'), true],
    ['a missing property', path('calendar:Location'), false],
    ['a property that the item lacks', path('item:InReplyTo'), false],
    [
      'an entry of a dictionary',
      { indexedFieldURI: { fieldURI: 'item:InternetMessageHeader', fieldIndex: 'X-A' } },
      false,
    ],
    ['an extended property', path(KEY), true],
    ['an extended property of another name', path({ ...KEY, propertyName: 'other' }), false],
  ] satisfies [string, Exists, boolean][])('exists: %s', (_case, exists, expected) => {
    expect(matches({ exists })).toBe(expected)
  })
})

describe('contains finds a constant in a string', () => {
  it.each([
    ['FullString', 'Exact', 'Hausbesuch in Zürich', true],
    ['FullString', 'Exact', 'Hausbesuch', false],
    ['FullString', 'IgnoreCase', 'hausbesuch in zürich', true],
    ['Prefixed', 'Exact', 'Haus', true],
    ['Prefixed', 'Exact', 'haus', false],
    ['Prefixed', 'IgnoreCase', 'haus', true],
    ['Substring', 'Exact', 'besuch', true],
    ['Substring', 'Exact', 'Besuch', false],
    ['Substring', 'IgnoreNonSpacingCharacters', 'Zurich', true],
    ['Substring', 'IgnoreNonSpacingCharacters', 'zurich', false],
    ['Substring', 'IgnoreCaseAndNonSpacingCharacters', 'zurich', true],
    ['Substring', 'Loose', 'ZURICH', true],
    ['PrefixOnWords', 'IgnoreCase', 'zür', true],
    ['PrefixOnWords', 'IgnoreCase', 'besuch', false],
    ['ExactPhrase', 'IgnoreCase', 'in zürich', true],
    ['ExactPhrase', 'IgnoreCase', 'in zür', false],
    [undefined, undefined, 'Hausbesuch in Zürich', true],
    [undefined, undefined, 'hausbesuch in zürich', false],
  ] as const)('%s, %s: %s', (containmentMode, containmentComparison, value, expected) => {
    const contains = {
      containmentMode,
      containmentComparison,
      fieldURI: { fieldURI: 'item:Subject' as const },
      constant: { value },
    }
    expect(matches({ contains })).toBe(expected)
  })

  it.each([
    ['the body', 'item:Body', 'X-RAY'],
    ['one of the categories', 'item:Categories', 'call'],
  ] as const)('in %s', (_case, fieldURI, value) => {
    const contains = { containmentMode: 'Substring', containmentComparison: 'IgnoreCase' } as const
    expect(matches({ contains: { ...contains, fieldURI: { fieldURI }, constant: { value } } })).toBe(true)
  })
})

describe('excludes looks at the bits of an integer', () => {
  it.each([
    ['0x1', true],
    ['8', true],
    ['0X2', false],
    ['7', false],
  ])('%s', (value, expected) => {
    expect(matches({ excludes: { extendedFieldURI: FLAGS, bitmask: { value } } })).toBe(expected)
  })
})

describe('expressions can be combined', () => {
  it.each([
    ['and, all true', { and: [yes, yes] }, true],
    ['and, one false', { and: [yes, no] }, false],
    ['or, one true', { or: [no, yes] }, true],
    ['or, none true', { or: [no, no] }, false],
    ['not', { not: no }, true],
    ['nested', { and: [{ not: { or: [no, { and: [yes, no] }] } }, yes] }, true],
  ] satisfies [string, SearchExpression, boolean][])('%s', (_case, search, expected) => {
    expect(matches(search)).toBe(expected)
  })
})

describe('an invalid search is refused, even if there are no items', () => {
  const contains = (fieldURI: ItemFieldURI): SearchExpression => ({
    contains: { fieldURI: { fieldURI }, constant: { value: '1' } },
  })

  it.each([
    ['an invalid date', compared('calendar:Start', 'isEqualTo', 'today'), 'ErrorInvalidValueForProperty'],
    [
      'a word that the enumeration lacks',
      compared('item:Importance', 'isEqualTo', 'Huge'),
      'ErrorInvalidValueForProperty',
    ],
    ['an invalid number', compared(FLAGS, 'isEqualTo', ''), 'ErrorInvalidValueForProperty'],
    ['a property with parts', compared('calendar:RequiredAttendees', 'isEqualTo', 'a'), 'ErrorUnsupportedPathForQuery'],
    ['an item id', compared('item:ItemId', 'isEqualTo', 'a'), 'ErrorUnsupportedPathForQuery'],
    ['a part of a number', contains('item:Size'), 'ErrorContainsFilterWrongType'],
    [
      'the bits of a string',
      { excludes: { fieldURI: { fieldURI: 'item:Subject' }, bitmask: { value: '1' } } },
      'ErrorInvalidExcludesRestriction',
    ],
    [
      'more than 32 bits',
      { excludes: { extendedFieldURI: FLAGS, bitmask: { value: '0x100000000' } } },
      'ErrorInvalidExcludesRestriction',
    ],
    [
      'a date against a string',
      against('calendar:Start', 'isEqualTo', 'item:Subject'),
      'ErrorUnsupportedTypeForConversion',
    ],
    [
      'a set id alone',
      compared({ propertySetId: KEY.propertySetId, propertyType: 'String' }, 'isEqualTo', 'a'),
      'ErrorInvalidExtendedProperty',
    ],
    ['a name and an id', compared({ ...KEY, propertyId: 1 }, 'isEqualTo', 'a'), 'ErrorInvalidExtendedProperty'],
    ['a tag in a set', compared({ ...KEY, propertyTag: '0x1' }, 'isEqualTo', 'a'), 'ErrorInvalidExtendedProperty'],
    ['an error in a nested expression', { not: { or: [yes, contains('item:Size')] } }, 'ErrorContainsFilterWrongType'],
  ] satisfies [string, SearchExpression, string][])('%s', (_case, search, responseCode) => {
    expect(() => restriction(search, itemSearch)).toThrow(expect.objectContaining({ responseCode }))
  })
})
