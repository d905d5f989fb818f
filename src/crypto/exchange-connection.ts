import * as z from 'zod/mini'
import { checked, smtpAddress, text } from '../validation'
import type { VaultContext } from './context'
import type { Schema } from './json'
import { Secret } from './secret'
import type { Vault } from './vault'
import { VaultValueError } from './vault-error'

/** How a customer's Exchange is reached: what an administrator types in. Its members are `EwsClient`'s options of these names. */
export interface ExchangeConnection {
  /** `https://mail.example.com/EWS/Exchange.asmx`, or `mail.example.com`. */
  readonly url: string
  /** `EXAMPLE\svc-booking` or `svc-booking@example.com`. */
  readonly username: string
  readonly password: Secret
  /** The mailbox in whose name the account acts; its own where left out. */
  readonly impersonate?: { readonly primarySmtpAddress: string } | undefined
}

/** A connection as it comes from a form. */
export interface ExchangeConnectionInput extends Omit<ExchangeConnection, 'password'> {
  readonly password: string | Secret
}

/** A `Secret` of something else would be sealed, and not open again. */
const secret = z.instanceof(Secret).check(z.refine((secret) => text.safeParse(secret.reveal()).success))

const password = z.pipe(
  z.union([secret, text], { error: 'must be a string that is not empty, or a Secret of one' }),
  z.transform((password) => (password instanceof Secret ? password : new Secret(password))),
)

const members = {
  url: text,
  username: text,
  password,
  impersonate: z.optional(z.object({ primarySmtpAddress: smtpAddress })),
}

/** Refuses what it doesn't know: a misspelt name would be an account that acts for itself. */
const given = z.strictObject(members)

/** Lets pass what it doesn't know: later versions may have more. */
const sealed = z.object(members)

/** Checks a connection: of a form, of a file, of `openJson`. Its errors name the member that is wrong, and quote nothing. */
export const exchangeConnection: Schema<ExchangeConnection> = { parse: (input) => read(sealed, input) }

function read(schema: typeof given | typeof sealed, input: unknown): ExchangeConnection {
  return checked(schema, input, ({ code, path, message }) =>
    code === 'unrecognized_keys'
      ? new VaultValueError('The connection has a member that is unknown')
      : new VaultValueError(`The connection: ${path || 'it'}: ${message}`),
  )
}

/**
 * Seals a connection as a whole for one column.
 *
 * @throws VaultValueError naming the member that is wrong; and what `Vault.seal` throws
 */
export function sealConnection(vault: Vault, connection: ExchangeConnectionInput, context: VaultContext): string {
  return vault.sealJson(read(given, connection), context)
}

/**
 * The connection that was sealed.
 *
 * @example
 * const { url, impersonate, username, password } = openConnection(vault, row.connection, context)
 * const client = new EwsClient({ url, impersonate, auth: { type: 'auto', username, password } })
 * @throws what `Vault.openJson` throws
 */
export function openConnection(vault: Vault, stored: string, context: VaultContext): ExchangeConnection {
  return vault.openJson(stored, context, exchangeConnection)
}
