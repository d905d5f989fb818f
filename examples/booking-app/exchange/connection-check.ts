import { type CheckStep, checkConnection } from 'ews-booking'
import type { ExchangeConnection } from 'ews-booking/crypto'
import type { ExchangeAccounts } from './accounts'
import { lookupPublic, PrivateAddressError } from './public-address'

/** A step of the check of a connection, for the administrator's eyes. */
export type ShownStep = Pick<CheckStep, 'verdict' | 'found'> & {
  readonly name: CheckStep['name']
  readonly remedy: string
}

/** Checks a connection step by step, as far as its address may be reached at all. */
export async function* connectionSteps(
  exchange: ExchangeAccounts,
  connection: ExchangeConnection,
  mailbox: string,
  signal: AbortSignal,
): AsyncGenerator<ShownStep> {
  const options = exchange.optionsOf(connection)
  if (!exchange.allowsPrivateNetworks) await checkPublic(connection.url)
  for await (const { name, verdict, found, remedy = '' } of checkConnection({ ...options, mailbox, signal })) {
    yield { name, verdict, found, remedy }
  }
}

/**
 * Says early, and in a sentence of ours, what each connection would run into.
 *
 * @throws PrivateAddressError
 */
async function checkPublic(url: string): Promise<void> {
  const host = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(url) ? url : `https://${url}`).hostname.replace(/^\[|\]$/g, '')
  const error = await new Promise<Error | null>((resolve) => lookupPublic(host, { all: true }, resolve))
  if (error instanceof PrivateAddressError) throw error
}
