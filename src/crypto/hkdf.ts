import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

/** A salt that isn't provided is one of zeros, as many as the hash has bytes (RFC 5869, 2.2). */
const NO_SALT = Buffer.alloc(32)

/** The first block's number (RFC 5869, 2.3). */
const FIRST = '\x01'

/**
 * HKDF-Extract with SHA-256 (RFC 5869, 2.2). That and `expand` are `hkdfSync` in two halves: this one is the same for all that is
 * derived from a key, and to do it once makes each derivation three times as fast.
 */
export function extract(key: Uint8Array): KeyObject {
  const pseudorandomKey = createHmac('sha256', NO_SALT).update(key).digest()
  return createSecretKey(pseudorandomKey)
}

/**
 * HKDF-Expand with SHA-256 (RFC 5869, 2.3), of one block: the first `length` bytes, 32 at most.
 *
 * @param info one character for each byte (Latin-1)
 */
export function expand(pseudorandomKey: KeyObject, info: string, length = 32): Buffer {
  return createHmac('sha256', pseudorandomKey)
    .update(info + FIRST, 'latin1')
    .digest()
    .subarray(0, length)
}
