import type { OofSettings } from '../../operations/out-of-office/oof-settings'
import type { DistinguishedFolderIdName } from '../../operations/types/folder-id'
import type { Appointment } from '../calendar/appointment'
import type { SentMessage } from '../calendar/sent-message'
import type { NewMail } from '../mail/mail'
import type { DescribedMailbox } from './described-mailbox'
import type { SavedJournal } from './journal'
import type { StoredItem } from './stored-item'

/** A folder as it is saved: its properties, its items in their order, and its changes. */
export interface SavedFolder {
  readonly id: string
  readonly changeKey: string
  /** The folder that this one is in; only the root has none. */
  readonly parentId?: string | undefined
  readonly folderClass?: string | undefined
  readonly displayName: string
  readonly distinguishedName?: DistinguishedFolderIdName | undefined
  /** When the content changed last. */
  readonly changedAt: Date
  readonly items: readonly StoredItem[]
  /** The occurrences that differ from their series. */
  readonly exceptions: readonly Appointment[]
  readonly journal: SavedJournal
}

/** A mailbox as it is saved. Subscriptions end with the server, so only the number of events counts. */
export interface SavedMailbox {
  readonly described: DescribedMailbox
  readonly oofSettings?: OofSettings | undefined
  /** Parents first. */
  readonly folders: readonly SavedFolder[]
  /** How many folders there were, deleted ones included. */
  readonly folderCount: number
  readonly hierarchy: SavedJournal
  readonly events: number
}

/** A message on its way. */
export interface Outgoing {
  readonly message: SentMessage
  /** What arrives in inboxes. */
  readonly mail: NewMail
  /** The meeting that it is about, as its sender has it. An answer is the meeting's `myResponseType`. */
  readonly meeting?: Appointment | undefined
}

/** Everything that the mailboxes hold. */
export interface SavedStore {
  readonly mailboxes: readonly SavedMailbox[]
  readonly sent: readonly SentMessage[]
  readonly outgoing: readonly Outgoing[]
  /** How many items and change keys there were, from which new ids follow. */
  readonly items: number
  readonly changes: number
}
