import { type LookupAddress, lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'

/** The networks that aren't the Internet's (IANA's special-purpose address registries). */
const NOT_PUBLIC: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

/** One list for each family: a `BlockList` compares IPv4 addresses with the networks of IPv6 as well, mapped into them. */
const notPublic = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [network, prefix] of NOT_PUBLIC) {
  const family = network.includes(':') ? 'ipv6' : 'ipv4'
  notPublic[family].addSubnet(network, prefix, family)
}

/** The address that an administrator typed leads into a network that the operator of this application hasn't opened to tenants. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
  readonly code = 'ERR_APP_PRIVATE_ADDRESS'

  constructor() {
    super('The address of the server is not on the Internet')
  }
}

/** Whether an IP address is one of the Internet's. IPv6 addresses that carry an IPv4 address count as not public. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  const family = version === 6 ? 'ipv6' : 'ipv4'
  return version !== 0 && !notPublic[family].check(address, family)
}

/**
 * Resolves a name for one connection, and fails if any of its addresses isn't public. The connection goes to exactly what was checked, so
 * a name that resolves differently a moment later makes no difference (DNS rebinding).
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, '', 0)
    const [first] = addresses
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddressError(), '', 0)
    }
    if (options.all === true) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

/**
 * Makes connections to public addresses only. A host that is an address already isn't looked up, so it is checked here, in the form in which
 * the connection goes there: `2130706433` and `0x7f.1` are 127.0.0.1 by now.
 */
export function publicConnector(tls: buildConnector.BuildOptions = {}): buildConnector.connector {
  const connect = buildConnector({ ...tls, lookup: lookupPublic })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !isPublicAddress(host)) callback(new PrivateAddressError(), null)
    else connect(options, callback)
  }
}
