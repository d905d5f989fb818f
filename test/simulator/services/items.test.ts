import { describe, expect, it } from 'vitest'
import {
  CreateItem,
  type CreateItemRequest,
  DeleteItem,
  GetItem,
  UpdateItem,
  type UpdateItemRequest,
} from '../../../src/operations'
import type { CalendarItem } from '../../../src/operations/types/calendar-item'
import { at, CLERK, DOCTOR, NOW, ROOM, withExchange } from '../exchange'

const EXTENDED = {
  propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
  propertyName: 'key',
  propertyType: 'String',
} as const
const hour = { start: at('09:00'), end: at('10:00') }
const create = (...items: CalendarItem[]): CreateItemRequest => ({
  sendMeetingInvitations: 'SendToNone',
  items: items.map((calendarItem) => ({ calendarItem })),
})

describe('CreateItem', () => {
  const { exchange, call } = withExchange()

  it('sets defaults, and answers with the id', async () => {
    const { responseMessages } = await call(CreateItem, create({ subject: 'Consultation', ...hour }))
    const [stored] = exchange().calendar(DOCTOR)
    expect(responseMessages).toEqual([
      { responseClass: 'Success', responseCode: 'NoError', items: [{ itemId: stored?.itemId }] },
    ])
    expect(stored).toMatchObject({
      itemClass: 'IPM.Appointment',
      subject: 'Consultation',
      sensitivity: 'Normal',
      legacyFreeBusyStatus: 'Busy',
      isAllDayEvent: false,
      isMeeting: false,
      calendarItemType: 'Single',
      dateTimeCreated: NOW,
      lastModifiedTime: NOW,
      organizer: { mailbox: { emailAddress: DOCTOR } },
      ...hour,
    })
    expect(stored?.itemId?.id).toMatch(/^AAMk[\w+/]{148}$/)
    expect(stored?.uid).toMatch(/^040000008200E00074C5B7101A82E008[0-9A-F]{80}$/)
  })

  it('creates ids that may differ in nothing but case', () => {
    const ids = Array.from({ length: 60 }, () => exchange().add(DOCTOR, { subject: 'a', ...hour }).id)
    expect(new Set(ids).size).toBe(60)
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBeLessThan(60)
  })

  it('carries out the rest of a batch if one item fails', async () => {
    const { responseMessages } = await call(
      CreateItem,
      create({ subject: 'good', ...hour }, { subject: 'bad', start: at('10:00'), end: at('09:00') }, { ...hour }),
    )
    expect(responseMessages).toMatchObject([
      { responseClass: 'Success' },
      { responseClass: 'Error', responseCode: 'ErrorCalendarEndDateIsEarlierThanStartDate', items: [] },
      { responseClass: 'Success' },
    ])
    expect(exchange().calendar(DOCTOR)).toHaveLength(2)
  })

  it.each([
    ['no end', create({ start: at('09:00') }), 'ErrorRequiredPropertyMissing'],
    [
      'more than five years',
      create({ start: at('09:00'), end: new Date('2032-01-01') }),
      'ErrorCalendarDurationIsTooLong',
    ],
    ['a read-only property', create({ ...hour, isMeeting: true }), 'ErrorInvalidPropertySet'],
    [
      'another folder',
      { ...create(hour), savedItemFolderId: { distinguishedFolderId: { id: 'inbox' } } },
      'ErrorCannotCreateCalendarItemInNonCalendarFolder',
    ],
  ] satisfies [string, CreateItemRequest, string][])('refuses %s', async (_case, request, responseCode) => {
    expect((await call(CreateItem, request)).responseMessages).toMatchObject([{ responseCode, items: [] }])
    expect(exchange().calendar(DOCTOR)).toEqual([])
  })

  it('saves to the calendar that the request names', async () => {
    const savedItemFolderId = { distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: ROOM } } } as const
    await call(CreateItem, { ...create(hour), savedItemFolderId }, { as: { smtpAddress: ROOM } })
    expect(exchange().calendar(ROOM)).toHaveLength(1)
  })
})

describe('GetItem', () => {
  const { exchange, call } = withExchange()
  const get = async (id: string, bodyType?: 'HTML' | 'Text', who?: Parameters<typeof call>[2]) => {
    const request = { itemShape: { baseShape: 'AllProperties', bodyType }, itemIds: [{ itemId: { id } }] } as const
    return (await call(GetItem, { ...request, itemIds: [...request.itemIds] }, who)).responseMessages[0]
  }

  it('returns all properties, but extended ones only on request', async () => {
    const { id } = exchange().add(DOCTOR, {
      subject: 'Consultation',
      body: 'line\nnext',
      ...hour,
      requiredAttendees: [{ mailbox: { emailAddress: 'guest@example.com' } }],
      extendedProperty: [{ extendedFieldURI: EXTENDED, value: '42' }],
    })
    const item = (await get(id))?.items?.[0]
    expect(item).toMatchObject({
      subject: 'Consultation',
      body: { bodyType: 'Text', value: 'line\nnext' },
      requiredAttendees: [{ mailbox: { emailAddress: 'guest@example.com' } }],
      isMeeting: true,
    })
    expect(item).not.toHaveProperty('extendedProperty')
  })

  it.each([
    ['Text', 'a < b', 'HTML', '<html><body>a &lt; b</body></html>'],
    ['HTML', '<p>a &lt; &amp;lt; b</p>', 'Text', 'a < &lt; b'],
    ['HTML', '<p>a</p>', 'HTML', '<p>a</p>'],
  ] as const)('returns a body in %s %j as %s', async (bodyType, value, wanted, expected) => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour, body: { bodyType, value } })
    expect((await get(id, wanted))?.items?.[0]?.body).toEqual({ bodyType: wanted, value: expected })
  })

  it('compares ids case-sensitively', async () => {
    const ids = Array.from({ length: 27 }, () => exchange().add(DOCTOR, { subject: 'a', ...hour }).id)
    const [first = '', last = ''] = [ids[0], ids[26]]
    expect(first.toLowerCase()).toBe(last.toLowerCase())
    expect((await get(first))?.items?.[0]?.itemId?.id).toBe(first)
    expect((await get(last))?.items?.[0]?.itemId?.id).toBe(last)
  })

  it('answers for each id', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour })
    const gone = exchange()
      .add(DOCTOR, { subject: 'b', ...hour })
      .id.replace(/.$/, 'z')
    const { responseMessages } = await call(GetItem, {
      itemShape: { baseShape: 'IdOnly' },
      itemIds: [
        { itemId: { id: gone } },
        { itemId: { id: 'nonsense' } },
        { occurrenceItemId: { recurringMasterId: id, instanceIndex: 1 } },
        { itemId: { id } },
      ],
    })
    expect(responseMessages).toMatchObject([
      { responseCode: 'ErrorItemNotFound', messageText: 'The specified object was not found in the store.', items: [] },
      { responseCode: 'ErrorInvalidIdMalformed' },
      { responseCode: 'ErrorCalendarCannotUseIdForOccurrenceId' },
      { responseCode: 'NoError', items: [{ itemId: { id } }] },
    ])
  })

  it('finds no item in mailboxes to which the caller has no rights', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour })
    expect((await get(id, undefined, { authorization: CLERK, as: 'self' }))?.responseCode).toBe('ErrorItemNotFound')
  })
})

type Updates = UpdateItemRequest['itemChanges'][number]['updates']

describe('UpdateItem', () => {
  const { exchange, call } = withExchange()
  const add = () =>
    exchange().add(DOCTOR, {
      subject: 'old',
      body: 'one',
      ...hour,
      extendedProperty: [{ extendedFieldURI: EXTENDED, value: '1' }],
    })
  const update = async (
    itemId: { id: string; changeKey?: string },
    updates: Updates,
    conflictResolution: UpdateItemRequest['conflictResolution'] = 'NeverOverwrite',
  ) => {
    const request = {
      conflictResolution,
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [{ itemId, updates }],
    } as const
    return (await call(UpdateItem, { ...request, itemChanges: [...request.itemChanges] })).responseMessages[0]
  }
  const title = (subject: string): Updates => [
    { setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject } } },
  ]

  it('sets, appends to and deletes properties by their paths, and returns a new change key', async () => {
    const itemId = add()
    const message = await update(itemId, [
      ...title('new'),
      { setItemField: { fieldURI: { fieldURI: 'calendar:Start' }, calendarItem: { start: at('08:00') } } },
      {
        setItemField: {
          extendedFieldURI: EXTENDED,
          calendarItem: { extendedProperty: [{ extendedFieldURI: EXTENDED, value: '2' }] },
        },
      },
      {
        appendToItemField: {
          fieldURI: { fieldURI: 'item:Body' },
          calendarItem: { body: { bodyType: 'Text', value: ' two' } },
        },
      },
      { deleteItemField: { fieldURI: { fieldURI: 'calendar:Location' } } },
    ])
    const [stored] = exchange().calendar(DOCTOR)
    expect(message).toMatchObject({
      responseCode: 'NoError',
      items: [{ itemId: stored?.itemId }],
      conflictResults: { count: 0 },
    })
    expect(stored?.itemId?.id).toBe(itemId.id)
    expect(stored?.itemId?.changeKey).not.toBe(itemId.changeKey)
    expect(stored).toMatchObject({
      subject: 'new',
      start: at('08:00'),
      body: { value: 'one two' },
      extendedProperty: [{ extendedFieldURI: EXTENDED, value: '2' }],
    })
  })

  it('keeps the time of day if only the time zones change', async () => {
    const zone = (id: string): Updates => [
      { setItemField: { fieldURI: { fieldURI: 'calendar:StartTimeZone' }, calendarItem: { startTimeZone: { id } } } },
      { setItemField: { fieldURI: { fieldURI: 'calendar:EndTimeZone' }, calendarItem: { endTimeZone: { id } } } },
    ]
    const start: Updates = [
      { setItemField: { fieldURI: { fieldURI: 'calendar:Start' }, calendarItem: { start: at('09:30') } } },
    ]
    const itemId = add()
    await update(itemId, zone('W. Europe Standard Time'), 'AlwaysOverwrite')
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ start: at('08:00'), end: at('09:00') }])
    await update(itemId, [...zone('UTC'), ...start], 'AlwaysOverwrite')
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ start: at('09:30'), end: at('10:00') }])
  })

  it('keeps both times of day if the item starts and ends in one zone', async () => {
    const startTimeZone = { id: 'W. Europe Standard Time' }
    await update(add(), [
      { setItemField: { fieldURI: { fieldURI: 'calendar:StartTimeZone' }, calendarItem: { startTimeZone } } },
    ])
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ start: at('08:00'), end: at('09:00') }])
  })

  it('deletes an extended property', async () => {
    await update(add(), [{ deleteItemField: { extendedFieldURI: EXTENDED } }])
    expect(exchange().calendar(DOCTOR)[0]?.extendedProperty).toEqual([])
  })

  it("doesn't overwrite another client's change, unless the request says so", async () => {
    const itemId = add()
    await update(itemId, title('first'))
    expect((await update(itemId, title('second')))?.responseCode).toBe('ErrorIrresolvableConflict')
    expect(exchange().calendar(DOCTOR)[0]?.subject).toBe('first')
    expect((await update(itemId, title('third'), 'AlwaysOverwrite'))?.responseCode).toBe('NoError')
  })

  it('requires a change key for NeverOverwrite', async () => {
    const { id } = add()
    expect((await update({ id }, title('new')))?.responseCode).toBe('ErrorChangeKeyRequiredForWriteOperations')
    expect((await update({ id }, title('new'), 'AutoResolve'))?.responseCode).toBe('NoError')
  })

  it.each([
    [
      'an end before the start',
      [{ setItemField: { fieldURI: { fieldURI: 'calendar:End' }, calendarItem: { end: at('08:00') } } }],
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    ],
    [
      'a read-only property',
      [{ setItemField: { fieldURI: { fieldURI: 'calendar:IsMeeting' }, calendarItem: { isMeeting: true } } }],
      'ErrorInvalidPropertySet',
    ],
    [
      'two properties in one change',
      [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'a', location: 'b' } } }],
      'ErrorIncorrectUpdatePropertyCount',
    ],
    [
      'no property in a change',
      [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: {} } }],
      'ErrorIncorrectUpdatePropertyCount',
    ],
    [
      'a property that differs from the path',
      [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { location: 'b' } } }],
      'ErrorUpdatePropertyMismatch',
    ],
    [
      'an extended property that differs from the path',
      [
        {
          setItemField: {
            extendedFieldURI: { ...EXTENDED, propertyName: 'other' },
            calendarItem: { extendedProperty: [{ extendedFieldURI: EXTENDED, value: '2' }] },
          },
        },
      ],
      'ErrorUpdatePropertyMismatch',
    ],
    [
      'appending to the subject',
      [{ appendToItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'a' } } }],
      'ErrorInvalidPropertyAppend',
    ],
    [
      'deleting the start',
      [{ deleteItemField: { fieldURI: { fieldURI: 'calendar:Start' } } }],
      'ErrorInvalidPropertyDelete',
    ],
  ] satisfies [string, Updates, string][])('refuses %s, and changes nothing', async (_case, updates, responseCode) => {
    const itemId = add()
    const before = exchange().calendar(DOCTOR)
    expect(await update(itemId, [...title('new'), ...updates])).toMatchObject({
      responseClass: 'Error',
      responseCode,
      items: [],
    })
    expect(exchange().calendar(DOCTOR)).toEqual(before)
  })
})

describe('DeleteItem', () => {
  const { exchange, call } = withExchange()

  it.each(['HardDelete', 'SoftDelete', 'MoveToDeletedItems'] as const)(
    '%s removes an item from the calendar, once',
    async (deleteType) => {
      const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour })
      exchange().add(DOCTOR, { subject: 'stays', ...hour })
      const itemIds = [{ itemId: { id } }, { itemId: { id } }]
      const { responseMessages } = await call(DeleteItem, {
        deleteType,
        sendMeetingCancellations: 'SendToNone',
        itemIds,
      })
      expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }, { responseCode: 'ErrorItemNotFound' }])
      expect(exchange().calendar(DOCTOR)).toMatchObject([{ subject: 'stays' }])
    },
  )
})
