/** The address of a KDC, or of a proxy to it (MS-KKDCP). */
export type KdcAddress =
  | { readonly type: 'tcp'; readonly host: string; readonly port: number }
  | { readonly type: 'proxy'; readonly url: URL }

const KERBEROS_PORT = 88

/**
 * Reads `dc1.example.com`, `dc1.example.com:88`, `[2001:db8::1]:88`, or `https://proxy.example.com/KdcProxy`.
 *
 * @returns `undefined` if it is none of these
 */
export function kdcAddress(text: string): KdcAddress | undefined {
  if (/^https:\/\//i.test(text)) return URL.canParse(text) ? { type: 'proxy', url: proxyUrl(text) } : undefined
  const { groups } = /^(?:\[(?<ipv6>[\da-f:.]+)\]|(?<name>[^\s:/@[\]]+))(?::(?<port>\d{1,5}))?$/i.exec(text) ?? {}
  const { ipv6, name, port = String(KERBEROS_PORT) } = groups ?? {}
  const host = ipv6 ?? name
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined
  return { type: 'tcp', host, port: Number(port) }
}

/** Windows serves its proxy at `/KdcProxy`. */
function proxyUrl(text: string): URL {
  const url = new URL(text)
  if (url.pathname === '/') url.pathname = '/KdcProxy'
  return url
}

/** Returns the address as messages show it. */
export const addressText = (address: KdcAddress): string =>
  address.type === 'proxy' ? address.url.origin : `${address.host}:${address.port}`
