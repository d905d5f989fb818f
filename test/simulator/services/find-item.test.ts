import { describe, expect, it } from 'vitest'
import { FindItem, type FindItemRequest, type SearchExpression, type SortOrder } from '../../../src/operations'
import { at, CLERK, DOCTOR, ROOM, withExchange } from '../exchange'

type Shape = FindItemRequest['itemShape']

const find = (
  itemShape: Shape = { baseShape: 'Default' },
  calendarView: FindItemRequest['calendarView'] = { startDate: at('09:00'), endDate: at('12:00') },
  folder: 'calendar' | 'inbox' = 'calendar',
): FindItemRequest => ({
  traversal: 'Shallow',
  itemShape,
  calendarView,
  parentFolderIds: [{ distinguishedFolderId: { id: folder } }],
})

const EXTENDED = {
  propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
  propertyName: 'key',
  propertyType: 'String',
} as const

describe('FindItem', () => {
  const { exchange, call } = withExchange()
  const message = async (request: FindItemRequest) => (await call(FindItem, request)).responseMessages[0]
  const items = async (request: FindItemRequest) => (await message(request))?.rootFolder?.items ?? []

  it('returns items that overlap the view or end exactly at its start, by start', async () => {
    const add = (subject: string, start: string, end: string) =>
      exchange().add(DOCTOR, { subject, start: at(start), end: at(end) })
    add('last', '11:30', '13:00')
    add('too late', '12:00', '13:00')
    add('first', '08:00', '09:00')
    add('too early', '08:00', '08:59')
    add('middle', '08:30', '09:30')
    expect((await items(find())).map(({ subject }) => subject)).toEqual(['first', 'middle', 'last'])
    const { calendarView: _, ...all } = find()
    expect(await items(all)).toHaveLength(5)
  })

  it('cuts the list at maxEntriesReturned, and says so', async () => {
    for (const subject of ['a', 'b', 'c']) exchange().add(DOCTOR, { subject, start: at('09:00'), end: at('10:00') })
    const cut = (maxEntriesReturned: number) =>
      message(find(undefined, { startDate: at('09:00'), endDate: at('12:00'), maxEntriesReturned }))
    expect((await cut(2))?.rootFolder).toMatchObject({ includesLastItemInRange: false, totalItemsInView: 2 })
    expect((await cut(3))?.rootFolder).toMatchObject({ includesLastItemInRange: true, totalItemsInView: 3 })
  })

  it('refuses to return more than 1000 items without maxEntriesReturned', async () => {
    for (let count = 0; count < 1001; count++) {
      exchange().add(DOCTOR, { subject: `${count}`, start: at('09:00'), end: at('10:00') })
    }
    expect(await message(find({ baseShape: 'IdOnly' }))).toMatchObject({
      responseClass: 'Error',
      responseCode: 'ErrorExceededFindCountLimit',
      messageXml: { value: [{ name: 'PolicyLimit', value: '1000' }] },
    })
  })

  it('returns the properties of the shape and those added to it, but never bodies or attendees', async () => {
    exchange().add(DOCTOR, {
      subject: 'x'.repeat(300),
      body: 'secret',
      start: at('09:00'),
      end: at('10:00'),
      requiredAttendees: [{ mailbox: { emailAddress: 'guest@example.com' } }],
      extendedProperty: [{ extendedFieldURI: EXTENDED, value: '42' }],
    })
    expect(await items(find({ baseShape: 'IdOnly' }))).toEqual([{ itemId: expect.anything() }])
    const bodies = ['item:Body', 'item:TextBody', 'item:UniqueBody', 'item:NormalizedBody', 'item:Attachments'] as const
    const additionalProperties = bodies.map((fieldURI) => ({ fieldURI: { fieldURI } }))
    expect(await items(find({ baseShape: 'IdOnly', additionalProperties }))).toEqual([{ itemId: expect.anything() }])
    const upperCase = { ...EXTENDED, propertySetId: EXTENDED.propertySetId.toUpperCase() }
    const [added] = await items(
      find({
        baseShape: 'IdOnly',
        additionalProperties: [
          { fieldURI: { fieldURI: 'calendar:Start' } },
          { fieldURI: { fieldURI: 'item:Subject' } },
          { extendedFieldURI: upperCase },
        ],
      }),
    )
    expect(added).toEqual({
      itemId: expect.anything(),
      subject: 'x'.repeat(255),
      start: at('09:00'),
      extendedProperty: [{ extendedFieldURI: upperCase, value: '42' }],
    })
    const [all] = await items(find({ baseShape: 'AllProperties' }))
    expect(all).toMatchObject({ isMeeting: true, organizer: { mailbox: { name: DOCTOR } } })
    expect(Object.keys(all ?? {})).not.toEqual(expect.arrayContaining(['body']))
    expect(all).not.toHaveProperty('requiredAttendees')
    expect(all).not.toHaveProperty('extendedProperty')
  })

  it.each([
    [
      'a view of more than two years',
      find(undefined, { startDate: at('09:00'), endDate: new Date('2028-12-01T09:00:01Z') }),
      'ErrorCalendarViewRangeTooBig',
    ],
    [
      'a view that ends before it starts',
      find(undefined, { startDate: at('09:00'), endDate: at('08:00') }),
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    ],
    ['a view of another folder', find(undefined, undefined, 'inbox'), 'ErrorCalendarFolderIsInvalidForCalendarView'],
    ['no id of a folder', { ...find(), parentFolderIds: [{ folderId: { id: 'AAA=' } }] }, 'ErrorInvalidIdMalformed'],
  ] satisfies [string, FindItemRequest, string][])('refuses %s', async (_case, request, responseCode) => {
    expect(await message(request)).toMatchObject({ responseClass: 'Error', responseCode })
  })

  it('accepts the folder id of an item', async () => {
    exchange().add(DOCTOR, { subject: 'a', start: at('09:00'), end: at('10:00') })
    const id = exchange().calendar(DOCTOR)[0]?.parentFolderId?.id ?? ''
    expect(await items({ ...find(), parentFolderIds: [{ folderId: { id } }] })).toHaveLength(1)
  })
})

/** A search in the whole calendar. */
const search = <More extends object>(more: More) => ({
  traversal: 'Shallow' as const,
  itemShape: { baseShape: 'Default' as const },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' as const } }],
  ...more,
})

const subjectIs = (value: string): SearchExpression => ({
  isEqualTo: { fieldURI: { fieldURI: 'item:Subject' }, fieldURIOrConstant: { constant: { value } } },
})

describe('FindItem searches', () => {
  const { exchange, call } = withExchange()
  const messages = async (request: FindItemRequest) => (await call(FindItem, request)).responseMessages
  const rootFolder = async (request: FindItemRequest) => (await messages(request))[0]?.rootFolder
  const subjects = async (request: FindItemRequest) =>
    (await rootFolder(request))?.items?.map(({ subject }) => subject) ?? []
  const fill = (...titles: string[]) => {
    for (const [index, subject] of titles.entries()) {
      exchange().add(DOCTOR, { subject, start: at(`0${index}:00`), end: at(`0${index}:30`) })
    }
  }

  it('by a restriction', async () => {
    fill('a', 'b', 'c')
    expect(await subjects(search({ restriction: { or: [subjectIs('A'), subjectIs('c')] } }))).toEqual(['a', 'c'])
  })

  it('by derived properties', async () => {
    fill('a', 'b')
    const attachments = [{ fileAttachment: { name: 'notes.txt' } }]
    exchange().add(DOCTOR, { subject: 'c', start: at('09:00'), end: at('11:00'), attachments })
    const hasAttachments = (value: string): SearchExpression => ({
      isEqualTo: { fieldURI: { fieldURI: 'item:HasAttachments' }, fieldURIOrConstant: { constant: { value } } },
    })
    expect(await subjects(search({ restriction: hasAttachments('true') }))).toEqual(['c'])
    expect(await subjects(search({ restriction: hasAttachments('false') }))).toEqual(['a', 'b'])
    const sortOrder: SortOrder = [{ fieldURI: { fieldURI: 'calendar:Duration' }, order: 'Descending' }]
    expect(await subjects(search({ sortOrder }))).toEqual(['a', 'b', 'c'])
  })

  it('by an extended property, such as the key of a booking', async () => {
    fill('a', 'b')
    const extendedProperty = [{ extendedFieldURI: EXTENDED, value: 'order-1' }]
    exchange().add(DOCTOR, { subject: 'booking', start: at('09:00'), end: at('10:00'), extendedProperty })
    const isEqualTo = { extendedFieldURI: EXTENDED, fieldURIOrConstant: { constant: { value: 'order-1' } } }
    expect(await subjects(search({ restriction: { isEqualTo } }))).toEqual(['booking'])
  })

  it('and sorts by several properties', async () => {
    fill('b', 'a', 'b')
    exchange().add(DOCTOR, { subject: 'a', start: at('12:00'), end: at('13:00'), location: 'Ward' })
    const sortOrder: SortOrder = [
      { order: 'Descending', fieldURI: { fieldURI: 'item:Subject' } },
      { order: 'Descending', fieldURI: { fieldURI: 'calendar:Start' } },
    ]
    const items = (await rootFolder(search({ sortOrder })))?.items ?? []
    expect(items.map(({ subject, start }) => [subject, start])).toEqual([
      ['b', at('02:00')],
      ['b', at('00:00')],
      ['a', at('12:00')],
      ['a', at('01:00')],
    ])
  })

  it('and sorts items without the property first', async () => {
    fill('none')
    exchange().add(DOCTOR, { subject: 'some', start: at('00:00'), end: at('01:00'), location: 'Ward' })
    const byLocation = (order: 'Ascending' | 'Descending') =>
      subjects(search({ sortOrder: [{ order, fieldURI: { fieldURI: 'calendar:Location' } }] }))
    expect(await byLocation('Ascending')).toEqual(['none', 'some'])
    expect(await byLocation('Descending')).toEqual(['some', 'none'])
  })

  it.each([
    ['beginnings of words', 'vis mr', ['Visit Mr Smith']],
    ['a phrase', '"mr smith"', ['Visit Mr Smith']],
    ['a keyword', 'location:zurich', ['Lunch']],
    ['a phrase under a keyword', 'subject:"visit mr"', ['Visit Mr Smith']],
    ['no match', 'location:visit', []],
  ])('by a query string: %s', async (_case, value, found) => {
    fill('Visit Mr Smith')
    exchange().add(DOCTOR, { subject: 'Lunch', start: at('12:00'), end: at('13:00'), location: 'Zürich' })
    expect(await subjects(search({ queryString: { value } }))).toEqual(found)
  })

  it('in several folders, and in mailboxes by their address', async () => {
    fill('a')
    exchange().add(ROOM, { subject: 'in the room', start: at('09:00'), end: at('10:00') })
    const of = (emailAddress: string) => ({
      distinguishedFolderId: { id: 'calendar' as const, mailbox: { emailAddress } },
    })
    const request = search({ parentFolderIds: [of(ROOM), of(DOCTOR), of('nobody@example.com')] })
    const asRoom = { authorization: CLERK, as: { smtpAddress: ROOM } }
    const asClerk = (await call(FindItem, request, asRoom)).responseMessages
    expect(asClerk).toMatchObject([
      { rootFolder: { items: [{ subject: 'in the room' }] } },
      { responseCode: 'ErrorAccessDenied' },
      { responseCode: 'ErrorNonExistentMailbox' },
    ])
  })

  it.each(['SoftDeleted', 'Associated'] as const)('and finds no item that is %s', async (traversal) => {
    fill('a')
    expect(await subjects(search({ traversal }))).toEqual([])
  })

  it.each([
    [0, 2, ['a', 'b'], { indexedPagingOffset: 2, includesLastItemInRange: false, totalItemsInView: 5 }],
    [2, 2, ['c', 'd'], { indexedPagingOffset: 4, includesLastItemInRange: false, totalItemsInView: 5 }],
    [4, 2, ['e'], { indexedPagingOffset: 5, includesLastItemInRange: true, totalItemsInView: 5 }],
    [3, 2, ['d', 'e'], { indexedPagingOffset: 5, includesLastItemInRange: true, totalItemsInView: 5 }],
    [9, 2, [], { indexedPagingOffset: 5, includesLastItemInRange: true, totalItemsInView: 5 }],
    [1, undefined, ['b', 'c', 'd', 'e'], { indexedPagingOffset: 5, includesLastItemInRange: true }],
  ])('pain 12: page by page from the beginning: %s, %s', async (offset, maxEntriesReturned, found, paging) => {
    fill('a', 'b', 'c', 'd', 'e')
    const request = search({ indexedPageItemView: { offset, maxEntriesReturned, basePoint: 'Beginning' as const } })
    expect(await subjects(request)).toEqual(found)
    expect(await rootFolder(request)).toMatchObject(paging)
  })

  it.each([
    [0, ['d', 'e'], { indexedPagingOffset: 2, includesLastItemInRange: false }],
    [2, ['b', 'c'], { indexedPagingOffset: 4, includesLastItemInRange: false }],
    [4, ['a'], { indexedPagingOffset: 5, includesLastItemInRange: true }],
  ])('page by page from the end: %s', async (offset, found, paging) => {
    fill('a', 'b', 'c', 'd', 'e')
    const request = search({ indexedPageItemView: { offset, maxEntriesReturned: 2, basePoint: 'End' as const } })
    expect(await subjects(request)).toEqual(found)
    expect(await rootFolder(request)).toMatchObject({ ...paging, totalItemsInView: 5 })
  })

  it('from a fraction of the whole', async () => {
    fill('a', 'b', 'c', 'd')
    const request = search({ fractionalPageItemView: { numerator: 1, denominator: 2, maxEntriesReturned: 1 } })
    expect(await subjects(request)).toEqual(['c'])
    expect(await rootFolder(request)).toMatchObject({
      numeratorOffset: 3,
      absoluteDenominator: 4,
      includesLastItemInRange: false,
    })
  })

  it.each([
    ['Beginning', 'b', ['b', 'c'], 3],
    ['End', 'b', ['a', 'b'], 5],
    ['Beginning', 'z', [], 5],
  ] as const)('from the first item that fulfills a condition: %s, %s', async (basePoint, value, found, next) => {
    fill('a', 'b', 'c', 'x', 'y')
    const request = search({
      seekToConditionPageItemView: { basePoint, condition: subjectIs(value), maxEntriesReturned: 2 },
    })
    expect(await subjects(request)).toEqual(found)
    expect(await rootFolder(request)).toMatchObject({ indexedPagingOffset: next })
  })

  it('pain 12: cuts a page at the limit, and refuses a search without pages', async () => {
    for (let count = 0; count < 1001; count++) fill('a')
    const page = { offset: 0, basePoint: 'Beginning' as const, maxEntriesReturned: 5000 }
    const itemShape = { baseShape: 'IdOnly' as const }
    expect(await rootFolder(search({ itemShape, indexedPageItemView: page }))).toMatchObject({
      indexedPagingOffset: 1000,
      totalItemsInView: 1001,
      includesLastItemInRange: false,
    })
    expect(await messages(search({ itemShape }))).toMatchObject([
      { responseCode: 'ErrorExceededFindCountLimit', messageXml: { value: [{ value: '1000' }] } },
    ])
    expect(await messages(search({ itemShape, restriction: subjectIs('a') }))).toMatchObject([
      { responseCode: 'ErrorExceededFindCountLimit', messageXml: { value: [{ value: '250' }] } },
    ])
  })

  it('with every property name, dictionary entries and extended properties in the shape', async () => {
    fill('a')
    const additionalProperties = [
      { fieldURI: { fieldURI: 'item:Mentions' as const } },
      { fieldURI: { fieldURI: 'calendar:End' as const } },
      { indexedFieldURI: { fieldURI: 'item:InternetMessageHeader' as const, fieldIndex: 'X-Mailer' } },
    ]
    const request = search({ itemShape: { baseShape: 'IdOnly' as const, additionalProperties } })
    expect((await rootFolder(request))?.items).toEqual([{ itemId: expect.anything(), end: at('00:30') }])
  })

  it('cuts a long string between characters', async () => {
    exchange().add(DOCTOR, { subject: `${'x'.repeat(254)}😀`, start: at('09:00'), end: at('10:00') })
    expect(await subjects(search({}))).toEqual(['x'.repeat(254)])
  })

  const calendarView = { startDate: at('00:00'), endDate: at('23:00') }

  it.each([
    ['a restriction with a view', search({ calendarView, restriction: subjectIs('a') }), 'ErrorInvalidRequest'],
    [
      'a sort order with a view',
      search({ calendarView, sortOrder: [{ order: 'Ascending', fieldURI: { fieldURI: 'item:Subject' } }] }),
      'ErrorInvalidRequest',
    ],
    [
      'a query string with a restriction',
      search({ queryString: { value: 'a' }, restriction: subjectIs('a') }),
      'ErrorInvalidRequest',
    ],
    [
      'a fraction greater than one',
      search({ fractionalPageItemView: { numerator: 2, denominator: 1 } }),
      'ErrorInvalidFractionalPagingParameters',
    ],
    [
      'sorting by a property with parts',
      search({ sortOrder: [{ order: 'Ascending', fieldURI: { fieldURI: 'calendar:Resources' } }] }),
      'ErrorUnsupportedPathForSortGroup',
    ],
    [
      'an extended property without a name',
      search({
        itemShape: { baseShape: 'IdOnly', additionalProperties: [{ extendedFieldURI: { propertyType: 'String' } }] },
      }),
      'ErrorInvalidExtendedProperty',
    ],
  ] satisfies [string, FindItemRequest, string][])('but refuses %s', async (_case, request, responseCode) => {
    expect(await messages(request)).toMatchObject([{ responseClass: 'Error', responseCode }])
  })
})
