import { describe, expect, it } from 'vitest'
import {
  CreateItem,
  DeleteItem,
  FindFolder,
  FindItem,
  GetFolder,
  GetItem,
  GetUserAvailability,
  SyncFolderItems,
  UpdateItem,
} from '../../../src/operations'
import type { FolderIds } from '../../../src/operations/types/folder-id'
import { type PermissionLevel, type SimulatorOptions, startSimulator } from '../../../src/simulator'
import { permissionLevels } from '../../../src/simulator/mailbox/permission'
import { basic } from '../ews-connection'
import { at, DOCTOR, options, withExchange } from '../exchange'

type FolderIdChoice = FolderIds[number]

const CLERK = 'clerk@example.com'
const clerk = { authorization: basic('EXAMPLE\\clerk', 'a:b'), as: 'self' } as const
const owner = { authorization: basic('EXAMPLE\\doctor', 's3cret'), as: 'self' } as const
const accounts = [
  { username: 'EXAMPLE\\clerk', password: 'a:b', mailbox: CLERK },
  { username: 'EXAMPLE\\doctor', password: 's3cret', mailbox: DOCTOR },
  { username: 'EXAMPLE\\svc', password: 's3cret' },
]
const calendarOf = (mailbox: string): FolderIdChoice => ({
  distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: mailbox } },
})
const visit = { subject: 'Visit', location: 'Room 1', start: at('09:00'), end: at('10:00') }
const secret = { subject: 'Secret', sensitivity: 'Private', start: at('10:00'), end: at('11:00') } as const
const named = { baseShape: 'IdOnly', additionalProperties: [{ fieldURI: { fieldURI: 'item:Subject' } }] } as const

const withMailbox = (described: object) =>
  withExchange({ accounts, mailboxes: [{ address: DOCTOR, ...described }] } as Partial<SimulatorOptions>)

type Exchange = ReturnType<typeof withExchange>

const view = async ({ call }: Exchange, who: object, folder = calendarOf(DOCTOR)) => {
  const { responseMessages } = await call(
    FindItem,
    {
      traversal: 'Shallow',
      itemShape: named,
      calendarView: { startDate: at('00:00'), endDate: at('23:59') },
      parentFolderIds: [folder],
    },
    who,
  )
  const [message] = responseMessages
  return message?.rootFolder?.items?.map(({ subject }) => subject) ?? message?.responseCode
}

const freeBusy = async ({ call }: Exchange, who: object) => {
  const { freeBusyResponseArray = [] } = await call(
    GetUserAvailability,
    {
      mailboxDataArray: [{ email: { address: DOCTOR }, attendeeType: 'Required' }],
      freeBusyViewOptions: {
        timeWindow: { startTime: at('08:00'), endTime: at('12:00') },
        requestedView: 'Detailed',
      },
    },
    who,
  )
  const [answer] = freeBusyResponseArray
  return answer?.freeBusyView ?? answer?.responseMessage?.responseCode
}

describe('The permission level of a user', () => {
  /** What each level allows: to read; to create; to change or delete others' items, and one's own; and what free/busy shows. */
  const table: readonly [PermissionLevel, string][] = [
    ['None', '-- ---- none'],
    ['FreeBusyTimeOnly', '-- ---- time'],
    ['FreeBusyTimeAndSubjectAndLocation', '-- ---- subject'],
    ['Contributor', '-c ---- time'],
    ['Reviewer', 'r- ---- details'],
    ['NoneditingAuthor', 'rc ---d details'],
    ['Author', 'rc --ed details'],
    ['PublishingAuthor', 'rc --ed details'],
    ['Editor', 'rc eded details'],
    ['PublishingEditor', 'rc eded details'],
    ['Owner', 'rc eded details'],
  ]

  it('is in the table', () => {
    expect(table.map(([level]) => level)).toEqual(permissionLevels)
  })

  describe.each(table)('%s', (level, allowed) => {
    const exchange = withMailbox({ permissions: { [CLERK]: level } })

    it(`allows ${allowed}`, async () => {
      const { call } = exchange
      const theirs = exchange.exchange().add(DOCTOR, visit)
      const created = await call(
        CreateItem,
        {
          sendMeetingInvitations: 'SendToNone',
          savedItemFolderId: calendarOf(DOCTOR),
          items: [{ calendarItem: { subject: 'Mine', start: at('13:00'), end: at('14:00') } }],
        },
        clerk,
      )
      const mine = created.responseMessages[0]?.items?.[0]?.itemId
      const codeOf = ({ responseMessages }: { responseMessages: readonly { responseCode?: string }[] }) =>
        responseMessages[0]?.responseCode === 'NoError'
      const change = async (itemId: { id: string } | undefined, act: 'e' | 'd') => {
        if (itemId === undefined) return '-'
        const setItemField = { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'New' } } as const
        const answer =
          act === 'e'
            ? await call(
                UpdateItem,
                {
                  conflictResolution: 'AlwaysOverwrite',
                  sendMeetingInvitationsOrCancellations: 'SendToNone',
                  itemChanges: [{ itemId: { id: itemId.id }, updates: [{ setItemField }] }],
                },
                clerk,
              )
            : await call(
                DeleteItem,
                { deleteType: 'HardDelete', sendMeetingCancellations: 'SendToNone', itemIds: [{ itemId }] },
                clerk,
              )
        return codeOf(answer) ? act : '-'
      }
      const reads = Array.isArray(await view(exchange, clerk)) ? 'r' : '-'
      const seen = await freeBusy(exchange, clerk)
      const event = typeof seen === 'object' ? seen.calendarEventArray?.[0] : undefined
      const details = event?.calendarEventDetails
      const shown =
        details?.id !== undefined ? 'details' : (details?.subject && 'subject') || (event && 'time') || 'none'
      const acts = [
        await change(theirs, 'e'),
        await change(theirs, 'd'),
        await change(mine, 'e'),
        await change(mine, 'd'),
      ]
      expect(`${reads}${mine ? 'c' : '-'} ${acts.join('')} ${shown}`).toBe(allowed)
    })
  })
})

describe('Without a permission', () => {
  const exchange = withMailbox({ permissions: { Default: 'None' } })

  it('a calendar is not found, and its time is an error', async () => {
    exchange.exchange().add(DOCTOR, visit)
    expect(await view(exchange, clerk)).toBe('ErrorFolderNotFound')
    expect(await freeBusy(exchange, clerk)).toBe('ErrorNoFreeBusyAccess')
    expect(await view(exchange, owner)).toEqual(['Visit'])
  })
})

describe('By default', () => {
  const exchange = withMailbox({})

  it("everybody sees when a mailbox's time is taken, and nothing more", async () => {
    exchange.exchange().add(DOCTOR, visit)
    expect(await view(exchange, clerk)).toBe('ErrorAccessDenied')
    expect(await freeBusy(exchange, clerk)).toMatchObject({
      freeBusyViewType: ['FreeBusy'],
      calendarEventArray: [{ startTime: visit.start, busyType: 'Busy' }],
    })
  })
})

describe('A private item', () => {
  const reader = withMailbox({ permissions: { [CLERK]: 'Reviewer' } })
  const delegate = withMailbox({ delegates: [{ user: CLERK, viewPrivateItems: true }] })

  it('is missing for a mere reader, so that its time looks free', async () => {
    const { id } = reader.exchange().add(DOCTOR, secret)
    expect(await view(reader, clerk)).toEqual([])
    expect(await view(reader, owner)).toEqual(['Secret'])
    const got = await reader.call(GetItem, { itemShape: named, itemIds: [{ itemId: { id } }] }, clerk)
    expect(got.responseMessages).toMatchObject([{ responseCode: 'ErrorItemNotFound' }])
    const synced = await reader.call(
      SyncFolderItems,
      { itemShape: named, syncFolderId: calendarOf(DOCTOR), maxChangesReturned: 10 },
      clerk,
    )
    expect(synced.responseMessages).toMatchObject([{ responseCode: 'NoError', changes: [] }])
    expect(await freeBusy(reader, clerk)).toMatchObject({
      calendarEventArray: [{ busyType: 'Busy', calendarEventDetails: { isPrivate: true } }],
    })
  })

  it('is there for a delegate who may see it', async () => {
    delegate.exchange().add(DOCTOR, secret)
    expect(await view(delegate, clerk)).toEqual(['Secret'])
  })
})

describe('Several calendars of a mailbox', () => {
  const exchange = withMailbox({ calendars: ['Surgery', { name: 'Home visits', permissions: { [CLERK]: 'Editor' } }] })
  const folders = async (who: object, parent: FolderIdChoice = { distinguishedFolderId: { id: 'calendar' } }) => {
    const { responseMessages } = await exchange.call(
      FindFolder,
      {
        traversal: 'Deep',
        folderShape: { baseShape: 'AllProperties' },
        parentFolderIds: [parent],
      },
      who,
    )
    return responseMessages[0]?.rootFolder?.folders?.map(({ calendarFolder }) => calendarFolder)
  }

  it('are folders of their own, with ids and rights', async () => {
    exchange.exchange().add(DOCTOR, visit)
    exchange.exchange().add(DOCTOR, { ...visit, subject: 'Operation' }, 'Surgery')
    const found = await folders(owner)
    expect(found).toMatchObject([
      { displayName: 'Surgery', folderClass: 'IPF.Appointment', totalCount: 1, effectiveRights: { modify: true } },
      { displayName: 'Home visits', totalCount: 0 },
    ])
    const folderId = { id: found?.[0]?.folderId?.id ?? '' }
    expect(await view(exchange, owner, { folderId })).toEqual(['Operation'])
    expect(await view(exchange, owner)).toEqual(['Visit'])
    expect(await view(exchange, clerk, { folderId })).toBe('ErrorFolderNotFound')
    expect(exchange.exchange().calendar(DOCTOR, undefined, 'Surgery')).toMatchObject([{ subject: 'Operation' }])
    expect(() => exchange.exchange().calendar(DOCTOR, undefined, 'None')).toThrow('has no calendar None')
  })

  it('are open to those with a permission, by their ids', async () => {
    const [, home] = (await folders(owner)) ?? []
    const folderId = { id: home?.folderId?.id ?? '' }
    expect(await view(exchange, clerk, { folderId })).toEqual([])
    const { responseMessages } = await exchange.call(
      GetFolder,
      { folderShape: { baseShape: 'AllProperties' }, folderIds: [{ folderId }] },
      clerk,
    )
    expect(responseMessages[0]?.folders?.[0]?.calendarFolder?.effectiveRights).toEqual({
      createAssociated: false,
      createContents: true,
      createHierarchy: false,
      delete: false,
      modify: false,
      read: true,
    })
  })
})

describe('Full access', () => {
  const exchange = withMailbox({ permissions: { Default: 'None' }, fullAccess: ['example\\SVC'] })

  it('opens every folder to an account without a mailbox', async () => {
    exchange.exchange().add(DOCTOR, secret)
    const service = { authorization: basic('EXAMPLE\\svc', 's3cret'), as: 'self' }
    expect(await view(exchange, service)).toEqual(['Secret'])
    expect(await freeBusy(exchange, service)).toMatchObject({ freeBusyViewType: ['Detailed'] })
  })
})

describe('startSimulator', () => {
  it.each([
    ['a level that Exchange has not', { permissions: { Default: 'Reader' } }],
    ['a calendar twice', { calendars: ['Surgery', { name: 'surgery' }] }],
    ["another calendar by the default one's name", { calendars: ['Calendar'] }],
    ['a delegate without a name', { delegates: [{ level: 'Editor' }] }],
  ])('refuses %s', async (_case, described) => {
    const mailboxes = [{ address: DOCTOR, ...described }]
    await expect(startSimulator({ ...options, mailboxes } as SimulatorOptions)).rejects.toThrow(/mailboxes/)
  })
})
