import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import type { ConnectionFlags } from './flags'
import type { Scheme } from './scheme'
import { variable } from './setting'

/** How Kerberos finds its way, as `auth` takes it. */
interface Finding {
  readonly realm?: string
  readonly kdc?: readonly string[]
}

/**
 * Returns what options and environment say about Kerberos.
 *
 * @throws UsageError if an option is given that the scheme has no use for. A variable may be meant for other commands.
 */
export function kerberosOf({ kdc, realm }: ConnectionFlags, scheme: Scheme, surroundings: Surroundings): Finding {
  if (scheme !== 'auto' && scheme !== 'kerberos') {
    const option = kdc === undefined ? '--realm' : '--kdc'
    if ((kdc ?? realm) !== undefined) throw new UsageError(`${option} is for Kerberos, and --auth ${scheme} uses none.`)
    return {}
  }
  const kdcs = kdc ?? variable('EWS_KDC', surroundings)
  const ownRealm = realm ?? variable('EWS_REALM', surroundings)
  return {
    ...(kdcs !== undefined && { kdc: listOf(kdcs) }),
    ...(ownRealm !== undefined && { realm: ownRealm }),
  }
}

/** Reads `dc1.example.com, dc2.example.com`. */
function listOf(text: string): readonly string[] {
  const kdcs = text.split(',').map((each) => each.trim())
  if (!kdcs.includes('')) return kdcs
  throw new UsageError('--kdc or EWS_KDC has an empty name. Separate KDCs by commas: dc1.example.com,dc2.example.com.')
}
