import { describe, expect, it } from 'vitest'
import { FindItem, type FindItemRequest, UpdateItem, type UpdateItemRequest } from '../../../src/operations'
import { startSimulator } from '../../../src/simulator'
import { at, DOCTOR, options, withExchange } from '../exchange'

const appointment = { subject: 'Visit', start: at('09:00'), end: at('10:00'), status: 'Tentative' } as const
const KEY = {
  propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
  propertyName: 'key',
  propertyType: 'String',
} as const

const search: FindItemRequest = {
  traversal: 'Shallow',
  itemShape: { baseShape: 'AllProperties', additionalProperties: [{ extendedFieldURI: KEY }] },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
}

const view = (startDate: Date, endDate: Date): FindItemRequest => ({
  traversal: 'Shallow',
  itemShape: search.itemShape,
  calendarView: { startDate, endDate },
  parentFolderIds: search.parentFolderIds,
})

const update = (itemId: { id: string; changeKey: string }): UpdateItemRequest => ({
  conflictResolution: 'NeverOverwrite',
  sendMeetingInvitationsOrCancellations: 'SendToNone',
  itemChanges: [
    {
      itemId,
      updates: [
        { setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Changed' } } },
        {
          setItemField: {
            fieldURI: { fieldURI: 'calendar:LegacyFreeBusyStatus' },
            calendarItem: { legacyFreeBusyStatus: 'Busy' },
          },
        },
        { setItemField: { fieldURI: { fieldURI: 'item:ReminderIsSet' }, calendarItem: { reminderIsSet: true } } },
      ],
    },
  ],
})

const BUSY_STATUS = { distinguishedPropertySetId: 'Appointment', propertyId: 0x8205, propertyType: 'Integer' } as const
const REMINDER = { distinguishedPropertySetId: 'Common', propertyId: 0x8503, propertyType: 'Boolean' } as const
const MINUTES = { distinguishedPropertySetId: 'Common', propertyId: 0x8501, propertyType: 'Integer' } as const

/** Sets the status and the reminder by their names in MAPI. */
const setByMapi = (itemId: { id: string; changeKey: string }): UpdateItemRequest => ({
  conflictResolution: 'AlwaysOverwrite',
  sendMeetingInvitationsOrCancellations: 'SendToNone',
  itemChanges: [
    {
      itemId,
      updates: (
        [
          [BUSY_STATUS, '3'],
          [REMINDER, 'true'],
          [MINUTES, '30'],
        ] as const
      ).map(([extendedFieldURI, value]) => ({
        setItemField: { extendedFieldURI, calendarItem: { extendedProperty: [{ extendedFieldURI, value }] } },
      })),
    },
  ],
})

describe('A server that ignores change keys', () => {
  const { exchange, call } = withExchange({ deviations: ['ignoresChangeKeys'] })

  it('accepts an old one', async () => {
    const old = exchange().add(DOCTOR, appointment)
    await call(UpdateItem, update(old))
    expect((await call(UpdateItem, update(old))).responseMessages).toMatchObject([{ responseCode: 'NoError' }])
  })
})

describe('A server that ignores updates of the status', () => {
  const { exchange, call } = withExchange({ deviations: ['ignoresStatusUpdates'] })

  it('answers Success, and changes neither status nor reminder', async () => {
    const itemId = exchange().add(DOCTOR, appointment)
    expect((await call(UpdateItem, update(itemId))).responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(exchange().calendar(DOCTOR)).toMatchObject([
      { subject: 'Changed', legacyFreeBusyStatus: 'Tentative', reminderIsSet: false },
    ])
  })

  it('takes them by their names in MAPI, under which they are found as well', async () => {
    const itemId = exchange().add(DOCTOR, appointment)
    await call(UpdateItem, setByMapi(itemId))
    expect(exchange().calendar(DOCTOR)).toMatchObject([
      { legacyFreeBusyStatus: 'OOF', reminderIsSet: true, reminderMinutesBeforeStart: 30 },
    ])
    const { responseMessages } = await call(FindItem, {
      ...search,
      itemShape: { baseShape: 'IdOnly', additionalProperties: [{ extendedFieldURI: BUSY_STATUS }] },
      restriction: { isEqualTo: { extendedFieldURI: BUSY_STATUS, fieldURIOrConstant: { constant: { value: '3' } } } },
    })
    expect(responseMessages[0]?.rootFolder?.items).toMatchObject([{ extendedProperty: [{ value: '3' }] }])
  })
})

describe('A server that ignores the status as a MAPI property', () => {
  const { exchange, call } = withExchange({ deviations: ['ignoresStatusProperties'] })

  it('answers Success, and changes nothing', async () => {
    const itemId = exchange().add(DOCTOR, appointment)
    expect((await call(UpdateItem, setByMapi(itemId))).responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ legacyFreeBusyStatus: 'Tentative', reminderIsSet: false }])
  })
})

describe('A server that leaves views unexpanded', () => {
  const { exchange, call } = withExchange({ deviations: ['leavesViewsUnexpanded'] })
  const items = async (startDate: Date, endDate: Date) =>
    (await call(FindItem, view(startDate, endDate))).responseMessages[0]?.rootFolder?.items

  it('shows a series as its master at its first time, and nothing of it later', async () => {
    const recurrence = {
      dailyRecurrence: { interval: 1 },
      numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 6 },
    }
    exchange().add(DOCTOR, { ...appointment, recurrence })
    expect(await items(at('00:00'), new Date('2026-12-08'))).toMatchObject([
      { calendarItemType: 'RecurringMaster', start: at('09:00') },
    ])
    expect(await items(new Date('2026-12-03'), new Date('2026-12-04'))).toEqual([])
  })
})

describe('A server that omits extended properties in views', () => {
  const { exchange, call } = withExchange({ deviations: ['omitsPropertiesInViews'] })
  const extendedProperty = [{ extendedFieldURI: KEY, value: 'order-4711' }]

  it('still returns them in a search', async () => {
    exchange().add(DOCTOR, { ...appointment, extendedProperty })
    const itemOf = async (request: FindItemRequest) =>
      (await call(FindItem, request)).responseMessages[0]?.rootFolder?.items?.[0]
    expect(await itemOf(view(at('00:00'), at('23:00')))).not.toHaveProperty('extendedProperty')
    expect(await itemOf(search)).toMatchObject({ extendedProperty })
  })
})

describe('Deviations', () => {
  it('can be combined, and must be known', async () => {
    const deviations = ['ignoresChangeKeys', 'omitsPropertiesInViews'] as const
    await using exchange = await startSimulator({ ...options, deviations })
    expect(exchange.url).toMatch(/^http/)
    const unknown = { ...options, deviations: ['isSlow'] }
    await expect(Reflect.apply(startSimulator, undefined, [unknown])).rejects.toThrow('deviations.0')
  })
})
