import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Statements } from '../database/database'
import { hashPassword, isPassword } from './password'

/** Who is signed in. */
export interface Member {
  readonly id: string
  readonly tenant: string
  readonly mail: string
  readonly role: 'member' | 'administrator'
}

/** Hours until a member signs in again. */
const SESSION_HOURS = 12

const member = z.object({
  id: z.string(),
  tenant: z.string(),
  mail: z.string(),
  role: z.enum(['member', 'administrator']),
})
const withHash = member.extend({ password_hash: z.string() })

const hashed = (token: string) => createHash('sha256').update(token).digest('base64url')

export async function addMember(
  statements: Statements,
  { id, tenant, mail, role, password }: Member & { password: string },
): Promise<void> {
  await statements.execute('INSERT INTO staff (id, tenant, mail, password_hash, role) VALUES ($1, $2, $3, $4, $5)', [
    id,
    tenant,
    mail,
    await hashPassword(password),
    role,
  ])
}

/** Changes a password, and ends all sessions that began with another one. */
export async function changePassword(statements: Statements, mail: string, password: string): Promise<void> {
  const hash = await hashPassword(password)
  await statements.execute('UPDATE staff SET password_hash = $2 WHERE mail = $1', [mail, hash])
  await statements.execute('DELETE FROM sessions USING staff WHERE staff.id = sessions.staff AND mail = $1', [mail])
}

/**
 * Begins a session.
 *
 * @returns its token, for a cookie; `undefined` if mail address or password is wrong
 */
export async function signIn(statements: Statements, mail: string, password: string): Promise<string | undefined> {
  const query = 'SELECT id, tenant, mail, role, password_hash FROM staff WHERE mail = lower($1)'
  const [found] = await statements.rows(withHash, query, [mail])
  if (!(await isPassword(password, found?.password_hash)) || found === undefined) return undefined
  const token = randomBytes(32).toString('base64url')
  await statements.execute('DELETE FROM sessions WHERE expires_at < now()')
  await statements.execute(
    'INSERT INTO sessions (token_hash, staff, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3))',
    [hashed(token), found.id, SESSION_HOURS],
  )
  return token
}

/** Who a session's token belongs to. */
export async function memberOf(statements: Statements, token: string): Promise<Member | undefined> {
  const [found] = await statements.rows(
    member,
    `SELECT staff.id, tenant, mail, role FROM sessions JOIN staff ON staff.id = sessions.staff
     WHERE token_hash = $1 AND expires_at > now()`,
    [hashed(token)],
  )
  return found
}

export async function signOut(statements: Statements, token: string): Promise<void> {
  await statements.execute('DELETE FROM sessions WHERE token_hash = $1', [hashed(token)])
}
