import type { Booking } from 'ews-booking/booking'
import type { Vault } from 'ews-booking/crypto'
import { z } from 'zod'
import type { Statements } from '../database/database'
import type { Tenant } from '../practice/tenants'

/** The states in which Exchange has yet to answer, or the answer was lost. The reconciler finishes them. */
export const UNFINISHED = ['booking', 'moving', 'cancelling'] as const

/**
 * What became of a booking. `taken`: somebody else was faster. `failed`: Exchange couldn't be reached for too long. `gone`: the
 * appointment was deleted in Outlook.
 */
export type BookingState = (typeof UNFINISHED)[number] | 'booked' | 'cancelled' | 'taken' | 'failed' | 'gone'

/** The states in which there is no appointment. */
export const ENDED: readonly BookingState[] = ['cancelled', 'taken', 'failed', 'gone']

/** The customer, as Exchange invites them. */
export interface Customer {
  readonly name: string
  readonly address: string
}

/** What a customer asks for. */
export interface Wish {
  readonly title: string
  readonly description: string
  readonly customer: Customer
  readonly start: Date
  readonly end: Date
}

/** A row of `bookings`, with its texts opened. Finished rows whose appointment is no more have no texts. */
export interface StoredBooking {
  readonly id: string
  readonly tenant: string
  readonly calendar: string
  readonly state: BookingState
  readonly title: string | null
  readonly description: string | null
  /** Known until Exchange has them. */
  readonly customer: Customer | null
  readonly start: Date
  readonly end: Date
  /** Where a move leads, while it is under way. */
  readonly target: { readonly start: Date; readonly end: Date } | undefined
  readonly createdAt: Date
  /** The appointment in Exchange, once there is one. */
  readonly appointment: Booking | undefined
}

const customer = z.object({ name: z.string(), address: z.string() })

const row = z.object({
  id: z.string(),
  tenant: z.string(),
  calendar: z.string(),
  state: z.enum([...UNFINISHED, 'booked', 'cancelled', 'taken', 'failed', 'gone']),
  title: z.string().nullable(),
  description: z.string().nullable(),
  customer: z.string().nullable(),
  start_at: z.date(),
  end_at: z.date(),
  new_start_at: z.date().nullable(),
  new_end_at: z.date().nullable(),
  mailbox: z.string().nullable(),
  item_id: z.string().nullable(),
  change_key: z.string().nullable(),
  created_at: z.date(),
})

type Row = z.output<typeof row>

const COLUMNS = Object.keys(row.shape).join(', ')

const contextOf = (tenant: string, id: string, column: 'title' | 'description' | 'customer') => ({
  tenant,
  table: 'bookings',
  row: id,
  column,
})

/** Opens the texts of a row, each in the context of its tenant, row and column. */
function opened(vault: Vault, found: Row): StoredBooking {
  const { id, tenant, new_start_at: start, new_end_at: end } = found
  const text = (column: 'title' | 'description' | 'customer') => {
    const stored = found[column]
    return stored === null ? null : vault.open(stored, contextOf(tenant, id, column))
  }
  const invited = text('customer')
  return {
    id,
    tenant,
    calendar: found.calendar,
    state: found.state,
    title: text('title'),
    description: text('description'),
    customer: invited === null ? null : customer.parse(JSON.parse(invited)),
    start: found.start_at,
    end: found.end_at,
    target: start === null || end === null ? undefined : { start, end },
    createdAt: found.created_at,
    appointment: appointmentOf(found),
  }
}

function appointmentOf(found: Row): Booking | undefined {
  const { id: key, mailbox, item_id: itemId, change_key: changeKey } = found
  if (mailbox === null || itemId === null || changeKey === null) return undefined
  return { key, mailbox, itemId, changeKey, start: found.start_at.toISOString(), end: found.end_at.toISOString() }
}

/** Finds a booking of the tenant. */
export async function findBooking(
  statements: Statements,
  vault: Vault,
  tenant: Tenant,
  id: string,
): Promise<StoredBooking | undefined> {
  const parameters = [tenant.id, id]
  const [found] = await statements.rows(
    row,
    `SELECT ${COLUMNS} FROM bookings WHERE tenant = $1 AND id = $2`,
    parameters,
  )
  return found && opened(vault, found)
}

/** The state of a booking of any tenant; `undefined` if there is none. */
export async function stateOf(statements: Statements, id: string): Promise<BookingState | undefined> {
  const [found] = await statements.rows(row.pick({ state: true }), 'SELECT state FROM bookings WHERE id = $1', [id])
  return found?.state
}

/**
 * Writes the row of a new booking, leased to the caller. The statement holds the tenant's plan until it is done, so that no plaintext is
 * written after the plan has changed.
 *
 * @returns false if there is a row with this id, or the tenant's plan is another one by now
 */
export async function addBooking(
  statements: Statements,
  vault: Vault,
  { id: tenant, plan }: Tenant,
  { id, calendar, title, description, customer: invited, start, end }: Wish & { id: string; calendar: string },
  leaseSeconds: number,
): Promise<boolean> {
  const seal = (column: 'title' | 'description' | 'customer', text: string) =>
    vault.seal(text, contextOf(tenant, id, column))
  const added = await statements.execute(
    `INSERT INTO bookings (id, tenant, calendar, state, title, description, customer, start_at, end_at, leased_until)
     SELECT $1, id, $3, 'booking', $4, $5, $6, $7, $8, now() + make_interval(secs => $9)
     FROM tenants WHERE id = $2 AND plan = $10 FOR SHARE
     ON CONFLICT DO NOTHING`,
    [
      id,
      tenant,
      calendar,
      seal('title', title),
      seal('description', description),
      seal('customer', JSON.stringify(invited)),
      start.toISOString(),
      end.toISOString(),
      leaseSeconds,
      plan,
    ],
  )
  return added === 1
}

/** Leases a booking to the caller, in a new state, if it is in the state `booked`. */
export async function beginChange(
  statements: Statements,
  { id }: Pick<StoredBooking, 'id'>,
  change: { state: 'cancelling' } | { state: 'moving'; start: Date; end: Date },
  leaseSeconds: number,
): Promise<boolean> {
  const target = change.state === 'moving' ? [change.start.toISOString(), change.end.toISOString()] : [null, null]
  const changed = await statements.execute(
    `UPDATE bookings SET state = $2, new_start_at = $3, new_end_at = $4, leased_until = now() + make_interval(secs => $5)
     WHERE id = $1 AND state = 'booked'`,
    [id, change.state, ...target, leaseSeconds],
  )
  return changed === 1
}

/** Writes what Exchange has, if the row still is in one of the states that the caller knows. */
export async function recordAppointment(
  statements: Statements,
  { key, mailbox, itemId, changeKey, start, end }: Booking,
  from: readonly BookingState[],
): Promise<boolean> {
  const changed = await statements.execute(
    `UPDATE bookings SET state = 'booked', customer = NULL, start_at = $2, end_at = $3, new_start_at = NULL,
       new_end_at = NULL, mailbox = $4, item_id = $5, change_key = $6, leased_until = NULL
     WHERE id = $1 AND state = ANY (string_to_array($7, ','))`,
    [key, start, end, mailbox, itemId, changeKey, from.join()],
  )
  return changed === 1
}

/** Ends a move that was not made. The booking stays where it is. */
export async function keepTime(statements: Statements, { id }: Pick<StoredBooking, 'id'>): Promise<void> {
  await statements.execute(
    `UPDATE bookings SET state = 'booked', new_start_at = NULL, new_end_at = NULL, leased_until = NULL
     WHERE id = $1 AND state = 'moving'`,
    [id],
  )
}

/** Ends a booking, and forgets its texts: nobody needs them any more. */
export async function endBooking(
  statements: Statements,
  { id, state: from }: Pick<StoredBooking, 'id' | 'state'>,
  state: 'cancelled' | 'taken' | 'failed' | 'gone',
): Promise<boolean> {
  const changed = await statements.execute(
    `UPDATE bookings SET state = $3, title = NULL, description = NULL, customer = NULL, new_start_at = NULL,
       new_end_at = NULL, leased_until = NULL
     WHERE id = $1 AND state = $2`,
    [id, from, state],
  )
  return changed === 1
}

const named = z.object({ id: z.string() })

/** Leases unfinished bookings of a tenant that no process is at work on. */
export async function leaseUnfinished(
  statements: Statements,
  tenant: string,
  limit: number,
  leaseSeconds: number,
): Promise<string[]> {
  const leased = await statements.rows(
    named,
    `UPDATE bookings SET leased_until = now() + make_interval(secs => $3)
     WHERE id IN (
       SELECT id FROM bookings
       WHERE tenant = $1 AND state IN ('booking', 'moving', 'cancelling') AND (leased_until IS NULL OR leased_until < now())
       ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED
     ) RETURNING id`,
    [tenant, limit, leaseSeconds],
  )
  return leased.map(({ id }) => id)
}
