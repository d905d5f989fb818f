import { isIP } from 'node:net'
import type { PrincipalName } from '../../kerberos/messages'
import { NameType } from '../../kerberos/messages/name-type'
import type { Principal } from './credential'

/** The facts that determine the account to sign in. */
export interface UserNameFacts {
  /** `EXAMPLE\svc`, `svc@example.com` or `svc`. */
  readonly username: string
  readonly domain?: string | undefined
  /** The realm that an option names. */
  readonly realm?: string | undefined
  /** The host of `url`. Its domain is the last guess for the realm. */
  readonly host: string
  /** Whether the KDC is configured. Then a NetBIOS name works as the realm, because domain controllers understand it. */
  readonly kdcIsKnown: boolean
  /** Whether the key comes from a keytab, which contains principals but no user principal names. */
  readonly byKeytab: boolean
}

/** How many levels of the server's domain are tried as the realm. */
const MAX_GUESSES = 2

/**
 * Returns the principals that a user name can mean, the likeliest first. The list is empty if the realm is unknown.
 *
 * A name with an `@` is first taken as a user principal name, whose suffix needn't be the realm (RFC 6806, 5), then as the part before the `@`.
 */
export function principalsOf(facts: UserNameFacts): Principal[] {
  const { user, suffix, domain } = parts(facts.username, facts.domain)
  const realms = realmsFor(facts, suffix ?? domain)
  return realms.flatMap((realm) =>
    names(user, facts.byKeytab ? undefined : suffix, realm).map((name) => ({ name, realm })),
  )
}

function parts(username: string, domain: string | undefined) {
  const backslash = username.indexOf('\\')
  if (backslash !== -1) return { user: username.slice(backslash + 1), domain: username.slice(0, backslash) }
  const at = username.lastIndexOf('@')
  return at === -1 ? { user: username, domain } : { user: username.slice(0, at), suffix: username.slice(at + 1) }
}

function names(user: string, suffix: string | undefined, realm: string): PrincipalName[] {
  const principal = { nameType: NameType.principal, components: user.split('/') }
  if (suffix === undefined) return [principal]
  const enterprise = { nameType: NameType.enterprise, components: [`${user}@${suffix}`] }
  return suffix.toUpperCase() === realm.toUpperCase() ? [enterprise, principal] : [enterprise]
}

function realmsFor({ realm, host, kdcIsKnown }: UserNameFacts, domain: string | undefined): string[] {
  if (realm !== undefined) return [realm]
  if (domain !== undefined && domain !== '' && (domain.includes('.') || kdcIsKnown)) return [domain.toUpperCase()]
  return domainsAround(host)
}

/** Returns the realms to try for a host: for `mail.ad.example.com`, `AD.EXAMPLE.COM`, then `EXAMPLE.COM`. */
function domainsAround(host: string): string[] {
  if (isIP(host) !== 0) return []
  const labels = host.toUpperCase().split('.')
  return labels
    .map((_, index) => labels.slice(index + 1))
    .filter((rest) => rest.length >= 2)
    .slice(0, MAX_GUESSES)
    .map((rest) => rest.join('.'))
}
