import type { BearerAuth, PasswordAuth } from '../options'
import type { Authentication } from './authentication'
import { AutomaticAuthentication } from './automatic'
import { BasicAuthentication } from './basic'
import { BearerAuthentication } from './bearer'
import { NtlmAuthentication } from './ntlm'

export type { Authentication } from './authentication'

/** @param confidential whether what is sent can be read by nobody in between, so that Basic may be used where offered */
export function authenticationFor(auth: PasswordAuth | BearerAuth, server: URL, confidential: boolean): Authentication {
  switch (auth.type) {
    case 'bearer':
      return new BearerAuthentication(auth)
    case 'basic':
      return new BasicAuthentication(auth)
    case 'ntlm':
      return new NtlmAuthentication(auth, server)
    case 'auto':
      return automatic(auth, server, confidential)
  }
}

function automatic(auth: PasswordAuth, server: URL, confidential: boolean): Authentication {
  const basic = confidential ? new BasicAuthentication(auth) : undefined
  return new AutomaticAuthentication(new NtlmAuthentication(auth, server), basic)
}
