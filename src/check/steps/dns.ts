import { isIP } from 'node:net'
import { hostOf } from '../host'
import type { HostAddress, Known } from '../known'
import { failed, type Outcome, ok, skipped, warning } from '../outcome'
import type { Tools } from '../tools'

/** How many addresses are tried. */
const MOST_ADDRESSES = 16

/** The addresses of the host name. */
export async function dns(known: Known, tools: Tools): Promise<Outcome> {
  const host = hostOf(known)
  const family = isIP(host)
  if (family !== 0) return skipped(`${host} is an address already.`, { addresses: [{ address: host, family }] })
  if (known.options.dispatcher !== undefined)
    return skipped('The name is looked up by the proxy (dispatcher).', { addresses: [] })
  try {
    const addresses = await tools.probe(() => tools.runtime.lookup(host))
    if (addresses.length === 0) return unknownName(host, 'has no address')
    return found(host, addresses.slice(0, MOST_ADDRESSES))
  } catch (error) {
    return notFound(host, error)
  }
}

function found(host: string, addresses: readonly HostAddress[]): Outcome {
  const of = (wanted: number) =>
    addresses
      .filter(({ family }) => family === wanted)
      .map(({ address }) => address)
      .join(', ') || 'none'
  const text = `${host} is IPv4 ${of(4)}; IPv6 ${of(6)}.`
  const isUnset = addresses.some(({ address }) => address === '0.0.0.0' || address === '::')
  if (!isUnset) return ok(text, { addresses })
  return warning(
    `${text} A filter answers with a false address.`,
    { whose: 'network', remedy: 'Look for a DNS filter that blocks the name.' },
    { addresses },
  )
}

function unknownName(host: string, problem: string): Outcome {
  return failed(`The host name ${host} ${problem}.`, {
    whose: 'you',
    remedy: `Check the spelling. If it is right, ask who runs the network for a DNS record, and whether a VPN is needed (nslookup ${host}).`,
  })
}

function notFound(host: string, error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'ENODATA') return unknownName(host, 'is unknown to DNS')
  const reason = code === '' ? 'the DNS server did not answer in time' : `the DNS server did not answer (${code})`
  return failed(`${host} couldn't be looked up: ${reason}.`, {
    whose: 'network',
    remedy: "Check this machine's network and its DNS servers, then try again.",
  })
}
