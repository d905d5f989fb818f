import { describe, expect, it } from 'vitest'
import {
  CreateItem,
  DeleteItem,
  FindItem,
  GetItem,
  GetUserAvailability,
  type ItemIds,
  type Recurrence,
  UpdateItem,
} from '../../../src/operations'
import type { CalendarItem } from '../../../src/operations/types/calendar-item'
import { at, DOCTOR, withExchange } from '../exchange'

/** Mondays at ten in Zurich, from 22 March 2027. The clocks change on the 28th. */
const mondays: Recurrence = {
  weeklyRecurrence: { interval: 1, daysOfWeek: ['Monday'] },
  numberedRecurrence: { startDate: '2027-03-22', numberOfOccurrences: 4 },
}
const zone = { id: 'W. Europe Standard Time' }
const weekly = {
  subject: 'Rounds',
  start: new Date('2027-03-22T09:00:00Z'),
  end: new Date('2027-03-22T10:00:00Z'),
  startTimeZone: zone,
  endTimeZone: zone,
  recurrence: mondays,
}
const starts = ['2027-03-22T09:00', '2027-03-29T08:00', '2027-04-05T08:00', '2027-04-12T08:00'].map(
  (start) => new Date(`${start}:00Z`),
)
const hourLater = (start: Date) => new Date(start.getTime() + 3_600_000)

function withSeries() {
  const { exchange, call } = withExchange()
  const add = (more: Partial<CalendarItem> = {}) => exchange().add(DOCTOR, { ...weekly, ...more })
  const view = async (startDate = new Date('2027-03-01'), endDate = new Date('2027-05-01')) => {
    const { responseMessages } = await call(FindItem, {
      traversal: 'Shallow',
      itemShape: { baseShape: 'AllProperties' },
      calendarView: { startDate, endDate },
      parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
    })
    return responseMessages[0]?.rootFolder?.items ?? []
  }
  const get = async (...itemIds: ItemIds) => {
    const { responseMessages } = await call(GetItem, { itemShape: { baseShape: 'AllProperties' }, itemIds })
    return responseMessages
  }
  const item = async (...itemIds: ItemIds) => (await get(...itemIds))[0]?.items?.[0]
  const master = async () => item({ itemId: { id: exchange().calendar(DOCTOR)[0]?.itemId?.id ?? '' } })
  const occurrence = (instanceIndex: number) => ({
    occurrenceItemId: { recurringMasterId: exchange().calendar(DOCTOR)[0]?.itemId?.id ?? '', instanceIndex },
  })
  const update = async (
    change: ItemIds[number],
    calendarItem: CalendarItem,
    ...fieldURIs: ('item:Subject' | 'calendar:Start' | 'calendar:End' | 'calendar:Recurrence')[]
  ) => {
    const key = {
      'item:Subject': 'subject',
      'calendar:Start': 'start',
      'calendar:End': 'end',
      'calendar:Recurrence': 'recurrence',
    } as const
    const { responseMessages } = await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          ...change,
          updates: fieldURIs.map((fieldURI) => ({
            setItemField: { fieldURI: { fieldURI }, calendarItem: { [key[fieldURI]]: calendarItem[key[fieldURI]] } },
          })),
        },
      ],
    })
    return responseMessages[0]
  }
  const remove = async (...itemIds: ItemIds) =>
    (await call(DeleteItem, { deleteType: 'MoveToDeletedItems', sendMeetingCancellations: 'SendToNone', itemIds }))
      .responseMessages
  return { exchange, call, add, view, get, item, master, occurrence, update, remove }
}

describe('A series', () => {
  const { exchange, call, add, view, item, master, occurrence } = withSeries()

  it('is created from a recurrence, and lists its first and last occurrence', async () => {
    const { responseMessages } = await call(CreateItem, {
      sendMeetingInvitations: 'SendToNone',
      items: [{ calendarItem: weekly }],
    })
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    const series = await master()
    expect(series).toMatchObject({
      calendarItemType: 'RecurringMaster',
      isRecurring: false,
      recurrence: mondays,
      start: starts[0],
      firstOccurrence: { start: starts[0], originalStart: starts[0] },
      lastOccurrence: { start: starts[3], end: hourLater(starts[3] ?? at('00:00')) },
      startTimeZone: zone,
      startWallClock: new Date('2027-03-22T10:00:00Z'),
    })
    expect(series).not.toHaveProperty('modifiedOccurrences')
    expect(series).not.toHaveProperty('deletedOccurrences')
  })

  it('appears as occurrences in a calendar view, at the same time of day in its zone', async () => {
    add()
    const items = await view()
    expect(items.map(({ start }) => start)).toEqual(starts)
    expect(items[1]).toMatchObject({
      subject: 'Rounds',
      calendarItemType: 'Occurrence',
      isRecurring: true,
      recurrenceId: starts[1],
      startWallClock: new Date('2027-03-29T10:00:00Z'),
    })
    expect(items[1]).not.toHaveProperty('recurrence')
    expect(new Set(items.map(({ itemId }) => itemId?.id)).size).toBe(4)
    expect(await view(new Date('2027-03-29T08:30:00Z'), new Date('2027-04-05T07:00:00Z'))).toHaveLength(1)
  })

  it('and as one item without a calendar view', async () => {
    const { id } = add()
    const { responseMessages } = await call(FindItem, {
      traversal: 'Shallow',
      itemShape: { baseShape: 'IdOnly' },
      parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
    })
    expect(responseMessages[0]?.rootFolder?.items).toMatchObject([{ itemId: { id } }])
  })

  it('is busy at each occurrence', async () => {
    add()
    const { freeBusyResponseArray } = await call(GetUserAvailability, {
      mailboxDataArray: [{ email: { address: DOCTOR }, attendeeType: 'Required' }],
      freeBusyViewOptions: {
        timeWindow: { startTime: new Date('2027-03-28'), endTime: new Date('2027-04-10') },
        requestedView: 'Detailed',
      },
    })
    const events = freeBusyResponseArray?.[0]?.freeBusyView?.calendarEventArray
    expect(events?.map(({ startTime }) => startTime)).toEqual(starts.slice(1, 3))
    expect(events?.[0]?.calendarEventDetails).toMatchObject({ isRecurring: true, isException: false })
  })

  it('begins on the first day of its pattern', async () => {
    add({ recurrence: { ...mondays, weeklyRecurrence: { interval: 1, daysOfWeek: ['Wednesday'] } } })
    expect(exchange().calendar(DOCTOR)[0]?.start).toEqual(new Date('2027-03-24T09:00:00Z'))
  })

  it('is found by its occurrences, and they are found by their numbers', async () => {
    const { id } = add()
    const [, second] = await view()
    expect((await item(occurrence(2)))?.itemId?.id).toBe(second?.itemId?.id)
    expect((await item({ itemId: { id: second?.itemId?.id ?? '' } }))?.start).toEqual(starts[1])
    expect((await item({ recurringMasterItemId: { occurrenceId: second?.itemId?.id ?? '' } }))?.itemId?.id).toBe(id)
  })
})

describe('An id that names no occurrence, or no series', () => {
  const { exchange, add, get, occurrence, remove } = withSeries()

  it.each([0, 5])('is refused: number %i of four', async (instanceIndex) => {
    add()
    expect(await get(occurrence(instanceIndex))).toMatchObject([
      { responseCode: 'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange', items: [] },
    ])
  })

  it('is refused: a huge number in a series without an end, without a long search', async () => {
    add({ recurrence: { dailyRecurrence: { interval: 1 }, noEndRecurrence: { startDate: '2027-03-22' } } })
    expect(await get(occurrence(2 ** 31 - 1))).toMatchObject([
      { responseCode: 'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange' },
    ])
  })

  it('is refused: the id of an occurrence with an invalid time, or with another padding', async () => {
    const { id } = add()
    const noTime = Buffer.concat([Buffer.from(id, 'base64'), Buffer.from('7ff8000000000000', 'hex')]).toString('base64')
    expect(await get({ itemId: { id: noTime } })).toMatchObject([{ responseCode: 'ErrorInvalidIdMalformed' }])
    const [first] = await get(occurrence(1))
    const firstId = first?.items?.[0]?.itemId?.id ?? ''
    expect(await get({ itemId: { id: `${firstId}=` } })).toMatchObject([{ responseCode: 'ErrorInvalidIdMalformed' }])
  })

  it('is refused: an occurrence that was deleted', async () => {
    add()
    await remove(occurrence(2))
    expect(await get(occurrence(2))).toMatchObject([{ responseCode: 'ErrorCalendarOccurrenceIsDeletedFromRecurrence' }])
  })

  it('is refused: the series of an item that is no occurrence', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'single', start: at('09:00'), end: at('10:00') })
    expect(await get({ recurringMasterItemId: { occurrenceId: id } })).toMatchObject([
      { responseCode: 'ErrorCalendarCannotUseIdForRecurringMasterId' },
    ])
  })
})

describe('One occurrence', () => {
  const { add, view, item, master, occurrence, update, remove } = withSeries()

  it('is missing when deleted, and its series lists it as deleted', async () => {
    const { changeKey } = add()
    const [, second] = await view()
    expect(await remove({ itemId: { id: second?.itemId?.id ?? '' } })).toMatchObject([{ responseCode: 'NoError' }])
    expect((await view()).map(({ start }) => start)).toEqual([starts[0], starts[2], starts[3]])
    const series = await master()
    expect(series?.deletedOccurrences).toEqual([{ start: starts[1] }])
    expect(series?.itemId?.changeKey).not.toBe(changeKey)
    expect(await remove({ itemId: { id: second?.itemId?.id ?? '' } })).toMatchObject([
      { responseCode: 'ErrorItemNotFound' },
    ])
  })

  it('is an exception when changed, and its series lists it as modified', async () => {
    add()
    const moved = { start: new Date('2027-03-30T12:00:00Z'), end: new Date('2027-03-30T13:00:00Z'), subject: 'Moved' }
    const [, second] = await view()
    // In this order, the end is never before the start.
    const message = await update(occurrence(2), moved, 'item:Subject', 'calendar:End', 'calendar:Start')
    expect(message).toMatchObject({ responseCode: 'NoError', items: [{ itemId: { id: second?.itemId?.id } }] })
    expect(await item(occurrence(2))).toMatchObject({
      ...moved,
      calendarItemType: 'Exception',
      isRecurring: true,
      originalStart: starts[1],
    })
    expect((await view()).map(({ subject }) => subject)).toEqual(['Rounds', 'Moved', 'Rounds', 'Rounds'])
    expect((await master())?.modifiedOccurrences).toMatchObject([
      { itemId: { id: second?.itemId?.id }, start: moved.start, end: moved.end, originalStart: starts[1] },
    ])
  })

  it('can be changed and then deleted', async () => {
    add()
    await update(occurrence(2), { subject: 'Changed' }, 'item:Subject')
    await remove(occurrence(2))
    expect(await view()).toHaveLength(3)
    expect(await master()).not.toHaveProperty('modifiedOccurrences')
  })

  it('has to stay between its neighbors', async () => {
    add()
    const late = { end: new Date('2027-04-05T09:00:00Z'), start: new Date('2027-04-05T08:30:00Z') }
    expect(await update(occurrence(2), late, 'calendar:End', 'calendar:Start')).toMatchObject({
      responseCode: 'ErrorOccurrenceCrossingBoundary',
    })
    expect((await view()).map(({ start }) => start)).toEqual(starts)
  })

  it("can't have a recurrence of its own", async () => {
    add()
    expect(await update(occurrence(2), { recurrence: mondays }, 'calendar:Recurrence')).toMatchObject({
      responseCode: 'ErrorCalendarInvalidPropertyState',
    })
  })
})

describe('A whole series', () => {
  const { exchange, add, view, item, master, occurrence, update, remove } = withSeries()

  it('passes its changes on to regular occurrences', async () => {
    const itemId = { itemId: { id: add().id } }
    await update(occurrence(2), { subject: 'Own' }, 'item:Subject')
    await update(itemId, { subject: 'All' }, 'item:Subject')
    expect((await view()).map(({ subject }) => subject)).toEqual(['All', 'Own', 'All', 'All'])
  })

  it('and to exceptions, except for properties in which they differ', async () => {
    const itemId = { itemId: { id: add().id } }
    const later = new Date('2027-03-29T10:00:00Z')
    await update(occurrence(2), { end: later }, 'calendar:End')
    const before = await item(occurrence(2))
    await update(itemId, { subject: 'All' }, 'item:Subject')
    const after = await item(occurrence(2))
    expect(after).toMatchObject({ subject: 'All', end: later, calendarItemType: 'Exception' })
    expect(after?.itemId?.changeKey).not.toBe(before?.itemId?.changeKey)
  })

  it('discards exceptions and deletions when its pattern changes', async () => {
    const itemId = { itemId: { id: add().id } }
    await update(occurrence(2), { subject: 'Own' }, 'item:Subject')
    await remove(occurrence(3))
    const recurrence: Recurrence = {
      dailyRecurrence: { interval: 1 },
      numberedRecurrence: { startDate: '2027-03-22', numberOfOccurrences: 3 },
    }
    await update(itemId, { recurrence }, 'calendar:Recurrence')
    expect((await view()).map(({ subject }) => subject)).toEqual(['Rounds', 'Rounds', 'Rounds'])
    expect(await master()).not.toHaveProperty('deletedOccurrences')
  })

  it('is deleted with all of its occurrences', async () => {
    add()
    await update(occurrence(2), { subject: 'Own' }, 'item:Subject')
    const [, second] = await view()
    await remove({ recurringMasterItemId: { occurrenceId: second?.itemId?.id ?? '' } })
    expect(await view()).toEqual([])
    expect(exchange().calendar(DOCTOR)).toEqual([])
    expect(await item({ itemId: { id: second?.itemId?.id ?? '' } })).toBeUndefined()
  })
})

describe('An invalid recurrence or time zone', () => {
  const { exchange, call } = withSeries()

  it.each([
    [{ ...weekly, startTimeZone: { id: 'Middle-earth Standard Time' } }, 'ErrorTimeZone'],
    [
      { ...weekly, recurrence: { ...mondays, weeklyRecurrence: { interval: 0, daysOfWeek: ['Monday' as const] } } },
      'ErrorCalendarInvalidRecurrence',
    ],
    [{ ...weekly, end: new Date('2027-04-22') }, 'ErrorOccurrenceTimeSpanTooBig'],
  ])('creates no item: %#', async (calendarItem, responseCode) => {
    const request = { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem }] } as const
    expect((await call(CreateItem, request)).responseMessages).toMatchObject([{ responseCode, items: [] }])
    expect(exchange().calendar(DOCTOR)).toEqual([])
  })
})
