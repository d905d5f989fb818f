import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KerberosError } from '../../../src/client/kerberos/kerberos-error'
import { aes256Sha1 } from '../../../src/kerberos/crypto'
import { bySuite } from '../../suite'
import { entry, keytab } from './keytab-file'
import { clientOf, PASSWORD, simulatedRealm } from './simulated-realm'

/** A change to a message: bytes replaced, removed or inserted, or the rest cut off. */
interface Mutation {
  readonly kind: 'replace' | 'insert' | 'remove' | 'cut'
  /** As a share of the message's length. */
  readonly at: number
  readonly bytes: Uint8Array
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('replace', 'insert', 'remove', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    // Bytes with a meaning in DER: long lengths, tags of several bytes, the limits of integers.
    fc.constantFrom(
      ...[[0x80], [0x84, 0xff, 0xff, 0xff, 0xff], [0x1f], [0], [0xff], [0x30, 0x80]].map((b) => Uint8Array.from(b)),
    ),
  ),
})

function mutated(message: Buffer, { kind, at, bytes }: Mutation): Buffer {
  const position = Math.floor(at * message.length)
  const before = message.subarray(0, position)
  if (kind === 'cut') return Buffer.from(before)
  const after = message.subarray(kind === 'insert' ? position : position + bytes.length)
  return Buffer.concat(kind === 'remove' ? [before, after] : [before, bytes, after])
}

describe('mutated answers of a KDC', () => {
  it('yield a ticket or one kind of error, without further requests', async () => {
    const realm = simulatedRealm()
    const key = await aes256Sha1.keyOfPassword(PASSWORD, Buffer.from('EXAMPLE.COMsvc-booking'), 4096)
    const keys = keytab(entry({ components: ['svc-booking'], key }))
    let requests = 0
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.array(mutation, { minLength: 1, maxLength: 3 }), async (target, mutations) => {
        requests = 0
        const client = clientOf({
          // The first answer says how to make a key from the password. After it, a ready key saves hashing the password.
          ...(target > 0 && { credentials: { keytab: keys } }),
          answering: async (message) => {
            const answer = await realm.answer(message)
            const isTarget = requests === target
            requests += 1
            return answer !== undefined && isTarget ? mutations.reduce(mutated, answer) : answer
          },
        })
        const outcome: unknown = await client.ticket().catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(KerberosError)
        expect(requests).toBeLessThanOrEqual(6)
      }),
      { numRuns: bySuite({ quick: 300, slow: 100_000 }) },
    )
  })
})
