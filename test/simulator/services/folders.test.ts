import { describe, expect, it } from 'vitest'
import { FindFolder, type FindFolderRequest, GetFolder, type GetFolderRequest } from '../../../src/operations'
import { at, CLERK, DOCTOR, ROOM, withExchange } from '../exchange'

const named = (id: 'calendar' | 'contacts' | 'inbox' | 'msgfolderroot' | 'root' | 'tasks', mailbox?: string) => ({
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
      'ErrorFolderNotFound',
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
    } as FindFolderRequest)
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
