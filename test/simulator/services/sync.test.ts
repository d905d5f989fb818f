import { describe, expect, it } from 'vitest'
import { DeleteItem, SyncFolderItems, type SyncFolderItemsRequest, UpdateItem } from '../../../src/operations'
import { CreateFolder } from '../../../src/operations/folders/create-folder'
import { DeleteFolder } from '../../../src/operations/folders/delete-folder'
import { SyncFolderHierarchy } from '../../../src/operations/folders/sync-folder-hierarchy'
import { at, DOCTOR, withExchange } from '../exchange'

const calendar = { distinguishedFolderId: { id: 'calendar' } } as const
const hour = { start: at('09:00'), end: at('10:00') }

describe('SyncFolderItems', () => {
  const { exchange, call } = withExchange()
  const sync = async (syncState?: string, more: Partial<SyncFolderItemsRequest> = {}) => {
    const { responseMessages } = await call(SyncFolderItems, {
      itemShape: { baseShape: 'IdOnly' },
      syncFolderId: calendar,
      syncState,
      maxChangesReturned: 10,
      ...more,
    })
    return responseMessages[0]
  }
  const kinds = (message: Awaited<ReturnType<typeof sync>>) => message?.changes?.map((change) => Object.keys(change)[0])

  it('reports every item at first, and then the changes alone', async () => {
    const [first, second] = [
      exchange().add(DOCTOR, { subject: 'a', ...hour }),
      exchange().add(DOCTOR, { subject: 'b', ...hour }),
    ]
    const all = await sync()
    expect(all).toMatchObject({
      includesLastItemInRange: true,
      changes: [{ create: [{ itemId: first }] }, { create: [{ itemId: second }] }],
    })
    expect((await sync(all?.syncState))?.changes).toEqual([])

    await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: first,
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'c' } } }],
        },
      ],
    })
    const itemIds = [{ itemId: second }]
    await call(DeleteItem, { deleteType: 'MoveToDeletedItems', sendMeetingCancellations: 'SendToNone', itemIds })
    expect((await sync(all?.syncState))?.changes).toMatchObject([
      { update: [{ itemId: { id: first.id } }] },
      { delete: { itemId: { id: second.id } } },
    ])
    expect(kinds(await sync(undefined, { syncFolderId: { distinguishedFolderId: { id: 'deleteditems' } } }))).toEqual([
      'create',
    ])
  })

  it('in parts of the size that is asked for', async () => {
    for (let count = 0; count < 5; count++) exchange().add(DOCTOR, { subject: `${count}`, ...hour })
    const first = await sync(undefined, { maxChangesReturned: 3 })
    expect(first).toMatchObject({ includesLastItemInRange: false, changes: { length: 3 } })
    expect(await sync(first?.syncState)).toMatchObject({ includesLastItemInRange: true, changes: { length: 2 } })
  })

  it('takes a changed occurrence for a change of its series', async () => {
    const recurrence = {
      dailyRecurrence: { interval: 1 },
      numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 3 },
    }
    const series = exchange().add(DOCTOR, { subject: 'a', ...hour, recurrence })
    const state = (await sync())?.syncState
    const occurrence = { occurrenceItemId: { recurringMasterId: series.id, instanceIndex: 2 } }
    await call(DeleteItem, {
      deleteType: 'HardDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [occurrence],
    })
    expect((await sync(state))?.changes).toMatchObject([{ update: [{ itemId: { id: series.id } }] }])
  })

  it('leaves out items that are to be ignored', async () => {
    const itemId = exchange().add(DOCTOR, { subject: 'a', ...hour })
    expect((await sync(undefined, { ignore: [itemId] }))?.changes).toEqual([])
  })

  it.each([
    ['garbage', 'garbage'],
    ['the state of another folder', undefined],
  ])('refuses %s', async (_case, state) => {
    const other = await sync(undefined, { syncFolderId: { distinguishedFolderId: { id: 'inbox' } } })
    expect(await sync(state ?? other?.syncState)).toMatchObject({ responseCode: 'ErrorInvalidSyncStateData' })
  })
})

describe('SyncFolderHierarchy', () => {
  const { call } = withExchange()
  const sync = async (syncState?: string) => {
    const folderShape = { baseShape: 'AllProperties' } as const
    const { responseMessages } = await call(SyncFolderHierarchy, { folderShape, syncState })
    return responseMessages[0]
  }

  it('reports every folder at first, and then the changes alone', async () => {
    const all = await sync()
    expect(all?.changes?.length).toBeGreaterThan(10)
    expect(all).toMatchObject({ includesLastFolderInRange: true })

    const { responseMessages } = await call(CreateFolder, {
      parentFolderId: calendar,
      folders: [{ calendarFolder: { displayName: 'Team' } }],
    })
    const folderId = responseMessages[0]?.folders?.[0]?.calendarFolder?.folderId ?? { id: '' }
    const created = await sync(all?.syncState)
    expect(created?.changes).toMatchObject([{ create: { calendarFolder: { folderId, displayName: 'Team' } } }])

    await call(DeleteFolder, { deleteType: 'HardDelete', folderIds: [{ folderId }] })
    expect((await sync(created?.syncState))?.changes).toMatchObject([{ delete: { folderId: { id: folderId.id } } }])
  })
})
