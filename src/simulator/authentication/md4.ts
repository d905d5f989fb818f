/** One of the three rounds: its boolean function, additive constant, order of words and amounts of rotation. */
interface Round {
  readonly mix: (x: number, y: number, z: number) => number
  readonly constant: number
  readonly order: readonly number[]
  readonly rotations: readonly [number, number, number, number]
}

const rounds: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    rotations: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    rotations: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    rotations: [3, 9, 11, 15],
  },
]

type State = readonly [number, number, number, number]
const INITIAL: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
const BLOCK_BYTES = 64

/** The MD4 digest of `message`, 16 bytes (RFC 1320). Only for NTLM, which needs it although OpenSSL 3 dropped it. */
export function md4(message: Uint8Array): Buffer {
  const padded = pad(message)
  let state = INITIAL
  for (let offset = 0; offset < padded.length; offset += BLOCK_BYTES) {
    state = digestBlock(state, padded.subarray(offset, offset + BLOCK_BYTES))
  }
  const digest = Buffer.alloc(16)
  for (const [index, word] of state.entries()) digest.writeUInt32LE(word, index * 4)
  return digest
}

/** Appends a one bit, zeros, and the length in bits, up to a multiple of the block (RFC 1320, 3.1 and 3.2). */
function pad(message: Uint8Array): Buffer {
  const length = Math.ceil((message.length + 9) / BLOCK_BYTES) * BLOCK_BYTES
  const padded = Buffer.alloc(length)
  padded.set(message)
  padded[message.length] = 0x80
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, length - 8)
  return padded
}

function digestBlock(before: State, block: Buffer): State {
  let [a, b, c, d] = before
  for (const { mix, constant, order, rotations } of rounds) {
    for (const [step, word] of order.entries()) {
      const sum = a + mix(b, c, d) + block.readUInt32LE(word * 4) + constant
      const rotated = rotateLeft(sum, rotations[step % 4] ?? 0)
      ;[a, b, c, d] = [d, rotated, b, c]
    }
  }
  return [(before[0] + a) >>> 0, (before[1] + b) >>> 0, (before[2] + c) >>> 0, (before[3] + d) >>> 0]
}

const rotateLeft = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits))
