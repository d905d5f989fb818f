import type { BearerAuth, PasswordAuth } from '../options'
import type { Authentication } from './authentication'
import { AutomaticAuthentication } from './automatic'
import { BasicAuthentication } from './basic'
import { BearerAuthentication } from './bearer'
import { LockoutGuard } from './lockout-guard'
import { NtlmAuthentication } from './ntlm'

export type { Authentication } from './authentication'

/** @param confidential whether what is sent can be read by nobody in between, so that Basic may be used where offered */
export function authenticationFor(auth: PasswordAuth | BearerAuth, server: URL, confidential: boolean): Authentication {
  return auth.type === 'bearer'
    ? new BearerAuthentication(auth)
    : new LockoutGuard(passwordAuthentication(auth, server, confidential))
}

function passwordAuthentication(auth: PasswordAuth, server: URL, confidential: boolean): Authentication {
  if (auth.type === 'basic') return new BasicAuthentication(auth)
  const ntlm = new NtlmAuthentication(auth, server)
  if (auth.type === 'ntlm') return ntlm
  return new AutomaticAuthentication(ntlm, confidential ? new BasicAuthentication(auth) : undefined)
}
