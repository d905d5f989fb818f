import * as z from 'zod/mini'
import type { ConnectingSID } from '../../operations/soap/envelope'
import { checked, smtpAddress, word } from '../../validation'
import { optionError } from './option-error'

/** @internal Checks the option `impersonate`. */
export const connectingSIDSchema = z.union(
  [
    z.strictObject({ principalName: word }),
    z.strictObject({ sid: word }),
    z.strictObject({ primarySmtpAddress: smtpAddress }),
    z.strictObject({ smtpAddress }),
  ],
  { error: 'must be one of { primarySmtpAddress }, { smtpAddress }, { principalName }, { sid }' },
)

/**
 * Checks a mailbox to impersonate.
 *
 * @throws EwsRequestError
 */
export function readConnectingSID(impersonate: ConnectingSID): ConnectingSID {
  checked(z.object({ impersonate: connectingSIDSchema }), { impersonate }, optionError)
  return impersonate
}

/** Identifies the mailbox of a call for the queue and the back-off. Empty for the account's own. */
export const mailboxKey = (impersonate: ConnectingSID | undefined): string =>
  Object.values(impersonate ?? {})
    .join()
    .toLowerCase()
