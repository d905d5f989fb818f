import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CreateItem,
  DeleteItem,
  FindFolder,
  FindItem,
  type FindItemRequest,
  GetFolder,
  GetItem,
  GetServerTimeZones,
  type Operation,
  SyncFolderItems,
  UpdateItem,
} from '../../src/operations'
import { CreateFolder } from '../../src/operations/folders/create-folder'
import { DeleteFolder } from '../../src/operations/folders/delete-folder'
import { type Simulator, startSimulator } from '../../src/simulator'
import { MailboxIds } from '../../src/simulator/items/exchange-id'
import { wellKnownFolders } from '../../src/simulator/mailbox/well-known-folder'
import { recordedDirectory } from '../recorded'
import { needs } from '../requirements'
import { type Answer, basic, EwsConnection, requestXml } from './ews-connection'

const MAILBOX = 'test.user@example.com'
const ids = new MailboxIds(MAILBOX)
/** The first folder after those that every mailbox has. */
const birthdays = ids.folder(wellKnownFolders.length)
const hour = { start: new Date('2025-07-01T16:00:00Z'), end: new Date('2025-07-01T17:00:00Z') }
const WEEKLY = {
  weeklyRecurrence: { interval: 1, daysOfWeek: ['Wednesday'] },
  numberedRecurrence: { startDate: '2025-07-02', numberOfOccurrences: 4 },
} as const

const all = { baseShape: 'AllProperties' } as const
const calendar = { distinguishedFolderId: { id: 'calendar' } } as const
const drafts = { distinguishedFolderId: { id: 'drafts' } } as const

/** A mailbox in the state in which the recordings were made: a calendar with single appointments and a weekly series. */
async function startRecordedState(location: string | undefined) {
  const exchange = await startSimulator({
    mailboxes: [{ address: MAILBOX, name: 'test.user', calendars: ['Birthdays', 'Test'] }],
    accounts: [{ username: 'EXAMPLE\\test.user', password: 's3cret', mailbox: MAILBOX }],
    https: false,
    now: () => new Date('2025-07-05T16:15:02Z'),
  })
  const reminder = { reminderIsSet: true, reminderMinutesBeforeStart: 15, startTimeZone: { id: 'UTC' } } as const
  const single = exchange.add(MAILBOX, { subject: 'Appointment', location, ...hour, ...reminder })
  const series = exchange.add(MAILBOX, {
    subject: 'Weekly Team Meeting',
    start: new Date('2025-07-02T10:00:00Z'),
    end: new Date('2025-07-02T11:00:00Z'),
    recurrence: WEEKLY,
    location,
    ...reminder,
  })
  return { exchange, single, series }
}

type State = Awaited<ReturnType<typeof startRecordedState>>

/** A request, and the operation that carries it out. */
const asked = <Request>(operation: Operation<Request, unknown>, request: Request) => requestXml(operation, request)

const creation = (count: number) =>
  asked(CreateItem, {
    sendMeetingInvitations: 'SendToNone',
    items: Array.from({ length: count }, () => ({ calendarItem: { subject: 'New', ...hour } })),
  })
const deletion = (id: string) =>
  asked(DeleteItem, { deleteType: 'HardDelete', sendMeetingCancellations: 'SendToNone', itemIds: [{ itemId: { id } }] })
const search = (parentFolderIds: readonly (typeof calendar | typeof drafts)[], view?: [Date, Date]) =>
  asked(FindItem, {
    traversal: 'Shallow',
    itemShape: all,
    calendarView: view && { startDate: view[0], endDate: view[1] },
    parentFolderIds,
  } as FindItemRequest)
const got = (id: string) => asked(GetItem, { itemShape: { ...all, bodyType: 'Text' }, itemIds: [{ itemId: { id } }] })
const day: [Date, Date] = [hour.start, new Date('2025-07-01T23:00:00Z')]
const month: [Date, Date] = [hour.start, new Date('2025-07-31T00:00:00Z')]
const gone = ({ exchange }: State) => {
  const { id } = exchange.add(MAILBOX, { subject: 'Gone', start: month[1], end: new Date('2025-08-01T00:00:00Z') })
  return id
}

/** The recordings of appointments with a place. */
const placed = ['2019-finditem-2', '2019-finditem-4', '2019-getitem-1']

/** The request behind each recorded answer. Where several were made alike, they share one. */
const requests: Readonly<Record<string, (state: State) => string>> = {
  '2019-createitem-1': () => creation(1),
  '2019-deleteitem-1': (state) => deletion(gone(state)),
  '2019-findfolder-1': () => asked(FindFolder, { traversal: 'Shallow', folderShape: all, parentFolderIds: [calendar] }),
  '2019-finditem-1': () => search([drafts]),
  '2019-finditem-2': () => search([calendar], day),
  '2019-finditem-3': () => search([calendar], day),
  '2019-finditem-4': () => search([calendar], month),
  '2019-getitem-1': ({ series }) => got(series.id),
  'online-createfolder-1': () =>
    asked(CreateFolder, { parentFolderId: drafts, folders: [{ folder: { displayName: 'New' } }] }),
  'online-createitem-1': () => creation(1),
  'online-createitem-2': () => creation(2),
  'online-deletefolder-1': () =>
    asked(DeleteFolder, { deleteType: 'HardDelete', folderIds: [{ folderId: { id: birthdays } }] }),
  'online-deleteitem-1': (state) => deletion(gone(state)),
  'online-deleteitem-2': () => deletion(ids.item(999)),
  'online-findfolder-1': () =>
    asked(FindFolder, { traversal: 'Shallow', folderShape: all, parentFolderIds: [calendar] }),
  'online-findfolder-2': () =>
    asked(FindFolder, { traversal: 'Shallow', folderShape: all, parentFolderIds: [calendar] }),
  'online-finditem-1': () => search([drafts]),
  'online-finditem-2': () => search([calendar], day),
  'online-finditem-3': () => search([calendar], day),
  'online-getfolder-1': () => asked(GetFolder, { folderShape: { baseShape: 'Default' }, folderIds: [calendar] }),
  'online-getitem-1': ({ single }) => got(single.id),
  'online-getservertimezones-1': () => asked(GetServerTimeZones, { returnFullTimeZoneData: false }),
  'online-syncfolderitems-1': () =>
    asked(SyncFolderItems, { itemShape: all, syncFolderId: drafts, maxChangesReturned: 9 }),
  'online-syncfolderitems-2': () =>
    asked(SyncFolderItems, { itemShape: all, syncFolderId: calendar, maxChangesReturned: 1 }),
  'online-updateitem-1': ({ single: { id } }) =>
    asked(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id },
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Changed' } } }],
        },
      ],
    }),
}

/** The elements and attributes of a document, each once, in the order of their first appearance. */
function namesIn(xml: string): string[] {
  const found = new Set<string>()
  const open: string[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', ({ local, attributes }) => {
    open.push(local)
    const path = open.slice(2).join('/')
    if (path !== '') found.add(path)
    for (const attribute of Object.values(attributes)) {
      if (attribute.prefix === '' && attribute.local !== 'xmlns') found.add(`${path}/@${attribute.local}`)
    }
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return [...found]
}

const OLDER = 'a property of Exchange 2013 and later: the client of the recordings asks for an older version'

const FORWARD = 'to forward an item, which the simulator does not carry out'
const EMPTY = 'an empty element, which the schema forbids'
const ZONE = 'a property of Exchange 2010 and later, with all that is in it'
const NEIGHBORS = 'counted here for items without neighbors too'

/** What is missing from our answers, by a part of its path, with the reason. */
const missing: Readonly<Record<string, string>> = {
  WebClientReadFormQueryString: 'the address of a web page, which the simulator does not have',
  ResponseObjects: FORWARD,
  'ResponseObjects/ForwardItem': FORWARD,
  'TimeZoneDefinition/Periods': EMPTY,
  'TimeZoneDefinition/TransitionsGroups': EMPTY,
}

/** What our answers have beyond the recorded ones. */
const extra: Readonly<Record<string, string>> = {
  StartWallClock: OLDER,
  EndWallClock: OLDER,
  StartTimeZoneId: OLDER,
  EndTimeZoneId: OLDER,
  IsOrganizer: OLDER,
  DoNotForwardMeeting: OLDER,
  StartTimeZone: ZONE,
  EndTimeZone: ZONE,
  AllowNewTimeProposal: 'in the recordings only of items that another client has made',
  ConflictingMeetingCount: NEIGHBORS,
  AdjacentMeetingCount: NEIGHBORS,
}

const explained = (path: string, reasons: Readonly<Record<string, string>>) =>
  Object.keys(reasons).filter((part) => `/${path}/`.includes(`/${part}/`))

// The last test looks at what the others have needed.
const inOrder = { ...needs('recordings'), shuffle: false }

describe("The simulator's answers beside the recorded ones of Microsoft's servers", inOrder, () => {
  const directory = join(recordedDirectory ?? '', 'exchange')
  const recordings =
    recordedDirectory === undefined
      ? []
      : readdirSync(directory).flatMap((file) => /^(.*)\.response\.xml$/.exec(file)?.[1] ?? [])
  const needed = new Set<string>()
  let exchange: Simulator | undefined
  let answers: ReadonlyMap<string, Answer> = new Map()

  beforeAll(async () => {
    const collected = new Map<string, Answer>()
    for (const name of recordings) {
      const state = await startRecordedState(placed.includes(name) ? 'Room 1' : undefined)
      exchange = state.exchange
      const connection = new EwsConnection(exchange)
      const body = requests[name]?.(state) ?? ''
      collected.set(name, await connection.send({ authorization: basic('EXAMPLE\\test.user', 's3cret'), body }))
      connection.close()
      await exchange.close()
    }
    answers = collected
  })
  afterAll(() => exchange?.close())

  it('cover every recording', () => {
    expect(Object.keys(requests).sort()).toEqual([...recordings].sort())
  })

  it.each(recordings)('%s: has the same names in the same order', (name) => {
    const theirs = namesIn(readFileSync(join(directory, `${name}.response.xml`), 'utf8'))
    const ours = namesIn(answers.get(name)?.text ?? '')
    const lacking = theirs.filter((path) => !ours.includes(path))
    const added = ours.filter((path) => !theirs.includes(path))
    for (const path of lacking) for (const end of explained(path, missing)) needed.add(`missing ${end}`)
    for (const path of added) for (const end of explained(path, extra)) needed.add(`extra ${end}`)
    expect({
      missing: lacking.filter((path) => explained(path, missing).length === 0),
      extra: added.filter((path) => explained(path, extra).length === 0),
    }).toEqual({ missing: [], extra: [] })
    const elements = (names: readonly string[], others: readonly string[]) =>
      names.filter((path) => others.includes(path) && !path.includes('@') && explained(path, extra).length === 0)
    expect(elements(ours, theirs)).toEqual(elements(theirs, ours))
  })

  /** What an Exchange in production has, and the simulator has not. */
  const headersMissing = {
    'transfer-encoding': 'answers of the simulator have a length instead',
    server: 'empty in the recordings, as an administrator has removed it',
    'strict-transport-security': 'set by an administrator',
    'persistent-auth': 'only where NTLM signs in the connection, which front-end.test.ts shows',
  }
  const headersExtra = ['content-length', 'connection', 'keep-alive']

  it.each(recordings.filter((name) => name.startsWith('2019-')))('%s: has the same headers', (name) => {
    const recorded: Record<string, string[]> = JSON.parse(readFileSync(join(directory, `${name}.headers.json`), 'utf8'))
    const theirs = Object.keys(recorded).map((header) => header.toLowerCase())
    const ours = Object.keys(answers.get(name)?.headers ?? {})
    const lacking = theirs.filter((header) => !ours.includes(header))
    expect(lacking.filter((header) => !(header in headersMissing))).toEqual([])
    expect(ours.filter((header) => !theirs.includes(header) && !headersExtra.includes(header))).toEqual([])
    const cookieNames = (cookies: readonly string[] = []) => cookies.map((cookie) => cookie.split('=', 1)[0])
    expect(cookieNames(answers.get(name)?.headers['set-cookie'])).toEqual(cookieNames(recorded['Set-Cookie']))
    for (const header of lacking) needed.add(`header ${header}`)
  })

  it('explain nothing that no longer differs', () => {
    const listed = [
      ...Object.keys(headersMissing).map((header) => `header ${header}`),
      ...Object.keys(missing).map((end) => `missing ${end}`),
      ...Object.keys(extra).map((end) => `extra ${end}`),
    ]
    expect(listed.filter((each) => !needed.has(each))).toEqual([])
  })
})
