import { upperCase } from './upper-case'

/** A user who can sign in. */
export interface Account {
  /** `EXAMPLE\svc-booking`, `svc-booking@example.com` or `svc-booking`, compared without regard to case. */
  readonly username: string
  readonly password: string
  /** The tokens that Bearer accepts for the account (RFC 6750). Defaults to none. */
  readonly token?: string | readonly string[] | undefined
  /** The mailboxes for which the account has the role ApplicationImpersonation. Defaults to none. */
  readonly mayImpersonate?: 'all' | readonly string[] | undefined
  /** The account's own mailbox, which needn't be listed in `mailboxes`. Defaults to none, as for most service accounts. */
  readonly mailbox?: string | undefined
}

/** The account whose user name is one of `names`, which are spellings of one name. */
export function findAccount(accounts: readonly Account[], names: readonly string[]): Account | undefined {
  const wanted = new Set(names.map(upperCase))
  return accounts.find(({ username }) => wanted.has(upperCase(username)))
}

/** True if the account has the role ApplicationImpersonation over the mailbox. */
export function mayImpersonate({ mayImpersonate = [] }: Account, address: string): boolean {
  return mayImpersonate === 'all' || mayImpersonate.some((allowed) => allowed.toLowerCase() === address.toLowerCase())
}
