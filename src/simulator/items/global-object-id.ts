import { illegalCharacter } from '../../xml'

/** The bytes that every GlobalObjectId begins with (MS-OXOCAL, 2.2.1.27). */
const CLASS = '040000008200E00074C5B7101A82E008'
const CLASS_BYTES = Buffer.from(CLASS, 'hex')
/** The original day of an occurrence: the year in two bytes, the month and the day. Zeros for a series. */
const DAY_AT = CLASS_BYTES.length
const DAY_BYTES = 4
const SIZE_AT = DAY_AT + DAY_BYTES + 16
const DATA_AT = SIZE_AT + 4
/** The prefix of the data of a `UID` that wasn't made by Exchange or Outlook. */
const FOREIGN = Buffer.from('vCal-Uid\x01\0\0\0', 'latin1')

function withData(data: Buffer): Buffer {
  const bytes = Buffer.concat([CLASS_BYTES, Buffer.alloc(DATA_AT - DAY_AT), data])
  bytes.writeUInt32LE(data.length, SIZE_AT)
  return bytes
}

/** The `UID` of a new item, with 16 bytes that no other item has. */
export const uidWith = (data: Buffer): string => withData(data).toString('hex').toUpperCase()

/**
 * The GlobalObjectId of an item (MS-OXOCAL, 2.2.1.27), by which clients find a meeting by its `UID`: EWS has no search for that.
 *
 * @param originalDay the day, in UTC, of an occurrence; none for the clean id, which a series and all of its occurrences share
 */
export function globalObjectIdOf(uid: string, originalDay?: Date): Buffer {
  const isOwn = uid.toUpperCase().startsWith(CLASS) && uid.length >= 2 * DATA_AT && /^([\da-f]{2})+$/i.test(uid)
  const bytes = isOwn ? Buffer.from(uid, 'hex') : withData(Buffer.concat([FOREIGN, Buffer.from(`${uid}\0`)]))
  if (originalDay !== undefined) {
    bytes.writeUInt16BE(originalDay.getUTCFullYear(), DAY_AT)
    bytes.writeUInt8(originalDay.getUTCMonth() + 1, DAY_AT + 2)
    bytes.writeUInt8(originalDay.getUTCDate(), DAY_AT + 3)
  }
  return bytes
}

/** The `UID` that a GlobalObjectId stands for. Any other bytes are accepted as well, since MAPI doesn't check them. */
export function uidOfGlobalObjectId(globalObjectId: Buffer): string {
  const data = globalObjectId.subarray(DATA_AT)
  const foreign = data.subarray(FOREIGN.length).toString().replace(/\0$/, '')
  const isForeign = data.subarray(0, FOREIGN.length).equals(FOREIGN) && illegalCharacter(foreign) === undefined
  if (isForeign) return foreign
  const clean = Buffer.from(globalObjectId)
  clean.subarray(DAY_AT, DAY_AT + DAY_BYTES).fill(0)
  return clean.toString('hex').toUpperCase()
}
