import * as z from 'zod/mini'
import { checked, smtpAddress, text } from '../validation'
import type { VaultContext } from './context'
import type { Schema } from './json'
import { Secret } from './secret'
import type { Vault } from './vault'
import { VaultValueError } from './vault-error'

/** The settings of a customer's Exchange, as an administrator enters them. Its members are options of `EwsClient` with the same names. */
export interface ExchangeConnection {
  /** `https://mail.example.com/EWS/Exchange.asmx`, or `mail.example.com`. */
  readonly url: string
  /** `EXAMPLE\svc-booking` or `svc-booking@example.com`. */
  readonly username: string
  readonly password: Secret
  /** The mailbox to impersonate. Defaults to the account's own. */
  readonly impersonate?: { readonly primarySmtpAddress: string } | undefined
}

/** The settings as they come from a form, with a plain password. */
export interface ExchangeConnectionInput extends Omit<ExchangeConnection, 'password'> {
  readonly password: string | Secret
}

/** A `Secret` of anything but a string could be sealed, but not opened again. */
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

/** Refuses unknown members: with a misspelt `impersonate` the account would act for itself. */
const given = z.strictObject(members)

/** Accepts unknown members: later versions may write more of them. */
const sealed = z.object(members)

/** Checks a connection from a form, a file or `openJson`. Errors name the member that is wrong and never quote its value. */
export const exchangeConnection: Schema<ExchangeConnection> = { parse: (input) => read(sealed, input) }

function read(schema: typeof given | typeof sealed, input: unknown): ExchangeConnection {
  return checked(schema, input, ({ code, path, message }) =>
    code === 'unrecognized_keys'
      ? new VaultValueError('The connection has an unknown member')
      : new VaultValueError(`The connection: ${path || 'it'}: ${message}`),
  )
}

/**
 * Seals a whole connection for one column.
 *
 * @throws VaultValueError that names the member that is wrong
 * @throws the errors of `Vault.seal`
 */
export function sealConnection(vault: Vault, connection: ExchangeConnectionInput, context: VaultContext): string {
  return vault.sealJson(read(given, connection), context)
}

/**
 * Opens a connection that `sealConnection` sealed.
 *
 * @example
 * const { url, impersonate, username, password } = openConnection(vault, row.connection, context)
 * const client = new EwsClient({ url, impersonate, auth: { type: 'auto', username, password } })
 * @throws the errors of `Vault.openJson`
 */
export function openConnection(vault: Vault, stored: string, context: VaultContext): ExchangeConnection {
  return vault.openJson(stored, context, exchangeConnection)
}
