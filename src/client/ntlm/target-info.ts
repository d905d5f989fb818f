import { NtlmChallengeError } from './ntlm-message'

/** Kinds of attribute-value pairs (MS-NLMP, 2.2.2.1). */
export const AvId = { eol: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 } as const

/** The data that client and server exchange with the proof: values by `AvId`, in the order of the message. */
export type TargetInfo = ReadonlyMap<number, Buffer>

const PAIR_HEADER_BYTES = 4

/** @throws NtlmChallengeError if a pair exceeds the bytes, or the end isn't marked */
export function readTargetInfo(bytes: Buffer): TargetInfo {
  const pairs = new Map<number, Buffer>()
  let position = 0
  while (position + PAIR_HEADER_BYTES <= bytes.length) {
    const id = bytes.readUInt16LE(position)
    if (id === AvId.eol) return pairs
    const start = position + PAIR_HEADER_BYTES
    position = start + bytes.readUInt16LE(position + 2)
    if (position > bytes.length) break
    pairs.set(id, bytes.subarray(start, position))
  }
  throw new NtlmChallengeError('The server sent malformed NTLM target information')
}

/** Writes the pairs and the mark of their end. */
export function writeTargetInfo(pairs: TargetInfo): Buffer {
  return Buffer.concat([...pairs].flatMap(pair).concat(pair([AvId.eol, Buffer.alloc(0)])))
}

function pair([id, value]: readonly [number, Buffer]): Buffer[] {
  const header = Buffer.alloc(PAIR_HEADER_BYTES)
  header.writeUInt16LE(id)
  header.writeUInt16LE(value.length, 2)
  return [header, value]
}
