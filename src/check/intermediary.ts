import { distinguishedName } from './certificate/distinguished-name'
import type { Known } from './known'

/** Products that end TLS in front of a server, by the issuer of the certificate that they show. */
const INSPECTORS =
  /fortinet|fortigate|zscaler|sophos|palo ?alto|check ?point|blue ?coat|symantec web|cisco umbrella|netskope|eset ssl|kaspersky|avast|bitdefender|mcafee web|skyhigh|barracuda|squid|watchguard|sonicwall|forcepoint|websense|untangle|portswigger|mitmproxy|charles proxy|do_not_trust_fiddler/i

/** Balancers and gateways, by the cookies that they set. */
const COOKIES: readonly (readonly [RegExp, string])[] = [
  [/\bBIGipServer/, 'F5 BIG-IP'],
  [/\bNSC_/, 'Citrix NetScaler'],
  [/\bAWSALB/, 'an AWS load balancer'],
  [/\bARRAffinity|\bApplicationGatewayAffinity/, 'an Azure gateway'],
  [/\bSERVERID=|\bHAPROXY/i, 'HAProxy'],
  [/\b__cf/, 'Cloudflare'],
  [/\bX-LB-|\bKEMP/i, 'Kemp LoadMaster'],
]

/** Web servers that aren't the one of Exchange. */
const PROXIES =
  /\b(nginx|apache|haproxy|envoy|traefik|squid|varnish|cloudflare|bigip|kong|caddy|litespeed|openresty|awselb)\b/i

/** Signs that something stands between the client and Exchange, which may end TLS. */
export function signsOfIntermediary({ peer, greeting }: Known): string[] {
  const [leaf] = peer?.certificates ?? []
  const issuer = leaf === undefined ? '' : distinguishedName(leaf.issuer)
  const header = greeting?.header ?? (() => '')
  const [, server] = PROXIES.exec(header('server')) ?? []
  const [, balancer] = COOKIES.find(([cookie]) => cookie.test(header('set-cookie'))) ?? []
  return [
    ...(INSPECTORS.test(issuer) ? [`the certificate is issued by ${issuer}, which inspects TLS`] : []),
    ...(server === undefined ? [] : [`the web server is ${server}`]),
    ...(header('via') === '' ? [] : ['a proxy adds the header Via']),
    ...(balancer === undefined ? [] : [`${balancer} sets a cookie`]),
  ]
}
