import type { AlternateId } from '../../operations'
import { entryIdOf, fromEntryId } from './exchange-id'

/** The form of an id (MS-OXWSCVTID, IdFormatType). */
export type IdFormat = AlternateId['format']

/** What the forms of an id say: MAPI's entry id in the mailbox, and for Exchange 2007 the mailbox's address. */
interface Parts {
  readonly entryId: Buffer
  readonly mailbox: string
}

interface Form {
  /** Returns `undefined` if the text isn't an id of this form. */
  read(id: string, mailbox: string): Buffer | undefined
  write(parts: Parts): string
}

const ADDRESS_AT = 4
/** The kind of a StoreId's object. The simulator doesn't say more than "an object". */
const STORE_OBJECT = 0

const base64 = (text: string) => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** A guess, to verify: the entry id after its length, and the kind of the object. */
const storeId: Form = {
  read(id) {
    const bytes = base64(id)
    const length = bytes?.[0] ?? 0
    return bytes !== undefined && bytes.length === length + 2 ? bytes.subarray(1, -1) : undefined
  },
  write: ({ entryId }) =>
    Buffer.concat([Buffer.of(entryId.length), entryId, Buffer.of(STORE_OBJECT)]).toString('base64'),
}

/** Exchange 2007 before its first service pack has the mailbox's address in each id. */
const legacyId: Form = {
  read(id) {
    const bytes = base64(id)
    if (bytes === undefined || bytes.length < ADDRESS_AT) return undefined
    const address = bytes.readUInt16LE(2)
    const start = ADDRESS_AT + address + 1
    if (bytes.readUInt16LE(0) !== 0 || bytes.length < start + 2) return undefined
    const entryId = bytes.subarray(start + 2)
    return entryId.length === bytes.readUInt16LE(start) ? entryId : undefined
  },
  write({ entryId, mailbox }) {
    const address = Buffer.from(mailbox)
    const size = (length: number) => {
      const bytes = Buffer.alloc(2)
      bytes.writeUInt16LE(length)
      return bytes
    }
    const parts = [size(0), size(address.length), address, Buffer.of(0), size(entryId.length), entryId]
    return Buffer.concat(parts).toString('base64')
  },
}

const forms: Readonly<Record<IdFormat, Form>> = {
  EwsId: { read: (id) => entryIdOf(id), write: ({ entryId, mailbox }) => fromEntryId(entryId, mailbox) },
  EwsLegacyId: legacyId,
  EntryId: { read: base64, write: ({ entryId }) => entryId.toString('base64') },
  HexEntryId: {
    read: (id) => (/^([\da-f]{2})+$/i.test(id) ? Buffer.from(id, 'hex') : undefined),
    write: ({ entryId }) => entryId.toString('hex').toUpperCase(),
  },
  StoreId: storeId,
  OwaId: {
    read: (id, mailbox) => storeId.read(decoded(id), mailbox),
    write: (parts) => encodeURIComponent(storeId.write(parts)),
  },
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch (error) {
    if (error instanceof URIError) return ''
    throw error
  }
}

/** Writes an id in another form; `undefined` if it isn't an id of its own form. It needn't be the id of anything (MS-OXWSCVTID). */
export function convertedId({ format, id, mailbox }: AlternateId, destination: IdFormat): string | undefined {
  const entryId = forms[format].read(id, mailbox)
  if (entryId === undefined || entryId.length === 0) return undefined
  // An id of EWS has the mailbox's GUID, so that it comes back as it was.
  if (format === 'EwsId' && destination === 'EwsId') return id
  return forms[destination].write({ entryId, mailbox })
}
