import { upperCase } from './upper-case'

/** The Windows domain of the simulated organization. */
export const NETBIOS_DOMAIN = 'EXAMPLE'

/** A user who can sign in. */
export interface Account {
  /**
   * `EXAMPLE\svc-booking`, `svc-booking@example.com` or `svc-booking`. Case doesn't matter. Clients may also sign in with the other
   * forms, or with the address of the account's mailbox, as long as these are unambiguous.
   */
  readonly username: string
  readonly password: string
  /** The tokens that Bearer accepts for the account (RFC 6750). Defaults to none. */
  readonly token?: string | readonly string[] | undefined
  /** The mailboxes for which the account has the role ApplicationImpersonation. Defaults to none. */
  readonly mayImpersonate?: 'all' | readonly string[] | undefined
  /** The account's own mailbox, which needn't be listed in `mailboxes`. Defaults to none, as for most service accounts. */
  readonly mailbox?: string | undefined
}

/**
 * Finds the account that a client signs in to. `names` are spellings of one name: `EXAMPLE\svc-booking`, `svc-booking@example.com`,
 * the address of the account's mailbox, or just `svc-booking`. A name exactly as configured takes precedence; any other form must be
 * unambiguous.
 */
export function findAccount(accounts: readonly Account[], names: readonly string[]): Account | undefined {
  const wanted = new Set(names.map(upperCase))
  const exact = accounts.find(({ username }) => wanted.has(upperCase(username)))
  if (exact !== undefined) return exact
  const [account, ...others] = accounts.filter(({ username, mailbox = '' }) =>
    names.some((name) => isSameUser(name, username) || upperCase(name) === upperCase(mailbox)),
  )
  return others.length === 0 ? account : undefined
}

/** The parts of a user name. A domain with a dot is a DNS domain, any other a Windows domain. */
function partsOf(name: string): { readonly user: string; readonly domain: string } {
  const upper = upperCase(name)
  const [, windowsDomain = '', windowsUser] = /^([^\\]*)\\(.*)$/s.exec(upper) ?? []
  if (windowsUser !== undefined) return { user: windowsUser, domain: windowsDomain }
  const [, user = upper, domain = ''] = /^(.*)@([^@]*)$/s.exec(upper) ?? []
  return { user, domain }
}

/**
 * True if a client's name can refer to a configured one. A name without a domain matches every domain, and an account without one
 * is in the server's own.
 */
function isSameUser(name: string, configured: string): boolean {
  const [wanted, account] = [partsOf(name), partsOf(configured)]
  if (wanted.user !== account.user || wanted.user === '') return false
  return wanted.domain === '' || isSameDomain(wanted.domain, account.domain || NETBIOS_DOMAIN)
}

/** The Windows domain is assumed to be the first label of the DNS domain. */
const isSameDomain = (a: string, b: string) =>
  a === b || (a.includes('.') !== b.includes('.') && a.split('.', 1)[0] === b.split('.', 1)[0])

/** True if the account has the role ApplicationImpersonation over the mailbox. */
export function mayImpersonate({ mayImpersonate = [] }: Account, address: string): boolean {
  return mayImpersonate === 'all' || mayImpersonate.some((allowed) => allowed.toLowerCase() === address.toLowerCase())
}
