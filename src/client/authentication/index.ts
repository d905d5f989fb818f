import type { BearerAuth, KerberosAuth, PasswordAuth, TlsOptions } from '../options'
import type { Runtime } from '../runtime'
import type { Authentication } from './authentication'
import { AutomaticAuthentication } from './automatic'
import { BasicAuthentication } from './basic'
import { BearerAuthentication } from './bearer'
import { KerberosAuthentication } from './kerberos'
import { kerberosAccess, realmMissing } from './kerberos-client'
import { LockoutGuard } from './lockout-guard'
import { NtlmAuthentication } from './ntlm'

export type { Authentication } from './authentication'

/** Returns the way to sign in that the options ask for. */
export function authenticationFor(
  auth: PasswordAuth | KerberosAuth | BearerAuth,
  server: URL,
  tls: TlsOptions | undefined,
  runtime: Runtime,
): Authentication {
  return auth.type === 'bearer'
    ? new BearerAuthentication(auth)
    : new LockoutGuard(accountAuthentication(auth, server, tls), runtime)
}

/** How long `auto` waits for a KDC before it goes on with NTLM. */
const KDC_PATIENCE = { each: 1_000, total: 2_000 }

function accountAuthentication(
  auth: PasswordAuth | KerberosAuth,
  server: URL,
  tls: TlsOptions | undefined,
): Authentication {
  if (auth.type === 'basic') return new BasicAuthentication(auth)
  if (auth.type === 'kerberos') {
    const access = kerberosAccess(auth, server, tls)
    if (access === undefined) throw realmMissing()
    return new KerberosAuthentication(access, auth, server)
  }
  const ntlm = new NtlmAuthentication(auth, server)
  if (auth.type === 'ntlm') return ntlm
  const access = kerberosAccess(auth, server, tls, KDC_PATIENCE)
  const kerberos = access && new KerberosAuthentication(access, auth, server)
  return new AutomaticAuthentication(kerberos, ntlm, new BasicAuthentication(auth))
}
