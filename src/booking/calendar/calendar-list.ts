import {
  type CallOptions,
  type DistinguishedFolderIdName,
  type EwsClient,
  EwsError,
  type FindFolderRequest,
  type Folder,
  type FolderFieldURI,
} from 'ews-booking'
import { inParallel } from '../concurrency'
import { incomplete } from './incomplete-answer'
import { aboutMailbox } from './named-error'

/** A calendar folder of a mailbox, and what the client's account may do there. */
export interface CalendarInfo {
  /** The folder's EWS id: pass it as `calendar` to `BookingCalendar`. Opaque, case-sensitive, and the same if the folder is moved. */
  readonly id: string
  /** The name, in the language of the mailbox for folders that Exchange made. */
  readonly name: string
  /** Whether this is the mailbox's default calendar, whose times GetUserAvailability shows to others. */
  readonly isDefault: boolean
  /** Whether the account may read what is in it. Absent if the server doesn't tell (MS-OXWSCDATA, EffectiveRightsType, Read). */
  readonly canRead?: boolean | undefined
  /** Whether the account may create appointments in it. Absent if the server doesn't tell (EffectiveRightsType, CreateContents). */
  readonly canCreate?: boolean | undefined
  /** Whether the account may change it. Absent if the server doesn't tell (EffectiveRightsType, Modify). */
  readonly canEdit?: boolean | undefined
  /** Whether the account may delete it. Absent if the server doesn't tell (EffectiveRightsType, Delete). */
  readonly canDelete?: boolean | undefined
  /** The id of the folder that it is in. */
  readonly parentId?: string | undefined
  /** `IPF.Appointment`, or `IPF.Appointment.Birthday` for the calendar of birthdays that Exchange makes (MS-OXOSFLD, PidTagContainerClass). */
  readonly folderClass: string
}

/** The class of calendars (MS-OXOSFLD, PidTagContainerClass). Those of special ones begin with it. */
const CALENDAR_CLASS = 'IPF.Appointment'

/** Exchange's own limit for a search (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit). */
const PAGE = 1000

const PROPERTIES: readonly FolderFieldURI[] = [
  'folder:DisplayName',
  'folder:FolderClass',
  'folder:ParentFolderId',
  'folder:EffectiveRights',
]

/** No answer contains these unless they are named, whatever Microsoft's documentation says of `Default`. */
const folderShape: FindFolderRequest['folderShape'] = {
  baseShape: 'IdOnly',
  additionalProperties: PROPERTIES.map((fieldURI) => ({ fieldURI: { fieldURI } })),
}

/**
 * Returns the calendars of a mailbox, nested ones too, without those in Deleted Items: the default one first, then by name. What others have
 * shared with its owner isn't among them, because no operation of EWS tells: name their mailboxes.
 *
 * @throws EwsError such as `EwsResponseError` with `ErrorFolderNotFound` or `ErrorAccessDenied` if the account may not see the mailbox
 */
export async function calendarsOf(
  client: EwsClient,
  mailbox: string,
  { signal }: CallOptions = {},
): Promise<CalendarInfo[]> {
  try {
    const [defaultId, all, deleted] = await inParallel(signal, (either) => {
      const search = { client, mailbox, signal: either }
      return [
        defaultCalendarId(search),
        calendarsBelow('msgfolderroot', search),
        calendarsBelow('deleteditems', search),
      ]
    })
    const deletedIds = new Set(deleted.map(({ folderId }) => folderId?.id))
    return all
      .filter(({ folderId }) => !deletedIds.has(folderId?.id))
      .map((folder) => calendarInfo(folder, defaultId))
      .sort(inOrder)
  } catch (error) {
    throw error instanceof EwsError ? aboutMailbox(error, mailbox) : error
  }
}

/** A mailbox whose folders are looked for. */
interface Search {
  readonly client: EwsClient
  readonly mailbox: string
  readonly signal: AbortSignal | undefined
}

const rootOf = (id: DistinguishedFolderIdName, mailbox: string) =>
  ({ distinguishedFolderId: { id, mailbox: { emailAddress: mailbox } } }) as const

/** Lists of folders don't say which one is the default calendar, although the schema has an element for it. */
async function defaultCalendarId({ client, mailbox, signal }: Search): Promise<string | undefined> {
  const { responseMessages } = await client.getFolder(
    { folderShape: { baseShape: 'IdOnly' }, folderIds: [rootOf('calendar', mailbox)] },
    { signal },
  )
  const [message] = responseMessages
  if (message?.error !== undefined) throw message.error
  const [folder] = message?.folders ?? []
  return Object.values(folder ?? {}).find((each) => each !== undefined)?.folderId?.id
}

/** A server may send fewer folders than asked for, and say so only by `IncludesLastItemInRange`. */
async function calendarsBelow(root: DistinguishedFolderIdName, { client, mailbox, signal }: Search): Promise<Folder[]> {
  const found: Folder[] = []
  for (let offset = 0; ; ) {
    const { responseMessages } = await client.findFolder(searchRequest(rootOf(root, mailbox), offset), { signal })
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
    const { folders, includesLastItemInRange, totalItemsInView = 0 } = message?.rootFolder ?? {}
    if (folders === undefined) throw incomplete('FindFolder', 'the answer has no list of folders')
    found.push(...folders.flatMap(calendarIn))
    offset += folders.length
    if (includesLastItemInRange ?? offset >= totalItemsInView) return found
    if (folders.length === 0) throw incomplete('FindFolder', 'the server left folders out of its answer')
  }
}

const searchRequest = (root: FindFolderRequest['parentFolderIds'][number], offset: number): FindFolderRequest => ({
  traversal: 'Deep',
  folderShape,
  indexedPageFolderView: { maxEntriesReturned: PAGE, offset, basePoint: 'Beginning' },
  restriction: {
    contains: {
      containmentMode: 'Prefixed',
      containmentComparison: 'IgnoreCase',
      fieldURI: { fieldURI: 'folder:FolderClass' },
      constant: { value: CALENDAR_CLASS },
    },
  },
  parentFolderIds: [root],
})

/** Servers give one folder different elements in different answers, so its class decides. A search folder can't hold appointments. */
function calendarIn({ searchFolder, ...folders }: { readonly [Kind in string]?: Folder }): Folder[] {
  if (searchFolder !== undefined) return []
  return Object.values(folders).flatMap((folder) => (folder !== undefined && isCalendar(folder) ? [folder] : []))
}

const isCalendar = ({ folderClass = '' }: Folder): boolean =>
  `${folderClass}.`.toLowerCase().startsWith(`${CALENDAR_CLASS}.`.toLowerCase())

function calendarInfo(folder: Folder, defaultId: string | undefined): CalendarInfo {
  const { folderId, displayName = '', folderClass = CALENDAR_CLASS, parentFolderId, effectiveRights } = folder
  if (folderId === undefined) throw incomplete('FindFolder', 'a folder came without its id')
  return {
    id: folderId.id,
    name: displayName,
    isDefault: folderId.id === defaultId,
    canRead: effectiveRights?.read,
    canCreate: effectiveRights?.createContents,
    canEdit: effectiveRights?.modify,
    canDelete: effectiveRights?.delete,
    parentId: parentFolderId?.id,
    folderClass,
  }
}

/** By code unit, so that the order doesn't depend on the process. */
function inOrder(first: CalendarInfo, second: CalendarInfo): number {
  if (first.isDefault !== second.isDefault) return first.isDefault ? -1 : 1
  if (first.name !== second.name) return first.name < second.name ? -1 : 1
  return first.id < second.id ? -1 : 1
}
