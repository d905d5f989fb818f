import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv, AppParts } from '../app-parts'
import { findTenant, type Tenant } from '../practice/tenants'
import { type Member, memberOf } from '../security/sessions'
import { NotFoundError } from './visit'

/** Nobody is signed in. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError'
}

/** `__Host-` keeps other hosts of the same domain from setting it (RFC 6265bis, 4.1.3.2). Browsers take it on http://127.0.0.1 as well. */
const COOKIE = 'session'

export const sessionToken = (context: Context<AppEnv>): string | undefined => getCookie(context, COOKIE, 'host')

export function setSession(context: Context<AppEnv>, token: string): void {
  setCookie(context, COOKIE, token, { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Strict' })
}

export function endSession(context: Context<AppEnv>): void {
  deleteCookie(context, COOKIE, { prefix: 'host', path: '/', secure: true })
}

/**
 * Who is signed in, and their practice.
 *
 * @throws SignedOutError
 * @throws NotFoundError if the page is for administrators and the member isn't one
 */
export async function signedIn(
  context: Context<AppEnv>,
  { database }: Pick<AppParts, 'database'>,
  role: Member['role'] = 'member',
): Promise<{ member: Member; tenant: Tenant }> {
  const token = sessionToken(context)
  const member = token === undefined ? undefined : await memberOf(database, token)
  if (member === undefined) throw new SignedOutError()
  const tenant = await findTenant(database, member.tenant)
  if (tenant === undefined || (role === 'administrator' && member.role !== role)) throw new NotFoundError()
  context.set('tenant', tenant)
  return { member, tenant }
}
