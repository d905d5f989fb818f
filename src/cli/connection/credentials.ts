import type { EwsClientOptions } from 'ews-booking'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import type { ConnectionFlags } from './flags'
import { kerberosOf } from './kerberos'
import { isScheme, SCHEMES, type Scheme } from './scheme'
import { needed, variable } from './setting'

type Auth = EwsClientOptions['auth']

/**
 * Returns how to sign in. The secret comes from the environment or from the person at the terminal: an argument could be read in the list of
 * processes, and in the history of the shell.
 *
 * @throws UsageError if something is missing
 */
export async function credentialsOf(flags: ConnectionFlags, surroundings: Surroundings): Promise<Auth> {
  const type = schemeOf(flags, surroundings)
  const kerberos = kerberosOf(flags, type, surroundings)
  if (type === 'bearer') {
    return { type, token: await needed('EWS_TOKEN', 'Access token: ', surroundings, { hidden: true }) }
  }
  const username = flags.username ?? (await needed('EWS_USERNAME', 'User name: ', surroundings, { flag: 'username' }))
  const keytab = variable('EWS_KEYTAB', surroundings)
  if (type === 'kerberos' && keytab !== undefined) return { type, username, keytab, ...kerberos }
  const password = await needed('EWS_PASSWORD', `Password of ${username}: `, surroundings, { hidden: true })
  return { type, username, password, ...kerberos }
}

function schemeOf({ auth }: ConnectionFlags, surroundings: Surroundings): Scheme {
  const scheme = auth ?? variable('EWS_AUTH', surroundings) ?? 'auto'
  if (!isScheme(scheme)) throw new UsageError(`EWS_AUTH must be one of ${SCHEMES.join(', ')}.`)
  return scheme
}
