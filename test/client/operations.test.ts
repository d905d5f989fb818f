import {
  type CreateItemRequest,
  type EwsClient,
  EwsResponseError,
  type FindItemRequest,
  type ItemIds,
  type Recurrence,
} from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { at, clientOf, exchange, MAILBOX } from '../exchange'

const NURSE = 'nurse@example.com'

const parentFolderIds = [{ distinguishedFolderId: { id: 'calendar' } }] as const
const hour = { start: at('09:00'), end: at('10:00') }
const guest = { mailbox: { name: 'Guest', emailAddress: 'guest@example.com' } }

async function clientAndServer() {
  const server = await exchange({ mailboxes: [MAILBOX, NURSE] })
  return { server, client: clientOf(server) }
}

type Item = CreateItemRequest['items'][number]

/** Creates an item, or answers one, as a user of the library does. Returns the id of the new item. */
async function create(
  client: EwsClient,
  item: Item,
  sendMeetingInvitations: CreateItemRequest['sendMeetingInvitations'] = 'SendToNone',
) {
  const request = { messageDisposition: 'SendAndSaveCopy', sendMeetingInvitations, items: [item] } as const
  const [message] = (await client.createItem(request)).responseMessages
  if (message?.error !== undefined) throw message.error
  return message?.items?.[0]?.itemId ?? { id: '' }
}

async function get(client: EwsClient, ...itemIds: ItemIds) {
  const { responseMessages } = await client.getItem({ itemShape: { baseShape: 'AllProperties' }, itemIds })
  return responseMessages.map(({ items = [] }) => items[0])
}

/** Returns the items in a window, with series as occurrences. */
async function view(client: EwsClient, startDate: Date, endDate: Date) {
  const { responseMessages } = await client.findItem({
    traversal: 'Shallow',
    itemShape: { baseShape: 'AllProperties' },
    calendarView: { startDate, endDate },
    parentFolderIds,
  })
  return responseMessages[0]?.rootFolder?.items ?? []
}

describe('a search for items with a custom property', () => {
  const orderId = {
    propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
    propertyName: 'OrderId',
    propertyType: 'String',
  } as const
  const constant = (value: string) => ({ fieldURIOrConstant: { constant: { value } } })

  const ofShop: FindItemRequest = {
    traversal: 'Shallow',
    itemShape: { baseShape: 'IdOnly', additionalProperties: [{ extendedFieldURI: orderId }] },
    restriction: {
      and: [
        { exists: { extendedFieldURI: orderId } },
        { not: { isEqualTo: { extendedFieldURI: orderId, ...constant('order-6') } } },
        { isGreaterThanOrEqualTo: { fieldURI: { fieldURI: 'calendar:Start' }, ...constant('2026-12-01T01:00:00Z') } },
      ],
    },
    sortOrder: [{ order: 'Descending', fieldURI: { fieldURI: 'calendar:Start' } }],
    parentFolderIds,
  }

  it('pain 12: reads page by page until the server reports the last one', async () => {
    const { server, client } = await clientAndServer()
    server.add(MAILBOX, { subject: 'Lunch', start: at('12:00'), end: at('13:00') })
    for (const number of [0, 1, 2, 3, 4, 5, 6]) {
      const extendedProperty = [{ extendedFieldURI: orderId, value: `order-${number}` }]
      await create(client, {
        calendarItem: { start: at(`0${number}:00`), end: at(`0${number}:30`), extendedProperty },
      })
    }
    const pages: (string | undefined)[][] = []
    let offset: number | undefined = 0
    while (offset !== undefined) {
      const indexedPageItemView = { offset, maxEntriesReturned: 2, basePoint: 'Beginning' } as const
      const { responseMessages } = await client.findItem({ ...ofShop, indexedPageItemView })
      const { items = [], includesLastItemInRange, indexedPagingOffset } = responseMessages[0]?.rootFolder ?? {}
      pages.push(items.map(({ extendedProperty }) => extendedProperty?.[0]?.value))
      offset = includesLastItemInRange ? undefined : indexedPagingOffset
    }
    expect(pages).toEqual([['order-5', 'order-4'], ['order-3', 'order-2'], ['order-1']])
  })

  it("covers several people's calendars by their addresses, with an answer for each", async () => {
    const { server } = await clientAndServer()
    server.add(MAILBOX, { subject: 'Visit', ...hour })
    const folder = (emailAddress: string) => ({
      distinguishedFolderId: { id: 'calendar' as const, mailbox: { emailAddress } },
    })
    const { responseMessages } = await clientOf(server).findItem({
      traversal: 'Shallow',
      itemShape: { baseShape: 'Default' },
      parentFolderIds: [folder(NURSE), folder(MAILBOX)],
    })
    expect(responseMessages.map(({ rootFolder, error }) => rootFolder?.items?.[0]?.subject ?? error)).toEqual([
      expect.objectContaining({ responseCode: 'ErrorAccessDenied' }),
      'Visit',
    ])
  })
})

describe('a weekly series', () => {
  const zone = { id: 'W. Europe Standard Time' }
  const window = [new Date('2027-03-01'), new Date('2027-05-01')] as const
  const starts = ['2027-03-22T09:00', '2027-03-29T08:00', '2027-04-05T08:00'].map((start) => new Date(`${start}:00Z`))

  const recurrence: Recurrence = {
    weeklyRecurrence: { interval: 1, daysOfWeek: ['Monday'] },
    numberedRecurrence: { startDate: '2027-03-22', numberOfOccurrences: 3 },
  }

  /** Each Monday at ten in Zurich; the clocks change on 28 March. */
  const series = {
    subject: 'Rounds',
    start: new Date('2027-03-22T09:00:00Z'),
    end: new Date('2027-03-22T10:00:00Z'),
    startTimeZone: zone,
    endTimeZone: zone,
    recurrence,
  }

  async function withSeries() {
    const { client } = await clientAndServer()
    const { id } = await create(client, { calendarItem: series })
    return { client, id }
  }

  it('pain 7: is read as occurrences, which keep their time of day when the clocks change', async () => {
    const { client, id } = await withSeries()
    const occurrences = await view(client, ...window)
    expect(occurrences.map(({ start }) => start)).toEqual(starts)
    expect(occurrences).toMatchObject(starts.map(() => ({ subject: 'Rounds', calendarItemType: 'Occurrence' })))
    const occurrenceId = occurrences[1]?.itemId?.id ?? ''
    const [found, numbered, master] = await get(
      client,
      { itemId: { id: occurrenceId } },
      { occurrenceItemId: { recurringMasterId: id, instanceIndex: 2 } },
      { recurringMasterItemId: { occurrenceId } },
    )
    expect(found).toMatchObject({ start: starts[1] })
    expect(numbered).toEqual(found)
    expect(master).toMatchObject({ calendarItemType: 'RecurringMaster', recurrence })
  })

  it('keeps its other occurrences if one is changed and one is deleted', async () => {
    const { client, id } = await withSeries()
    const occurrence = (instanceIndex: number) => ({ occurrenceItemId: { recurringMasterId: id, instanceIndex } })
    const later = { start: new Date('2027-03-29T12:00:00Z'), end: new Date('2027-03-29T13:00:00Z') }
    const { responseMessages } = await client.updateItem({
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          ...occurrence(2),
          updates: [
            { setItemField: { fieldURI: { fieldURI: 'calendar:Start' }, calendarItem: { start: later.start } } },
            { setItemField: { fieldURI: { fieldURI: 'calendar:End' }, calendarItem: { end: later.end } } },
            { setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Late rounds' } } },
          ],
        },
      ],
    })
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    await client.deleteItem({
      deleteType: 'HardDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [occurrence(3)],
    })
    expect(await view(client, ...window)).toMatchObject([
      { start: starts[0], subject: 'Rounds', calendarItemType: 'Occurrence' },
      { ...later, subject: 'Late rounds', calendarItemType: 'Exception', originalStart: starts[1] },
    ])
    expect(await get(client, { itemId: { id } })).toMatchObject([
      { modifiedOccurrences: [{ originalStart: starts[1] }], deletedOccurrences: [{ start: starts[2] }] },
    ])
  })
})

describe('a meeting', () => {
  const meeting = { subject: 'Consultation', ...hour, requiredAttendees: [guest] }

  it('pain 23: is cancelled with a message to the attendees', async () => {
    const { server, client } = await clientAndServer()
    const referenceItemId = await create(client, { calendarItem: meeting }, 'SendToAllAndSaveCopy')
    const newBodyContent = { bodyType: 'Text', value: 'The doctor is ill.' } as const
    await create(client, { cancelCalendarItem: { referenceItemId, newBodyContent } })
    expect(server.sent.map(({ kind, to }) => [kind, to])).toEqual([
      ['MeetingRequest', ['guest@example.com']],
      ['MeetingCancellation', ['guest@example.com']],
    ])
    expect(server.calendar(MAILBOX)).toEqual([])
  })

  it.each([
    ['SendToNone', 0],
    ['SendOnlyToAll', 1],
    ['SendToAllAndSaveCopy', 1],
  ] as const)('pain 23: is deleted with %s: %i cancellations', async (sendMeetingCancellations, cancellations) => {
    const { server, client } = await clientAndServer()
    const itemId = await create(client, { calendarItem: meeting }, 'SendToAllAndSaveCopy')
    const request = { deleteType: 'MoveToDeletedItems', sendMeetingCancellations, itemIds: [{ itemId }] } as const
    expect((await client.deleteItem(request)).responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(server.sent.filter(({ kind }) => kind === 'MeetingCancellation')).toHaveLength(cancellations)
    expect((await client.deleteItem(request)).responseMessages[0]?.error).toMatchObject({
      responseCode: 'ErrorItemNotFound',
    })
  })
})

describe('an item', () => {
  it.each([
    ['Text', 'Text', 'a < b'],
    ['HTML', 'HTML', '<p>a &lt; b</p>'],
    ['Best', 'HTML', '<p>a &lt; b</p>'],
  ] as const)('pain 16: is got with its body as %s', async (bodyType, type, value) => {
    const { client } = await clientAndServer()
    const body = { bodyType: 'HTML', value: '<p>a &lt; b</p>' } as const
    const itemId = await create(client, { calendarItem: { ...hour, body } })
    const { responseMessages } = await client.getItem({
      itemShape: { baseShape: 'IdOnly', bodyType, additionalProperties: [{ fieldURI: { fieldURI: 'item:Body' } }] },
      itemIds: [{ itemId }],
    })
    expect(responseMessages[0]?.items?.[0]?.body).toEqual({ bodyType: type, value })
  })

  it('is returned although another one is gone, and only that one has an error', async () => {
    const { client } = await clientAndServer()
    const first = await create(client, { calendarItem: { ...hour, subject: 'First' } })
    const gone = await create(client, { calendarItem: { ...hour, subject: 'Gone' } })
    const last = await create(client, { calendarItem: { ...hour, subject: 'Last' } })
    await client.deleteItem({
      deleteType: 'SoftDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId: gone }],
    })
    const { responseMessages } = await client.getItem({
      itemShape: { baseShape: 'Default' },
      itemIds: [first, gone, last].map((itemId) => ({ itemId })),
    })
    expect(responseMessages.map(({ items, error }) => items?.[0]?.subject ?? error)).toEqual([
      'First',
      expect.any(EwsResponseError),
      'Last',
    ])
    expect(responseMessages[1]?.error).toMatchObject({ responseCode: 'ErrorItemNotFound', operation: 'GetItem' })
  })

  it('is changed by each kind of update, unless it has changed meanwhile', async () => {
    const { client } = await clientAndServer()
    const itemId = await create(client, {
      calendarItem: { ...hour, location: 'Ward', body: { bodyType: 'Text', value: 'Bring ' } },
    })
    const update = {
      conflictResolution: 'NeverOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId,
          updates: [
            { setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Check-up' } } },
            {
              appendToItemField: {
                fieldURI: { fieldURI: 'item:Body' },
                calendarItem: { body: { bodyType: 'Text', value: 'the card' } },
              },
            },
            { deleteItemField: { fieldURI: { fieldURI: 'calendar:Location' } } },
          ],
        },
      ],
    } as const
    expect((await client.updateItem(update)).responseMessages).toMatchObject([
      { responseCode: 'NoError', conflictResults: { count: 0 } },
    ])
    const [item] = await get(client, { itemId: { id: itemId.id } })
    expect(item).toMatchObject({ subject: 'Check-up', body: { value: 'Bring the card' } })
    expect(item).not.toHaveProperty('location')
    expect((await client.updateItem(update)).responseMessages[0]?.error).toMatchObject({
      responseCode: 'ErrorIrresolvableConflict',
    })
  })
})
