import { describe, expect, it } from 'vitest'
import {
  type AnyFolder,
  CreateItem,
  type DistinguishedFolderIdName,
  FindFolder,
  type FindFolderRequest,
  FindItem,
  GetFolder,
  type GetFolderRequest,
} from '../../../src/operations'
import { CreateFolder } from '../../../src/operations/folders/create-folder'
import { DeleteFolder, type DeleteFolderRequest } from '../../../src/operations/folders/delete-folder'
import { GetUserConfiguration } from '../../../src/operations/user-configuration/get-user-configuration'
import { at, CLERK, DOCTOR, ROOM, withExchange } from '../exchange'

const named = (id: DistinguishedFolderIdName, mailbox?: string) => ({
  distinguishedFolderId: { id, ...(mailbox !== undefined && { mailbox: { emailAddress: mailbox } }) },
})

const get = (...folderIds: GetFolderRequest['folderIds']): GetFolderRequest => ({
  folderShape: {
    baseShape: 'AllProperties',
    additionalProperties: [{ fieldURI: { fieldURI: 'folder:DistinguishedFolderId' } }],
  },
  folderIds,
})

describe('GetFolder', () => {
  const { exchange, call } = withExchange()

  it('returns each folder as an element of its class', async () => {
    exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    const { responseMessages } = await call(
      GetFolder,
      get(named('calendar'), named('contacts'), named('tasks'), named('inbox'), named('root')),
    )
    expect(responseMessages.flatMap(({ folders }) => folders)).toMatchObject([
      {
        calendarFolder: {
          folderClass: 'IPF.Appointment',
          displayName: 'Calendar',
          totalCount: 1,
          childFolderCount: 0,
          distinguishedFolderId: 'calendar',
          parentFolderId: { changeKey: 'AQAAAA==' },
          effectiveRights: { createContents: true, read: true },
        },
      },
      { contactsFolder: { folderClass: 'IPF.Contact' } },
      { tasksFolder: { folderClass: 'IPF.Task', unreadCount: 0 } },
      { folder: { folderClass: 'IPF.Note', unreadCount: 0 } },
      { folder: { displayName: 'Root' } },
    ])
  })

  it('finds a folder by the id that it returns, and only the id if that is all that is asked for', async () => {
    const [message] = (await call(GetFolder, get(named('calendar')))).responseMessages
    const folderId = message?.folders?.[0]?.calendarFolder?.folderId ?? { id: '' }
    const { responseMessages } = await call(GetFolder, {
      folderShape: { baseShape: 'IdOnly' },
      folderIds: [{ folderId }],
    })
    expect(responseMessages[0]?.folders).toEqual([{ calendarFolder: { folderId } }])
  })

  it('answers for each folder, with an error for those that the caller may not see', async () => {
    const itemId = exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    const request = get(
      { folderId: { id: 'AAA=' } },
      { folderId: itemId },
      named('calendar', 'nobody@example.com'),
      named('calendar', DOCTOR),
      named('calendar', ROOM),
    )
    const { responseMessages } = await call(GetFolder, request, { authorization: CLERK, as: { smtpAddress: ROOM } })
    expect(responseMessages.map(({ responseCode }) => responseCode)).toEqual([
      'ErrorInvalidIdMalformed',
      'ErrorCannotUseItemIdForFolderId',
      'ErrorNonExistentMailbox',
      'ErrorAccessDenied',
      'NoError',
    ])
  })
})

describe('FindFolder', () => {
  const { call } = withExchange()
  const find = async (request: Partial<FindFolderRequest> = {}) => {
    const { responseMessages } = await call(FindFolder, {
      traversal: 'Shallow',
      folderShape: { baseShape: 'AllProperties' },
      parentFolderIds: [named('msgfolderroot')],
      ...request,
    })
    return responseMessages[0]
  }
  const namesOf = (message: Awaited<ReturnType<typeof find>>) =>
    message?.rootFolder?.folders?.map((folder) => Object.values(folder)[0]?.displayName)

  it('returns the folders in a folder', async () => {
    const message = await find()
    expect(namesOf(message)).toContain('Calendar')
    expect(message?.rootFolder).toMatchObject({ totalItemsInView: 11, includesLastItemInRange: true })
    expect(namesOf(await find({ parentFolderIds: [named('calendar')] }))).toEqual([])
  })

  it('and those below them, parents first', async () => {
    const names = namesOf(await find({ traversal: 'Deep', parentFolderIds: [named('root')] }))
    expect(names).toContain('Calendar')
    expect(names?.indexOf('Top of Information Store')).toBeLessThan(names?.indexOf('Calendar') ?? -1)
    expect(namesOf(await find({ traversal: 'SoftDeleted' }))).toEqual([])
  })

  it('that fulfill a restriction', async () => {
    const contains = {
      containmentMode: 'Prefixed',
      containmentComparison: 'IgnoreCase',
      fieldURI: { fieldURI: 'folder:FolderClass' },
      constant: { value: 'ipf.appointment' },
    } as const
    expect(namesOf(await find({ restriction: { contains } }))).toEqual(['Calendar'])
  })

  it('page by page', async () => {
    const page = (offset: number) => ({
      indexedPageFolderView: { maxEntriesReturned: 6, offset, basePoint: 'Beginning' as const },
    })
    const [first, second] = [await find(page(0)), await find(page(6))]
    expect(first?.rootFolder).toMatchObject({ indexedPagingOffset: 6, includesLastItemInRange: false })
    expect(second?.rootFolder).toMatchObject({ indexedPagingOffset: 11, includesLastItemInRange: true })
    expect([...(namesOf(first) ?? []), ...(namesOf(second) ?? [])]).toEqual(namesOf(await find()))
  })
})

describe('CreateFolder and DeleteFolder', () => {
  const { call } = withExchange()
  const create = async (...folders: [AnyFolder, ...AnyFolder[]]) =>
    (await call(CreateFolder, { parentFolderId: named('calendar'), folders })).responseMessages
  const idOf = (folder: AnyFolder | undefined) => Object.values(folder ?? {})[0]?.folderId ?? { id: '' }
  const remove = async (deleteType: DeleteFolderRequest['deleteType'], ...folderIds: GetFolderRequest['folderIds']) =>
    (await call(DeleteFolder, { deleteType, folderIds })).responseMessages

  it('make a calendar for items of its own', async () => {
    const [message] = await create({ calendarFolder: { displayName: 'Team' } })
    const folderId = idOf(message?.folders?.[0])
    const calendarItem = { subject: 'a', start: at('09:00'), end: at('10:00') }
    const savedItemFolderId = { folderId }
    const items = [{ calendarItem }]
    await call(CreateItem, { sendMeetingInvitations: 'SendToNone', savedItemFolderId, items })
    const { responseMessages } = await call(FindItem, {
      traversal: 'Shallow',
      itemShape: { baseShape: 'AllProperties' },
      calendarView: { startDate: at('00:00'), endDate: at('23:00') },
      parentFolderIds: [{ folderId }, named('calendar')],
    })
    expect(responseMessages.map(({ rootFolder }) => rootFolder?.items?.length)).toEqual([1, 0])
    expect(responseMessages[0]?.rootFolder?.items).toMatchObject([{ parentFolderId: { id: folderId.id } }])
  })

  it.each<[string, AnyFolder, string]>([
    ['a name that is taken', { calendarFolder: { displayName: 'TEAM' } }, 'ErrorFolderExists'],
    ['a missing name', { calendarFolder: {} }, 'ErrorRequiredPropertyMissing'],
    [
      'a class of a typed folder',
      { tasksFolder: { displayName: 'a', folderClass: 'IPF.Note' } },
      'ErrorNoFolderClassOverride',
    ],
    ['a search folder', { searchFolder: { displayName: 'a' } }, 'ErrorInvalidFolderTypeForOperation'],
  ])('refuse %s', async (_case, folder, responseCode) => {
    await create({ calendarFolder: { displayName: 'Team' } })
    expect(await create(folder)).toMatchObject([{ responseCode, folders: [] }])
  })

  it('accept a class for a plain folder', async () => {
    const [message] = await create({ folder: { displayName: 'Plain', folderClass: 'IPF.Appointment' } })
    expect(message?.folders).toMatchObject([{ calendarFolder: { folderId: { id: expect.any(String) } } }])
  })

  it('keep the id of a folder in Deleted Items, and forget it after a hard delete', async () => {
    const [message] = await create({ calendarFolder: { displayName: 'Team' } })
    const folderId = idOf(message?.folders?.[0])
    expect(await remove('MoveToDeletedItems', { folderId })).toMatchObject([{ responseCode: 'NoError' }])
    const [moved] = (await call(GetFolder, get({ folderId }))).responseMessages
    const [deletedItems] = (await call(GetFolder, get(named('deleteditems')))).responseMessages
    const parentId = moved?.folders?.[0]?.calendarFolder?.parentFolderId?.id
    expect(parentId).toBe(deletedItems?.folders?.[0]?.folder?.folderId?.id)
    expect(await remove('HardDelete', { folderId })).toMatchObject([{ responseCode: 'NoError' }])
    expect(await remove('HardDelete', { folderId })).toMatchObject([{ responseCode: 'ErrorFolderNotFound' }])
  })

  it('never delete a well-known folder', async () => {
    expect(await remove('HardDelete', named('calendar'))).toMatchObject([
      { responseCode: 'ErrorDeleteDistinguishedFolder' },
    ])
  })
})

describe('GetUserConfiguration', () => {
  const { call } = withExchange()

  it('finds none', async () => {
    const { responseMessages } = await call(GetUserConfiguration, {
      userConfigurationName: { name: 'CategoryList', ...named('calendar') },
      userConfigurationProperties: ['All'],
    })
    expect(responseMessages).toMatchObject([{ responseCode: 'ErrorItemNotFound' }])
  })
})
