import { boolean, type ComplexType, choice, optional, type TaggedEntry, text, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { FolderId, TargetFolderId } from '../types/folder-id'
import { messages, types } from '../types/namespaces'
import { folderKinds } from './folder'
import { FolderShape } from './folder-shape'

const syncFolderHierarchyRequest = {
  /** The properties to return. */
  folderShape: FolderShape,
  /** The folder to look below. Defaults to the root of the mailbox's folders. */
  syncFolderId: optional(TargetFolderId),
  /** The state that the last call returned. Without it, every folder is reported as created. */
  syncState: optional(text),
} as const

/** The folder to look below, and the state since which changes are wanted (MS-OXWSSYNC, SyncFolderHierarchyType). */
export interface SyncFolderHierarchyRequest extends ValueOfParts<[typeof syncFolderHierarchyRequest]> {}
const SyncFolderHierarchyRequest: ComplexType<SyncFolderHierarchyRequest> =
  messages.complexType(syncFolderHierarchyRequest)

const ChangedFolder = types.complexType(choice(folderKinds))

const changes = {
  /** A new folder, under the name of its kind. */
  create: ChangedFolder,
  /** A changed folder, under the name of its kind. A change of its counts is not reported. */
  update: ChangedFolder,
  /** A folder that was deleted or moved elsewhere. */
  delete: types.complexType({
    /** The id of the folder. */
    folderId: FolderId,
  }),
} as const

/** A change among the folders: `{ delete: { folderId } }` (MS-OXWSSYNC, SyncFolderHierarchyChangesType). */
export type FolderSyncChange = TaggedEntry<typeof changes>

const syncFolderHierarchyResponseMessage = {
  ...responseMessage,
  /**
   * The state for the next call: opaque text of any length. Store it together with the changes. The server answers
   * ErrorInvalidSyncStateData to a state that it doesn't take; then start again without one.
   */
  syncState: optional(text),
  /** False if there are more changes. Ask again with the new state at once, unless the state is the same as before. */
  includesLastFolderInRange: optional(boolean),
  /** The changes, in no order that can be relied on. */
  changes: optional(types.arrayOfChoice(changes)),
} as const

/** The changes among the folders (MS-OXWSSYNC, SyncFolderHierarchyResponseMessageType). */
export interface SyncFolderHierarchyResponseMessage extends ValueOfParts<[typeof syncFolderHierarchyResponseMessage]> {}
const SyncFolderHierarchyResponseMessage: ComplexType<SyncFolderHierarchyResponseMessage> = messages.complexType(
  syncFolderHierarchyResponseMessage,
)

const syncFolderHierarchyResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({
    syncFolderHierarchyResponseMessage: SyncFolderHierarchyResponseMessage,
  }),
} as const

/** The outcome of the call (MS-OXWSSYNC, SyncFolderHierarchyResponseType). */
export interface SyncFolderHierarchyResponse extends ValueOfParts<[typeof syncFolderHierarchyResponse]> {}
const SyncFolderHierarchyResponse: ComplexType<SyncFolderHierarchyResponse> =
  messages.complexType(syncFolderHierarchyResponse)

/** Returns the folders that were created, changed or deleted since an earlier call (MS-OXWSSYNC, SyncFolderHierarchy). */
export const SyncFolderHierarchy: Operation<SyncFolderHierarchyRequest, SyncFolderHierarchyResponse> = {
  name: 'SyncFolderHierarchy',
  request: messages.element('SyncFolderHierarchy', SyncFolderHierarchyRequest),
  response: messages.element('SyncFolderHierarchyResponse', SyncFolderHierarchyResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
