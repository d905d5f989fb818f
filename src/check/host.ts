import { serverUrl } from '../validation/server-url'
import type { Known } from './known'

/** The address of EWS. */
export const serverOf = ({ settings, options }: Known): URL => settings?.server ?? serverUrl(options.url)

/** The host of the address, without the brackets of IPv6. */
export const hostOf = (known: Known): string => serverOf(known).hostname.replace(/^\[(.*)\]$/, '$1')

/** The port of the address. */
export function portOf(known: Known): number {
  const { port, protocol } = serverOf(known)
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}
