import type { SrvRecord } from 'node:dns'
import type { RandomBytes } from '../../kerberos/crypto'

/** Returns the DNS name under which a realm's KDCs are listed (RFC 4120, 7.2.3.2). */
export const serviceNameOf = (realm: string): string => `_kerberos._tcp.${realm.toLowerCase()}`

/** A DNS record that says that the service doesn't exist (RFC 2782). */
const isNone = ({ name }: SrvRecord) => name === '' || name === '.'

/**
 * Sorts the records into the order in which to try them (RFC 2782): by priority, and within a priority at random by weight.
 */
export function inOrder(records: readonly SrvRecord[], randomBytes: RandomBytes): SrvRecord[] {
  const ranked = records
    .filter((record) => !isNone(record))
    .map((record) => ({ record, rank: rank(record, randomBytes) }))
  return ranked.sort((a, b) => a.record.priority - b.record.priority || a.rank - b.rank).map(({ record }) => record)
}

/** Draws from an exponential distribution. Each record then comes first in proportion to its weight. */
function rank({ weight }: SrvRecord, randomBytes: RandomBytes): number {
  const uniform = (randomBytes(4).readUInt32BE() + 1) / (2 ** 32 + 1)
  return -Math.log(uniform) / Math.max(weight, 0.001)
}
