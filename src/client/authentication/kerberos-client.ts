import { EwsRequestError } from '../../errors'
import { type KdcAddress, kdcAddress } from '../kerberos/kdc-address'
import type { KnownKdcs, Patience } from '../kerberos/kdcs'
import type { KerberosAccount, KerberosFacts } from '../kerberos/kerberos-account'
import { principalsOf } from '../kerberos/user-name'
import { type KerberosAuth, type KerberosOptions, type NtlmAuth, revealed, type TlsOptions } from '../options'

/** The options of an account that can sign in with Kerberos. */
type Auth = KerberosAuth | NtlmAuth

/** An account that signs in with Kerberos, and the service that it signs in to. */
export interface KerberosAccess {
  /** `HTTP/mail.example.com` */
  readonly servicePrincipal: string
  /** Returns the same account each time. */
  account(): Promise<KerberosAccount>
}

/**
 * Returns how to sign in to `server` with Kerberos.
 *
 * @param firstPatience how long to wait for KDCs until one has answered. Defaults to the usual patience.
 * @returns `undefined` if the realm is unknown
 */
export function kerberosAccess(
  auth: Auth,
  server: URL,
  tls: TlsOptions | undefined,
  firstPatience?: Patience,
): KerberosAccess | undefined {
  const facts = kerberosFacts(auth, server, firstPatience)
  if (facts === undefined) return undefined
  let account: Promise<KerberosAccount> | undefined
  return {
    servicePrincipal: facts.servicePrincipal,
    account() {
      account ??= loadAccount(facts, tls)
      return account
    },
  }
}

/** Returns the account and the service that the options mean; `undefined` if the realm is unknown. */
export function kerberosFacts(auth: Auth, server: URL, firstPatience?: Patience): KerberosFacts | undefined {
  const { username, domain, realm, kdc } = auth
  const host = server.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const byKeytab = 'keytab' in auth && auth.keytab !== undefined
  const principals = principalsOf({ username, domain, realm, host, kdcIsKnown: kdc !== undefined, byKeytab })
  if (principals.length === 0) return undefined
  return {
    principals,
    credentials: credentialsOf(auth),
    servicePrincipal: auth.servicePrincipal ?? `HTTP/${host}`,
    kdcs: knownKdcs(kdc, principals[0]?.realm ?? ''),
    ...(firstPatience !== undefined && { firstPatience }),
  }
}

/** Loads Kerberos when it is first needed, because few processes sign in with it. */
async function loadAccount(facts: KerberosFacts, tls: TlsOptions | undefined): Promise<KerberosAccount> {
  const [{ KerberosAccount }, { systemRuntime }] = await Promise.all([
    import('../kerberos/kerberos-account'),
    import('../kerberos/runtime'),
  ])
  return new KerberosAccount(facts, systemRuntime({ ca: tls?.ca, rejectUnauthorized: tls?.rejectUnauthorized }))
}

/** Returns the error for `type: 'kerberos'` without a realm. */
export const realmMissing = (): EwsRequestError =>
  new EwsRequestError({
    message: "The option auth.realm: is needed, because the account's Kerberos realm can't be found otherwise",
    hint: 'Set it to the DNS name of its Active Directory domain, in capitals: EXAMPLE.COM.',
    path: 'auth.realm',
  })

const credentialsOf = (auth: Auth) =>
  'keytab' in auth && auth.keytab !== undefined
    ? { keytab: auth.keytab }
    : { password: auth.password === undefined ? '' : revealed(auth.password) }

/** Reads the option `kdc`. A list belongs to the account's realm. A proxy serves every realm. */
function knownKdcs(option: KerberosOptions['kdc'], ownRealm: string): KnownKdcs {
  if (option === undefined) return () => undefined
  if (typeof option === 'string' || Array.isArray(option)) {
    const addresses = addressesOf([option].flat())
    const proxies = addresses.filter(({ type }) => type === 'proxy')
    return (realm) => (isSameRealm(realm, ownRealm) ? addresses : proxies.length > 0 ? proxies : undefined)
  }
  const byRealm = Object.entries(option).map(([realm, kdcs]) => [realm, addressesOf([kdcs].flat())] as const)
  return (wanted) => byRealm.find(([realm]) => isSameRealm(realm, wanted))?.[1]
}

const addressesOf = (texts: readonly string[]): KdcAddress[] =>
  texts.map(kdcAddress).filter((address) => address !== undefined)

const isSameRealm = (a: string, b: string) => a.toUpperCase() === b.toUpperCase()
