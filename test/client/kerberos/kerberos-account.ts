import { kdcAddress } from '../../../src/client/kerberos/kdc-address'
import { KerberosAccount, type KerberosFacts } from '../../../src/client/kerberos/kerberos-account'
import { KerberosError } from '../../../src/client/kerberos/kerberos-error'
import { type KerberosRuntime, systemRuntime } from '../../../src/client/kerberos/runtime'
import { principalsOf } from '../../../src/client/kerberos/user-name'
import { REALM, SERVICE, USER_PASSWORD } from './mit-kdc'

export interface AccountOptions {
  readonly username?: string
  readonly realm?: string
  readonly credentials?: KerberosFacts['credentials']
  readonly service?: string
  /** The KDCs in the order in which to ask them. */
  readonly kdcs: readonly string[]
  readonly runtime?: Partial<KerberosRuntime>
}

/** Options for an account of the test realm. */
export function kerberosAccount({
  username = 'alice',
  realm = REALM,
  credentials = { password: USER_PASSWORD },
  service = SERVICE,
  kdcs,
  runtime = {},
}: AccountOptions): KerberosAccount {
  const facts = { username, realm, host: 'localhost', kdcIsKnown: true, byKeytab: 'keytab' in credentials }
  const addresses = kdcs.map((text) => kdcAddress(text)).filter((address) => address !== undefined)
  return new KerberosAccount(
    { principals: principalsOf(facts), credentials, servicePrincipal: service, kdcs: () => addresses },
    { ...systemRuntime(), ...runtime },
  )
}

/** Returns the error of a request for a ticket. */
export async function refusalOf(account: KerberosAccount): Promise<KerberosError> {
  const outcome: unknown = await account.ticket().catch((error: unknown) => error)
  if (outcome instanceof KerberosError) return outcome
  throw new Error('Expected a KerberosError')
}

/** This machine's clock, which a test can put forward. */
export function movableClock(offset = 0): { now: () => number; forward(milliseconds: number): void } {
  let moved = offset
  return {
    now: () => Date.now() + moved,
    forward(milliseconds) {
      moved += milliseconds
    },
  }
}
