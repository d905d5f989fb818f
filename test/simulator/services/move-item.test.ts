import { describe, expect, it } from 'vitest'
import { CopyItem, CreateFolder, FindItem, GetAttachment, GetItem, MoveItem } from '../../../src/operations'
import { factsOf } from '../../../src/simulator/items/attachment'
import { at, DOCTOR, ROOM, withExchange } from '../exchange'

const server = withExchange({ mailboxes: [DOCTOR, { address: ROOM, permissions: { [DOCTOR]: 'Editor' } }] })
const calendar = { distinguishedFolderId: { id: 'calendar' } } as const

const add = (more: object = {}) =>
  server.exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00'), ...more })

async function ward() {
  const folders = [{ calendarFolder: { displayName: 'Ward' } }]
  const { responseMessages } = await server.call(CreateFolder, { parentFolderId: calendar, folders })
  return { folderId: { id: responseMessages[0]?.folders?.[0]?.calendarFolder?.folderId?.id ?? '' } }
}

const itemsIn = async (folder: Awaited<ReturnType<typeof ward>> | typeof calendar) => {
  const itemShape = { baseShape: 'Default' } as const
  const { responseMessages } = await server.call(FindItem, {
    traversal: 'Shallow',
    itemShape,
    parentFolderIds: [folder],
  })
  return responseMessages[0]?.rootFolder?.items?.map(({ itemId, subject }) => [itemId?.id, subject]) ?? []
}

const get = async (id: string) => {
  const itemShape = { baseShape: 'AllProperties' } as const
  const { responseMessages } = await server.call(GetItem, { itemShape, itemIds: [{ itemId: { id } }] })
  return responseMessages[0]?.items?.[0] ?? responseMessages[0]?.responseCode
}

describe.each([
  ['MoveItem', MoveItem, 0],
  ['CopyItem', CopyItem, 1],
] as const)('%s', (_name, operation, left) => {
  async function bring(id: string, toFolderId: Parameters<typeof itemsIn>[0], returnNewItemIds = true) {
    const itemIds = [{ itemId: { id } }]
    const { responseMessages } = await server.call(operation, { toFolderId, itemIds, returnNewItemIds })
    return { code: responseMessages[0]?.responseCode, id: responseMessages[0]?.items?.[0]?.itemId?.id }
  }

  it('gives the item a new id in its new folder', async () => {
    const { id } = add({ attachments: [{ fileAttachment: { name: 'a', content: 'AA==' } }] })
    const to = await ward()
    const brought = await bring(id, to)
    expect(brought.id).not.toBe(id)
    expect(await itemsIn(to)).toEqual([[brought.id, 'Visit']])
    expect(await itemsIn(calendar)).toHaveLength(left)
    const item = await get(brought.id ?? '')
    expect(item).toMatchObject({ subject: 'Visit', parentFolderId: to.folderId, start: at('09:00') })
    const [attachment] = (typeof item === 'object' && item.attachments) || []
    const attachmentIds = [{ id: (attachment && factsOf(attachment)?.attachmentId?.id) ?? '' }]
    const { responseMessages } = await server.call(GetAttachment, { attachmentIds })
    expect(responseMessages[0]?.attachments).toMatchObject([{ fileAttachment: { content: 'AA==' } }])
  })

  it('returns the new id only if it is asked to', async () => {
    expect(await bring(add().id, await ward(), false)).toEqual({ code: 'NoError', id: undefined })
  })

  it('refuses another mailbox, occurrences, and what is not there', async () => {
    const { id } = add({
      recurrence: {
        dailyRecurrence: { interval: 1 },
        numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 2 },
      },
    })
    const elsewhere = { distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: ROOM } } } as const
    const toFolderId = await ward()
    const code = async (request: object) =>
      (await server.call(operation, { toFolderId, itemIds: [{ itemId: { id } }], ...request })).responseMessages[0]
        ?.responseCode
    expect(await code({ toFolderId: elsewhere })).toBe('ErrorCrossMailboxMoveCopy')
    expect(await code({ itemIds: [{ occurrenceItemId: { recurringMasterId: id, instanceIndex: 1 } }] })).toBe(
      'ErrorCalendarCannotMoveOrCopyOccurrence',
    )
    expect(await code({ itemIds: [{ itemId: { id: 'AAAA' } }] })).toBe('ErrorInvalidIdMalformed')
    expect(await code({ toFolderId: { folderId: { id: 'AAAA' } } })).toBe('ErrorInvalidIdMalformed')
    expect((await bring(id, toFolderId)).code).toBe('NoError')
  })
})
