import { z } from 'zod'
import type { Statements } from '../database/database'

const tenant = z.object({
  id: z.string(),
  name: z.string(),
  /** The IANA time zone that its calendars keep. */
  timeZone: z.string(),
  plan: z.enum(['plain', 'sealing', 'sealed']),
})

/** A practice, a clinic, a firm: whoever offers appointments. */
export type Tenant = z.output<typeof tenant>

/** How a tenant's titles and descriptions are stored. `sealing` is the way from plain to sealed. */
export type Plan = Tenant['plan']

const SELECT = 'SELECT id, name, time_zone AS "timeZone", plan FROM tenants'

export async function findTenant(statements: Statements, id: string): Promise<Tenant | undefined> {
  const [found] = await statements.rows(tenant, `${SELECT} WHERE id = $1`, [id])
  return found
}

export const listTenants = (statements: Statements): Promise<Tenant[]> =>
  statements.rows(tenant, `${SELECT} ORDER BY id`)

export async function addTenant(statements: Statements, { id, name, timeZone, plan }: Tenant): Promise<void> {
  const values = [id, name, timeZone, plan]
  await statements.execute('INSERT INTO tenants (id, name, time_zone, plan) VALUES ($1, $2, $3, $4)', values)
}

/** Changes the plan if it still is `from`. Waits for writes that began under the old plan. */
export async function changePlan(statements: Statements, id: string, from: Plan, to: Plan): Promise<boolean> {
  return (await statements.execute('UPDATE tenants SET plan = $3 WHERE id = $1 AND plan = $2', [id, from, to])) === 1
}
