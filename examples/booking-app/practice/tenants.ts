import { z } from 'zod'
import type { Statements } from '../database/database'

/** How a tenant's titles and descriptions are stored. `sealing` is the way from plain to sealed. */
export type Plan = 'plain' | 'sealing' | 'sealed'

/** A practice, a clinic, a firm: whoever offers appointments. */
export interface Tenant {
  readonly id: string
  readonly name: string
  /** The IANA time zone that its calendars keep. */
  readonly timeZone: string
  readonly plan: Plan
}

const tenant = z
  .object({ id: z.string(), name: z.string(), time_zone: z.string(), plan: z.enum(['plain', 'sealing', 'sealed']) })
  .transform(({ time_zone, ...row }): Tenant => ({ ...row, timeZone: time_zone }))

export async function findTenant(statements: Statements, id: string): Promise<Tenant | undefined> {
  const [found] = await statements.rows(tenant, 'SELECT id, name, time_zone, plan FROM tenants WHERE id = $1', [id])
  return found
}

export const listTenants = (statements: Statements): Promise<Tenant[]> =>
  statements.rows(tenant, 'SELECT id, name, time_zone, plan FROM tenants ORDER BY id')

export async function addTenant(statements: Statements, { id, name, timeZone, plan }: Tenant): Promise<void> {
  await statements.execute('INSERT INTO tenants (id, name, time_zone, plan) VALUES ($1, $2, $3, $4)', [
    id,
    name,
    timeZone,
    plan,
  ])
}

/** Changes the plan if it still is `from`. Waits for writes that began under the old plan. */
export async function changePlan(statements: Statements, id: string, from: Plan, to: Plan): Promise<boolean> {
  return (await statements.execute('UPDATE tenants SET plan = $3 WHERE id = $1 AND plan = $2', [id, from, to])) === 1
}
