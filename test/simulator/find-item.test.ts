import { describe, expect, it } from 'vitest'
import { FindItem, type FindItemRequest } from '../../src/operations'
import { at, DOCTOR, withExchange } from './exchange'

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

  it('finds what overlaps the view, and what ends exactly at its start, by start', async () => {
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

  it('cuts at maxEntriesReturned and says so', async () => {
    for (const subject of ['a', 'b', 'c']) exchange().add(DOCTOR, { subject, start: at('09:00'), end: at('10:00') })
    const cut = (maxEntriesReturned: number) =>
      message(find(undefined, { startDate: at('09:00'), endDate: at('12:00'), maxEntriesReturned }))
    expect((await cut(2))?.rootFolder).toMatchObject({ includesLastItemInRange: false, totalItemsInView: 2 })
    expect((await cut(3))?.rootFolder).toMatchObject({ includesLastItemInRange: true, totalItemsInView: 3 })
  })

  it('refuses to return more than 1000 items that were not counted', async () => {
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
    const [added] = await items(
      find({
        baseShape: 'IdOnly',
        additionalProperties: [
          { fieldURI: { fieldURI: 'calendar:Start' } },
          { fieldURI: { fieldURI: 'item:Subject' } },
          { extendedFieldURI: { ...EXTENDED, propertySetId: EXTENDED.propertySetId.toUpperCase() } },
        ],
      }),
    )
    expect(added).toEqual({
      itemId: expect.anything(),
      subject: 'x'.repeat(255),
      start: at('09:00'),
      extendedProperty: [{ extendedFieldURI: EXTENDED, value: '42' }],
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
    ['a folder that nobody has', { ...find(), parentFolderIds: [{ folderId: { id: 'AAA=' } }] }, 'ErrorFolderNotFound'],
  ] satisfies [string, FindItemRequest, string][])('refuses %s', async (_case, request, responseCode) => {
    expect(await message(request)).toMatchObject({ responseClass: 'Error', responseCode })
  })

  it('takes the folder id that items carry', async () => {
    exchange().add(DOCTOR, { subject: 'a', start: at('09:00'), end: at('10:00') })
    const id = exchange().calendar(DOCTOR)[0]?.parentFolderId?.id ?? ''
    expect(await items({ ...find(), parentFolderIds: [{ folderId: { id } }] })).toHaveLength(1)
  })
})
