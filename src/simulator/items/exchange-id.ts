import { createHash } from 'node:crypto'

/** How Exchange's own item ids begin: `AAMk`. */
const ITEM_ID_PREFIX = Buffer.from([0x00, 0x03, 0x24, 0x00])
const ITEM_ID_BYTES = 114
const OCCURRENCE_BYTES = 8
const CHANGE_KEY_PREFIX = Buffer.from([0x0f, 0, 0, 0, 0x16, 0, 0, 0])

const sha512 = (text: string) => createHash('sha512').update(text).digest()

function uuidOf(text: string): string {
  return sha512(text)
    .toString('hex', 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function counterBytes(count: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(count)
  return bytes
}

/**
 * The id of the `count`th item: 152 characters of base64, of which two may differ in nothing but case, as Exchange's do
 * (MS-OXWSCORE, ItemIdType).
 */
export function itemIdOf(address: string, count: number): string {
  const mailbox = Buffer.from(uuidOf(address.toLowerCase()), 'latin1')
  const fixed = Buffer.concat([
    ITEM_ID_PREFIX,
    mailbox,
    Buffer.from([0x46, 0, 0, 0, 0, 0]),
    sha512(address.toLowerCase()),
  ])
  return Buffer.concat([fixed, counterBytes(count)]).toString('base64')
}

/** The id of a mailbox's calendar folder (MS-OXWSCDATA, FolderIdType). */
export const calendarFolderIdOf = (address: string) => Buffer.from(`.calendar.${uuidOf(address)}`).toString('base64')

/** The id of a mailbox's Deleted Items (MS-OXWSCDATA, FolderIdType). */
export const deletedItemsFolderIdOf = (address: string) =>
  Buffer.from(`.deleteditems.${uuidOf(address)}`).toString('base64')

/** The id of an attachment: its item's, and its number within it. */
export const attachmentIdOf = (itemId: string, index: number) =>
  Buffer.concat([Buffer.from(itemId, 'base64'), Buffer.from([1, 0x12, 0, index])]).toString('base64')

/** The id of an occurrence of a series: the series', and when the occurrence starts by the pattern. */
export function occurrenceIdOf(masterId: string, originalStart: Date): string {
  const bytes = Buffer.alloc(OCCURRENCE_BYTES)
  bytes.writeDoubleBE(originalStart.getTime())
  return Buffer.concat([Buffer.from(masterId, 'base64'), bytes]).toString('base64')
}

/** What the id of an occurrence says; `undefined` for any other id. */
export function readOccurrenceId(id: string): { masterId: string; originalStart: Date } | undefined {
  const bytes = Buffer.from(id, 'base64')
  const masterId = bytes.toString('base64', 0, ITEM_ID_BYTES)
  if (bytes.length !== ITEM_ID_BYTES + OCCURRENCE_BYTES || !isItemId(masterId)) return undefined
  const originalStart = new Date(bytes.readDoubleBE(ITEM_ID_BYTES))
  if (Number.isNaN(originalStart.getTime()) || occurrenceIdOf(masterId, originalStart) !== id) return undefined
  return { masterId, originalStart }
}

/** The change key of the `count`th change: 40 characters. */
export function changeKeyOf(count: number): string {
  const version = sha512(`change ${count}`).subarray(0, 18)
  return Buffer.concat([CHANGE_KEY_PREFIX, version, counterBytes(count)]).toString('base64')
}

/** The `UID` of the `count`th item, in the form of a GlobalObjectId (MS-OXOCAL, 2.2.1.27). */
export const uidOf = (count: number) =>
  `040000008200E00074C5B7101A82E008${uuidOf(`uid ${count}`).replaceAll('-', '').toUpperCase()}`

/** False for what can't be an item id of any mailbox. */
export function isItemId(id: string): boolean {
  const bytes = Buffer.from(id, 'base64')
  return (
    bytes.length === ITEM_ID_BYTES && bytes.toString('base64') === id && bytes.subarray(0, 4).equals(ITEM_ID_PREFIX)
  )
}
