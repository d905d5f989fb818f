const ROTATION = 13n

/**
 * Stretches or shrinks `input` to `length` bytes (RFC 3961, 5.1). Copies of the input, each rotated 13 bits further to the
 * right than the one before, are laid end to end, cut to the wanted length, and added with end-around carry.
 */
export function nFold(input: Uint8Array, length: number): Buffer {
  const copies = leastCommonMultiple(input.length, length) / input.length
  const rotated = Array.from({ length: copies }, (_, copy) => rotatedRight(input, BigInt(copy) * ROTATION))
  const laidOut = Buffer.concat(rotated)
  const bits = BigInt(length * 8)
  let sum = 0n
  for (let start = 0; start < laidOut.length; start += length) sum += numberOf(laidOut.subarray(start, start + length))
  while (sum >> bits > 0n) sum = (sum & mask(bits)) + (sum >> bits)
  return bytesOf(sum, length)
}

function rotatedRight(input: Uint8Array, distance: bigint): Buffer {
  const bits = BigInt(input.length * 8)
  const shift = distance % bits
  const value = numberOf(input)
  return bytesOf((value >> shift) | ((value << (bits - shift)) & mask(bits)), input.length)
}

const mask = (bits: bigint): bigint => (1n << bits) - 1n

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

const bytesOf = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')

const leastCommonMultiple = (a: number, b: number): number => (a / greatestCommonDivisor(a, b)) * b

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))
