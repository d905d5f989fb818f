import { describe, expect, it } from 'vitest'
import { FindItem, type FindItemRequest } from '../../../src/operations/mail/find-item'
import { at, DOCTOR, withExchange } from '../exchange'

const calendar = { distinguishedFolderId: { id: 'calendar' } } as const
const shape = { baseShape: 'IdOnly', additionalProperties: [{ fieldURI: { fieldURI: 'item:Subject' } }] } as const
const byLocation = { fieldURI: { fieldURI: 'calendar:Location' } } as const
const onStart = (aggregate: 'Minimum' | 'Maximum') => ({ aggregate, fieldURI: { fieldURI: 'calendar:Start' } }) as const

describe('FindItem with groups', () => {
  const { exchange, call } = withExchange()

  /** The groups as texts: the value, and the subjects of its items. */
  async function groups(request: Partial<FindItemRequest>) {
    const add = (subject: string, start: string, location: string | undefined, categories?: string[]) =>
      exchange().add(DOCTOR, { subject, start: at(start), end: at('18:00'), location, categories })
    add('a', '12:00', 'Room 2')
    add('b', '09:00', 'Room 1', ['Red', 'Blue'])
    add('c', '15:00', 'Room 1', ['Red'])
    add('d', '10:00', undefined)
    const whole = { traversal: 'Shallow', itemShape: shape, parentFolderIds: [calendar], ...request } as FindItemRequest
    const { rootFolder, responseCode } = (await call(FindItem, whole)).responseMessages[0] ?? {}
    const found = rootFolder?.groups?.map(({ groupIndex, items }) => [
      groupIndex,
      items.map(({ calendarItem }) => calendarItem?.subject).join(''),
    ])
    return { rootFolder, responseCode, found }
  }

  it.each([
    [
      'Ascending',
      'Minimum',
      [
        ['Room 1', 'bc'],
        ['', 'd'],
        ['Room 2', 'a'],
      ],
    ],
    [
      'Ascending',
      'Maximum',
      [
        ['', 'd'],
        ['Room 2', 'a'],
        ['Room 1', 'bc'],
      ],
    ],
    [
      'Descending',
      'Maximum',
      [
        ['Room 1', 'bc'],
        ['Room 2', 'a'],
        ['', 'd'],
      ],
    ],
  ] as const)('puts the groups into %s order by the %s of a property', async (order, aggregate, expected) => {
    const { found, rootFolder } = await groups({ groupBy: { order, ...byLocation, aggregateOn: onStart(aggregate) } })
    expect(found).toEqual(expected)
    expect(rootFolder).toMatchObject({ totalItemsInView: 4, includesLastItemInRange: true })
  })

  it('sorts the items within a group by the sort order', async () => {
    const groupBy = { order: 'Ascending', ...byLocation, aggregateOn: onStart('Minimum') } as const
    const sortOrder = [{ order: 'Descending', fieldURI: { fieldURI: 'item:Subject' } }] as const
    expect((await groups({ groupBy, sortOrder })).found).toEqual([
      ['Room 1', 'cb'],
      ['', 'd'],
      ['Room 2', 'a'],
    ])
  })

  it('has an item in the group of each of its categories', async () => {
    const groupBy = {
      order: 'Ascending',
      fieldURI: { fieldURI: 'item:Categories' },
      aggregateOn: onStart('Minimum'),
    } as const
    expect((await groups({ groupBy })).found).toEqual([
      ['Red', 'bc'],
      ['Blue', 'b'],
      ['', 'da'],
    ])
  })

  it('counts a page by items, and leaves groups out that it has none of', async () => {
    const groupBy = { order: 'Ascending', ...byLocation, aggregateOn: onStart('Minimum') } as const
    const indexedPageItemView = { basePoint: 'Beginning', offset: 1, maxEntriesReturned: 2 } as const
    const { found, rootFolder } = await groups({ groupBy, indexedPageItemView })
    expect(found).toEqual([
      ['Room 1', 'c'],
      ['', 'd'],
    ])
    expect(rootFolder).toMatchObject({ indexedPagingOffset: 3, totalItemsInView: 4, includesLastItemInRange: false })
  })

  it('begins a page at the item that fulfills a condition', async () => {
    const groupBy = { order: 'Ascending', ...byLocation, aggregateOn: onStart('Minimum') } as const
    const constant = { value: 'd' }
    const isD = { isEqualTo: { fieldURI: { fieldURI: 'item:Subject' }, fieldURIOrConstant: { constant } } } as const
    const seekToConditionPageItemView = { basePoint: 'Beginning', condition: isD } as const
    expect((await groups({ groupBy, seekToConditionPageItemView })).found).toEqual([
      ['', 'd'],
      ['Room 2', 'a'],
    ])
  })

  it('knows the standard grouping by conversation', async () => {
    const distinguishedGroupBy = { order: 'Ascending', standardGroupBy: 'ConversationTopic' } as const
    expect((await groups({ distinguishedGroupBy })).found).toEqual([['', 'bdac']])
  })

  it.each([
    [
      'by a property with parts',
      { fieldURI: { fieldURI: 'calendar:Recurrence' } } as const,
      {},
      'ErrorUnsupportedPathForSortGroup',
    ],
    [
      'of a calendar view',
      byLocation,
      { calendarView: { startDate: at('00:00'), endDate: at('23:00') } },
      'ErrorInvalidRequest',
    ],
  ] as const)('refuses groups %s', async (_case, path, more, responseCode) => {
    const groupBy = { order: 'Ascending', ...path, aggregateOn: onStart('Minimum') } as const
    expect(await groups({ groupBy, ...more })).toMatchObject({ responseCode })
  })
})
