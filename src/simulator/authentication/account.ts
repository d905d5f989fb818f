import { upperCase } from './upper-case'

/** Somebody who may sign in. */
export interface Account {
  /** `EXAMPLE\svc-booking`, `svc-booking@example.com` or `svc-booking`; compared without regard to case. */
  readonly username: string
  readonly password: string
  /** What lets the account in with Bearer (RFC 6750); none where left out. */
  readonly token?: string | readonly string[] | undefined
  /** The mailboxes for which the account has the role ApplicationImpersonation; none where left out. */
  readonly mayImpersonate?: 'all' | readonly string[] | undefined
  /** The account's own mailbox; service accounts often have none. It exists without being listed in `mailboxes`. */
  readonly mailbox?: string | undefined
}

/** The account that is written as one of `names`, ways to say the same. */
export function findAccount(accounts: readonly Account[], names: readonly string[]): Account | undefined {
  const wanted = new Set(names.map(upperCase))
  return accounts.find(({ username }) => wanted.has(upperCase(username)))
}

/** True if the account has the role ApplicationImpersonation over the mailbox. */
export function mayImpersonate({ mayImpersonate = [] }: Account, address: string): boolean {
  return mayImpersonate === 'all' || mayImpersonate.some((allowed) => allowed.toLowerCase() === address.toLowerCase())
}
