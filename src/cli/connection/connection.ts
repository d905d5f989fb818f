import { readFile } from 'node:fs/promises'
import { EwsClient, type EwsClientOptions } from 'ews-booking'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import { credentialsOf } from './credentials'
import type { ConnectionFlags } from './flags'
import { needed, variable } from './setting'
import { traceTo } from './trace'

/** How a command reaches Exchange, and whose calendar it looks at. */
export interface Connection {
  /** They impersonate `mailbox`, if anybody is impersonated. */
  readonly options: EwsClientOptions
  /** The mailbox to look at, if options, environment or user name tell it. */
  readonly mailbox: string | undefined
}

/**
 * Gathers the connection from options, environment, and the person at the terminal, in this order. Opens nothing.
 *
 * @throws UsageError if something is missing
 */
export async function connectionOf(flags: ConnectionFlags, surroundings: Surroundings): Promise<Connection> {
  const url = flags.url ?? (await needed('EWS_URL', 'Exchange server: ', surroundings, { flag: 'url' }))
  const auth = await credentialsOf(flags, surroundings)
  const { mailbox = addressOf(auth), impersonates } = actingFor(flags, surroundings)
  const ca = flags.ca ?? variable('EWS_CA', surroundings)
  return {
    options: {
      url,
      auth,
      impersonate: impersonates && mailbox !== undefined ? { primarySmtpAddress: mailbox } : undefined,
      tls: ca === undefined ? undefined : { ca: await certificates(ca) },
      allowInsecureHttp: flags.insecureHttp,
    },
    mailbox,
  }
}

/** Returns whose calendar a command looks at, and whether it impersonates the owner. Options come before the environment. */
function actingFor(flags: ConnectionFlags, surroundings: Surroundings) {
  const impersonated = variable('EWS_IMPERSONATE', surroundings)
  const mailbox = flags.mailbox ?? flags.impersonate ?? variable('EWS_MAILBOX', surroundings) ?? impersonated
  return { mailbox, impersonates: (flags.impersonate ?? impersonated) !== undefined }
}

/** An account named by a UPN usually has it as its address too. */
const addressOf = (auth: EwsClientOptions['auth']): string | undefined =>
  'username' in auth && auth.username.includes('@') ? auth.username : undefined

async function certificates(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`The certificates can't be read: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * Returns the mailbox to look at.
 *
 * @throws UsageError if it is unknown
 */
export function mailboxOf({ mailbox }: Connection): string {
  if (mailbox !== undefined) return mailbox
  throw new UsageError('Name the mailbox with --mailbox or EWS_MAILBOX: the user name is not an address.')
}

/** Returns the client to use for a mailbox: one that impersonates it, if the connection impersonates anybody. */
export const clientFor = (mailbox: string, client: EwsClient, { options }: Connection): EwsClient =>
  options.impersonate === undefined ? client : client.impersonating({ primarySmtpAddress: mailbox })

/** Calls `use` with a client for the connection of the command, and closes the client afterwards. */
export async function withClient<Result>(
  flags: ConnectionFlags,
  surroundings: Surroundings,
  use: (client: EwsClient, connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await connectionOf(flags, surroundings)
  return useClient(connection, flags, surroundings, (client) => use(client, connection))
}

/** Calls `use` with a client for a connection, and closes the client afterwards. */
export async function useClient<Result>(
  { options }: Connection,
  { trace }: Pick<ConnectionFlags, 'trace'>,
  { note }: Pick<Surroundings, 'note'>,
  use: (client: EwsClient) => Promise<Result>,
): Promise<Result> {
  const stopTracing = trace ? traceTo(note) : () => undefined
  const client = new EwsClient(options)
  try {
    return await use(client)
  } finally {
    await client.close()
    stopTracing()
  }
}
