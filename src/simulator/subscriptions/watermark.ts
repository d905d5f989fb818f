const VERSION = Buffer.from([1, 0, 0, 0])
const COUNTER_AT = VERSION.length + 16
const WATERMARK_BYTES = COUNTER_AT + 8 + 1

const guidBytes = (guid: string) => Buffer.from(guid.replaceAll('-', ''), 'hex')

/** A position in the events of a mailbox, in the form for clients: 40 opaque characters (MS-OXWSNTIF, WatermarkType). */
export function watermarkOf(mailboxGuid: string, position: number): string {
  const bytes = Buffer.alloc(WATERMARK_BYTES)
  VERSION.copy(bytes)
  guidBytes(mailboxGuid).copy(bytes, VERSION.length)
  bytes.writeBigUInt64LE(BigInt(position), COUNTER_AT)
  return bytes.toString('base64')
}

/** The position of a watermark; `undefined` for any other text, and for the watermark of another mailbox. */
export function positionOf(mailboxGuid: string, watermark: string): number | undefined {
  const bytes = Buffer.from(watermark, 'base64')
  if (bytes.length !== WATERMARK_BYTES) return undefined
  const position = Number(bytes.readBigUInt64LE(COUNTER_AT))
  return Number.isSafeInteger(position) && watermarkOf(mailboxGuid, position) === watermark ? position : undefined
}
