import { type EwsClient, EwsResponseError, type SyncFolderItemsResponseMessage } from 'ews-booking'
import { type CalendarAddress, calendarFolder } from '../calendar/calendar-folder'
import { incomplete } from '../calendar/incomplete-answer'

/** What it takes of a client to ask a folder for changes. */
export type SyncClient = Pick<EwsClient, 'syncFolderItems'>

/** The most changes that a server returns at a time (MS-OXWSSYNC, MaxChangesReturned). */
const MAX_CHANGES = 512

/** How often a state that the server itself has returned may be refused before that is an error. */
const MAX_RESTARTS = 2

/** What a folder says about a state. */
interface FolderSync {
  /** Whether anything in the folder is different, or the server can't tell. */
  readonly isChanged: boolean
  readonly state: string
  /** Whether the server had forgotten the state. */
  readonly isForgotten: boolean
}

/**
 * Asks whether anything in a calendar changed since a state: only ids come over the wire, and of them only the fact counts. Changes in a
 * series, items that come twice, and items that are gone again all say the same: look at the calendar.
 *
 * A server that says there is more, but whose state stays the same, would be asked for ever; that is the end of its changes.
 */
export async function folderSync(
  client: SyncClient,
  calendar: CalendarAddress,
  since: string | undefined,
  signal: AbortSignal | undefined,
): Promise<FolderSync> {
  let state = since
  let isChanged = since === undefined
  let restarts = 0
  for (;;) {
    const { error, ...page } = await nextPage(client, calendar, state, signal)
    if (error !== undefined) {
      const isForgotten = error instanceof EwsResponseError && error.responseCode === 'ErrorInvalidSyncStateData'
      if (!isForgotten || state === undefined || restarts === MAX_RESTARTS) throw error
      state = undefined
      isChanged = true
      restarts += 1
      continue
    }
    const { syncState = state, changes = [], includesLastItemInRange = changes.length < MAX_CHANGES } = page
    if (syncState === undefined) throw incomplete('SyncFolderItems', 'the answer has no state')
    isChanged ||= changes.length > 0
    if (includesLastItemInRange || syncState === state)
      return { isChanged, state: syncState, isForgotten: restarts > 0 }
    state = syncState
  }
}

/** Returns an error that concerns the request as a whole like one that concerns its folder. */
async function nextPage(
  client: SyncClient,
  calendar: CalendarAddress,
  syncState: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Partial<SyncFolderItemsResponseMessage>> {
  const itemShape = { baseShape: 'IdOnly' } as const
  const request = { itemShape, syncFolderId: calendarFolder(calendar), syncState, maxChangesReturned: MAX_CHANGES }
  try {
    const { responseMessages } = await client.syncFolderItems(request, { signal })
    return responseMessages[0] ?? {}
  } catch (error) {
    if (error instanceof EwsResponseError) return { error }
    throw error
  }
}
