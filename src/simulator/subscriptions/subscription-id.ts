import { createHash } from 'node:crypto'

/** The server that holds the subscriptions. Exchange puts its name into each id, so that other servers can forward requests to it. */
const SERVER = Buffer.from('exchange.example.com')
const OWN_BYTES = 16
const GUID_BYTES = 16

/**
 * The id of the `count`th subscription of a server: the server's name, bytes that differ for each subscription, and the GUID of the
 * mailbox. They depend on the time, so that a server that restarts makes new ids.
 */
export function subscriptionIdOf(mailboxGuid: string, count: number, created: Date): string {
  const guid = Buffer.from(mailboxGuid.replaceAll('-', ''), 'hex')
  const own = createHash('sha256').update(`${created.getTime()} ${count}`).digest().subarray(0, OWN_BYTES)
  return Buffer.concat([sized(SERVER), sized(Buffer.concat([own, guid]))]).toString('base64')
}

/** True for the ids of subscriptions, even of those that have ended. */
export function isSubscriptionId(id: string): boolean {
  const bytes = Buffer.from(id, 'base64')
  const start = sized(SERVER)
  const length = start.length + 2 + OWN_BYTES + GUID_BYTES
  return bytes.length === length && bytes.subarray(0, start.length).equals(start) && bytes.toString('base64') === id
}

function sized(bytes: Buffer): Buffer {
  const size = Buffer.alloc(2)
  size.writeUInt16LE(bytes.length)
  return Buffer.concat([size, bytes])
}
