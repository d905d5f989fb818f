import type { BearerAuth, PasswordAuth } from '../options'
import type { Authentication } from './authentication'
import { AutomaticAuthentication } from './automatic'
import { BasicAuthentication } from './basic'
import { BearerAuthentication } from './bearer'
import { LockoutGuard } from './lockout-guard'
import { NtlmAuthentication } from './ntlm'

export type { Authentication } from './authentication'

/** The way to sign in that the options ask for. */
export function authenticationFor(auth: PasswordAuth | BearerAuth, server: URL): Authentication {
  return auth.type === 'bearer'
    ? new BearerAuthentication(auth)
    : new LockoutGuard(passwordAuthentication(auth, server))
}

function passwordAuthentication(auth: PasswordAuth, server: URL): Authentication {
  if (auth.type === 'basic') return new BasicAuthentication(auth)
  const ntlm = new NtlmAuthentication(auth, server)
  if (auth.type === 'ntlm') return ntlm
  return new AutomaticAuthentication(ntlm, new BasicAuthentication(auth))
}
