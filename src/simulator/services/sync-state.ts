import type { Change, Journal } from '../mailbox/journal'
import { ServiceError } from '../soap/service-error'

/** What a state is about. States of items and states of folders aren't interchangeable. */
type Kind = 'hierarchy' | 'items'

/** Changes since a state, and the state after them. */
export interface Changes {
  readonly changes: readonly Change[]
  readonly syncState: string
  readonly isComplete: boolean
}

const SEPARATOR = '\n'

const stateOf = (kind: Kind, folderId: string, position: number) =>
  Buffer.from([kind, folderId, position].join(SEPARATOR)).toString('base64')

/**
 * Returns the changes in a journal since a state (MS-OXWSSYNC, SyncState). States are opaque texts, each bound to one folder.
 *
 * @param most the most changes to return
 * @throws ServiceError ErrorInvalidSyncStateData for a state of another folder, another kind, or one that is too old
 */
export function changesSince(
  journal: Journal,
  { kind, folderId, syncState, most }: { kind: Kind; folderId: string; syncState: string | undefined; most: number },
  isWanted: (change: Change) => boolean,
): Changes {
  const position = syncState === undefined || syncState === '' ? 0 : positionOf(kind, folderId, syncState)
  const all = position === undefined ? undefined : journal.since(position)
  if (all === undefined) {
    throw new ServiceError('ErrorInvalidSyncStateData', 'Synchronization state data is corrupt or otherwise invalid.')
  }
  const wanted = all.filter(isWanted)
  const changes = wanted.slice(0, most)
  const isComplete = changes.length === wanted.length
  const reached = isComplete ? journal.position : (changes.at(-1)?.position ?? 0)
  return { changes, syncState: stateOf(kind, folderId, reached), isComplete }
}

function positionOf(kind: Kind, folderId: string, syncState: string): number | undefined {
  const [, , digits = ''] = Buffer.from(syncState, 'base64').toString().split(SEPARATOR)
  const position = Number(digits)
  return stateOf(kind, folderId, position) === syncState ? position : undefined
}
