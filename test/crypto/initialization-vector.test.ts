import { describe, expect, it } from 'vitest'
import { bySuite } from '../suite'
import { CONTEXT, vaultWith } from './vaults'

const SEALED = bySuite({ quick: 5_000, slow: 100_000 })

describe('an initialization vector is never used twice with a key', () => {
  it(`in ${SEALED} values of one context`, () => {
    const vault = vaultWith()
    const vectors = new Set<string>()
    for (let value = 0; value < SEALED; value += 1) vectors.add(vault.seal('', CONTEXT).split('.', 3)[2] ?? '')
    expect(vectors.size).toBe(SEALED)
  })

  it('and all of its bits are random', () => {
    const vault = vaultWith()
    const vectors = Array.from({ length: 2000 }, () =>
      Buffer.from(vault.seal('', CONTEXT).split('.')[2] ?? '', 'base64url'),
    )
    const ones = Array.from({ length: 96 }, (_, bit) => vectors.filter((vector) => isSet(vector, bit)).length)
    expect(Math.min(...ones)).toBeGreaterThan(800)
    expect(Math.max(...ones)).toBeLessThan(1200)
  })
})

const isSet = (bytes: Buffer, bit: number): boolean => (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
