import { createHash } from 'node:crypto'
import { uidWith } from './global-object-id'

/** The first bytes of Exchange's own ids, `AAMk` in base64. */
const ID_PREFIX = Buffer.from([0x00, 0x03, 0x24, 0x00])
const GUID_START = ID_PREFIX.length
const GUID_END = GUID_START + 36
/** The bytes after the mailbox's GUID, which tell items and folders apart. */
const ITEM_MARK = Buffer.from([0x46, 0, 0, 0, 0, 0])
const FOLDER_MARK = Buffer.from([0x2e, 0, 0, 0, 0, 0])
/** Where MAPI's entry id begins, after two bytes for its length. */
const ENTRY_ID_START = GUID_END + 2
const ATTACHMENT_MARK = [1, 0x12]
const ITEM_ID_BYTES = 114
const FOLDER_ID_BYTES = 90
const COUNTER_BYTES = 4
const OCCURRENCE_BYTES = 8
const CHANGE_KEY_PREFIX = Buffer.from([0x0f, 0, 0, 0, 0x16, 0, 0, 0])

const sha512 = (text: string) => createHash('sha512').update(text).digest()

function uuidOf(text: string): string {
  return sha512(text)
    .toString('hex', 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Writes a counter after constant bytes; the bytes before the last few are encoded once. */
function counted(constant: Buffer): (count: number) => string {
  const encodable = constant.length - (constant.length % 3)
  const start = constant.toString('base64', 0, encodable)
  const end = Buffer.alloc(constant.length - encodable + COUNTER_BYTES)
  constant.copy(end, 0, encodable)
  return (count) => {
    end.writeUInt32BE(count, end.length - COUNTER_BYTES)
    return start + end.toString('base64')
  }
}

/** Makes the ids of one mailbox's items and folders (MS-OXWSCORE, ItemIdType; MS-OXWSCDATA, FolderIdType). */
export class MailboxIds {
  /** The mailbox's GUID, which is part of all of its ids. */
  readonly guid: string
  /** The id of the `count`th item: 152 characters. As with Exchange, two ids may differ in nothing but case. */
  readonly item: (count: number) => string
  /** The id of the `count`th folder: 120 characters. */
  readonly folder: (count: number) => string

  /** @param address the mailbox's address; ids don't depend on its case */
  constructor(address: string) {
    const name = address.toLowerCase()
    this.guid = uuidOf(name)
    const start = Buffer.concat([ID_PREFIX, Buffer.from(this.guid, 'latin1')])
    const constant = (mark: Buffer, bytes: number) =>
      Buffer.concat([start, mark, sha512(name)]).subarray(0, bytes - COUNTER_BYTES)
    this.item = counted(constant(ITEM_MARK, ITEM_ID_BYTES))
    this.folder = counted(constant(FOLDER_MARK, FOLDER_ID_BYTES))
  }
}

const CONVERSATION_ID_BYTES = 50

/** The id of the conversation that an item begins, by its `UID` (MS-OXWSCONV, ConversationId). */
export const conversationIdOf = (uid: string): string =>
  Buffer.concat([ID_PREFIX, sha512(uid)]).toString('base64', 0, CONVERSATION_ID_BYTES)

/** The bytes of an id in its canonical base64; `undefined` for anything else. */
function bytesOf(id: string, length: number, mark: Buffer): Buffer | undefined {
  const bytes = Buffer.from(id, 'base64')
  const isOfKind =
    bytes.length === length &&
    bytes.subarray(0, GUID_START).equals(ID_PREFIX) &&
    bytes.subarray(GUID_END, GUID_END + mark.length).equals(mark)
  return isOfKind && bytes.toString('base64') === id ? bytes : undefined
}

const guidOf = (bytes: Buffer | undefined) => bytes?.toString('latin1', GUID_START, GUID_END)

/** The GUID of the mailbox that an item id, or the id of an occurrence, belongs to; `undefined` for any other text. */
export function mailboxOfItemId(id: string): string | undefined {
  const masterId = readOccurrenceId(id)?.masterId ?? id
  return guidOf(bytesOf(masterId, ITEM_ID_BYTES, ITEM_MARK))
}

/** The GUID of the mailbox that a folder id belongs to; `undefined` for any other text. */
export const mailboxOfFolderId = (id: string): string | undefined => guidOf(bytesOf(id, FOLDER_ID_BYTES, FOLDER_MARK))

/** The id of an attachment: the item's id, and the attachment's number within the item. */
export function attachmentIdOf(itemId: string, number: number): string {
  const end = Buffer.from([...ATTACHMENT_MARK, 0, 0])
  end.writeUInt16BE(number, ATTACHMENT_MARK.length)
  return Buffer.concat([Buffer.from(itemId, 'base64'), end]).toString('base64')
}

/** The parts of an attachment's id; `undefined` for any other text. */
export function readAttachmentId(id: string): { itemId: string; number: number } | undefined {
  const bytes = Buffer.from(id, 'base64')
  const end = bytes.length - ATTACHMENT_MARK.length - 2
  if (end < 0) return undefined
  const itemId = bytes.toString('base64', 0, end)
  const number = bytes.readUInt16BE(bytes.length - 2)
  return mailboxOfItemId(itemId) !== undefined && attachmentIdOf(itemId, number) === id ? { itemId, number } : undefined
}

/** The number of an item within its organization, from 1, which is part of its id and of those of its occurrences. */
export function numberOfItemId(id: string): number {
  const masterId = readOccurrenceId(id)?.masterId ?? id
  return Buffer.from(masterId, 'base64').readUInt32BE(ITEM_ID_BYTES - COUNTER_BYTES) + 1
}

/** MAPI's entry id within the id of an item, an occurrence or a folder (MS-OXCDATA, 2.2.4); `undefined` for any other text. */
export function entryIdOf(id: string): Buffer | undefined {
  if (mailboxOfItemId(id) === undefined && mailboxOfFolderId(id) === undefined) return undefined
  return Buffer.from(id, 'base64').subarray(ENTRY_ID_START)
}

/** The id of EWS for an entry id in the mailbox with this address. There needn't be such an object. */
export function fromEntryId(entryId: Buffer, address: string): string {
  const isFolder = entryId.length === FOLDER_ID_BYTES - ENTRY_ID_START
  const [mark = 0] = isFolder ? FOLDER_MARK : ITEM_MARK
  const guid = Buffer.from(uuidOf(address.toLowerCase()), 'latin1')
  return Buffer.concat([ID_PREFIX, guid, Buffer.of(mark, 0), entryId]).toString('base64')
}

/** The id of an occurrence: the series' id, and the time at which the occurrence starts by the pattern. */
export function occurrenceIdOf(masterId: string, originalStart: Date): string {
  const bytes = Buffer.alloc(OCCURRENCE_BYTES)
  bytes.writeDoubleBE(originalStart.getTime())
  return Buffer.concat([Buffer.from(masterId, 'base64'), bytes]).toString('base64')
}

/** The parts of an occurrence's id; `undefined` for any other text. */
export function readOccurrenceId(id: string): { masterId: string; originalStart: Date } | undefined {
  const bytes = bytesOf(id, ITEM_ID_BYTES + OCCURRENCE_BYTES, ITEM_MARK)
  if (bytes === undefined) return undefined
  const originalStart = new Date(bytes.readDoubleBE(ITEM_ID_BYTES))
  const masterId = bytes.toString('base64', 0, ITEM_ID_BYTES)
  const isWhole = !Number.isNaN(originalStart.getTime()) && occurrenceIdOf(masterId, originalStart) === id
  return isWhole ? { masterId, originalStart } : undefined
}

/** The id of the folder `AllItems`, a hidden search folder of each mailbox. It has the highest number that a folder can have. */
export const allItemsFolderId = (ids: MailboxIds): string => ids.folder(2 ** 32 - 1)

/** The change key of the `count`th change: 40 characters (MS-OXWSCORE, ItemIdType). */
export const changeKeyOf = counted(Buffer.concat([CHANGE_KEY_PREFIX, sha512('change').subarray(0, 18)]))

/** The `UID` of the `count`th item. */
export const uidOf = (count: number) => uidWith(sha512(`uid ${count}`).subarray(0, 16))
