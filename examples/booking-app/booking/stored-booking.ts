import type { Booking } from 'ews-booking/booking'
import type { Vault } from 'ews-booking/crypto'
import { z } from 'zod'
import type { Statements } from '../database/database'
import type { PracticeCalendar } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'

/** The states in which Exchange has yet to answer, or the answer was lost. The reconciler finishes them. */
const UNFINISHED = ['booking', 'moving', 'cancelling'] as const

/**
 * The states in which there is no appointment. `taken`: somebody else was faster. `failed`: it can't be finished, and a human has to look.
 * `gone`: the appointment was deleted in Outlook.
 */
const ENDED = ['cancelled', 'taken', 'failed', 'gone'] as const

/** For how long a row is its process's own: longer than a call may take. */
const LEASE_SECONDS = 30

const customer = z.object({ name: z.string(), address: z.string() })

/** The customer, as Exchange invites them. */
export type Customer = z.output<typeof customer>

/** What a customer asks for. */
export interface Wish {
  readonly title: string
  readonly description: string
  readonly customer: Customer
  readonly start: Date
  readonly end: Date
}

const row = z.object({
  id: z.string(),
  tenant: z.string(),
  calendar: z.string(),
  /** Where it is booked, which the calendar's rules may say otherwise by now. */
  folder: z.string().nullable(),
  room: z.string().nullable(),
  state: z.enum([...UNFINISHED, 'booked', ...ENDED]),
  /** Why it failed, or why it wasn't moved: the code of an error. */
  failure: z.string().nullable(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  customer: z.string().nullable(),
  start: z.date(),
  end: z.date(),
  newStart: z.date().nullable(),
  newEnd: z.date().nullable(),
  mailbox: z.string().nullable(),
  itemId: z.string().nullable(),
  /** The version of the appointment that the row tells of, by which one sees whether it was changed since. */
  changeKey: z.string().nullable(),
  /** Since when there is something to do with Exchange. */
  begunAt: z.date(),
})

type Row = z.output<typeof row>

const COLUMNS = `id, tenant, calendar, folder, room, state, failure, title, description, customer, start_at AS start, end_at AS "end",
  new_start_at AS "newStart", new_end_at AS "newEnd", mailbox, item_id AS "itemId", change_key AS "changeKey", begun_at AS "begunAt"`

/** A row of `bookings`, with its texts opened. Finished rows whose appointment is no more have no texts. */
export interface StoredBooking extends Omit<Row, 'customer' | 'newStart' | 'newEnd' | 'mailbox' | 'itemId'> {
  /** Known until Exchange has them. */
  readonly customer: Customer | null
  /** Where a move leads, while it is under way. */
  readonly target: { readonly start: Date; readonly end: Date } | undefined
  /** The appointment in Exchange, once there is one. */
  readonly appointment: Booking | undefined
}

/** Whether Exchange has yet to answer. */
export const isUnfinished = ({ state }: Pick<StoredBooking, 'state'>): boolean =>
  UNFINISHED.some((each) => each === state)

type Sealed = 'title' | 'description' | 'customer'

const contextOf = (tenant: string, id: string, column: Sealed) => ({ tenant, table: 'bookings', row: id, column })

/** Opens the texts of a row, each in the context of its tenant, row and column. */
function opened(vault: Vault, found: Row): StoredBooking {
  const text = (column: Sealed) => {
    const stored = found[column]
    return stored === null ? null : vault.open(stored, contextOf(found.tenant, found.id, column))
  }
  const invited = text('customer')
  const { newStart, newEnd, mailbox: _mailbox, itemId: _itemId, ...same } = found
  return {
    ...same,
    title: text('title'),
    description: text('description'),
    customer: invited === null ? null : customer.parse(JSON.parse(invited)),
    target: newStart === null || newEnd === null ? undefined : { start: newStart, end: newEnd },
    appointment: appointmentOf(found),
  }
}

function appointmentOf({ id: key, folder, mailbox, itemId, changeKey, start, end }: Row): Booking | undefined {
  if (mailbox === null || itemId === null || changeKey === null) return undefined
  const times = { start: start.toISOString(), end: end.toISOString() }
  return { key, mailbox, calendar: folder ?? undefined, itemId, changeKey, ...times }
}

/** Finds a booking of the tenant. */
export async function findBooking(
  statements: Statements,
  vault: Vault,
  { id: tenant }: Tenant,
  id: string,
): Promise<StoredBooking | undefined> {
  const query = `SELECT ${COLUMNS} FROM bookings WHERE tenant = $1 AND id = $2`
  const [found] = await statements.rows(row, query, [tenant, id])
  return found && opened(vault, found)
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
  { id: calendar, folder, room }: PracticeCalendar,
  id: string,
  { title, description, customer: invited, start, end }: Wish,
): Promise<boolean> {
  const seal = (column: Sealed, text: string) => vault.seal(text, contextOf(tenant, id, column))
  const texts = [seal('title', title), seal('description', description), seal('customer', JSON.stringify(invited))]
  const times = [start.toISOString(), end.toISOString()]
  const added = await statements.execute(
    `INSERT INTO bookings (id, tenant, calendar, state, folder, room, title, description, customer, start_at, end_at, leased_until)
     SELECT $1, id, $3, 'booking', $4, $5, $6, $7, $8, $9, $10, now() + make_interval(secs => ${LEASE_SECONDS})
     FROM tenants WHERE id = $2 AND plan = $11 FOR SHARE
     ON CONFLICT DO NOTHING`,
    [id, tenant, calendar, folder, room, ...texts, ...times, plan],
  )
  return added === 1
}

/** Writes a row for an appointment whose row is lost. What it is about stays in Exchange. */
export async function restoreBooking(
  statements: Statements,
  { id: calendar, tenant, folder }: PracticeCalendar,
  { key, mailbox, itemId, changeKey, start, end }: Booking,
): Promise<void> {
  await statements.execute(
    `INSERT INTO bookings (id, tenant, calendar, state, folder, mailbox, item_id, change_key, start_at, end_at)
     VALUES ($1, $2, $3, 'booked', $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [key, tenant, calendar, folder, mailbox, itemId, changeKey, start, end],
  )
}

/** Leases a booking to the caller, in a new state, if it is in the state `booked`. */
export async function beginChange(
  statements: Statements,
  { id }: StoredBooking,
  state: 'moving' | 'cancelling',
  target?: { readonly start: Date; readonly end: Date },
): Promise<boolean> {
  const changed = await statements.execute(
    `UPDATE bookings SET state = $2, new_start_at = $3, new_end_at = $4, failure = NULL, begun_at = now(),
       leased_until = now() + make_interval(secs => ${LEASE_SECONDS})
     WHERE id = $1 AND state = 'booked'`,
    [id, state, target?.start.toISOString() ?? null, target?.end.toISOString() ?? null],
  )
  return changed === 1
}

/** Writes what Exchange has, unless somebody has changed the row since it was read. Why a move failed matters until the time is another one. */
export async function recordAppointment(
  statements: Statements,
  { state: from, changeKey: known }: Pick<StoredBooking, 'state' | 'changeKey'>,
  { key, mailbox, itemId, changeKey, start, end }: Booking,
): Promise<void> {
  await statements.execute(
    `UPDATE bookings SET state = 'booked', failure = CASE WHEN state = 'booked' AND start_at = $2 THEN failure END,
       customer = NULL, start_at = $2, end_at = $3, new_start_at = NULL,
       new_end_at = NULL, mailbox = $4, item_id = $5, change_key = $6, leased_until = NULL
     WHERE id = $1 AND state = $7 AND change_key IS NOT DISTINCT FROM $8`,
    [key, start, end, mailbox, itemId, changeKey, from, known],
  )
}

/** Ends a move that was not made. The booking stays where it is. */
export async function keepTime(statements: Statements, { id }: StoredBooking, failure: string | null): Promise<void> {
  await statements.execute(
    `UPDATE bookings SET state = 'booked', failure = $2, new_start_at = NULL, new_end_at = NULL, leased_until = NULL
     WHERE id = $1 AND state = 'moving'`,
    [id, failure],
  )
}

/** Ends a booking, unless somebody has changed it since it was read, and forgets its texts: nobody needs them any more. */
export async function endBooking(
  statements: Statements,
  { id, state: from, changeKey: known }: StoredBooking,
  state: (typeof ENDED)[number],
  failure: string | null = null,
): Promise<void> {
  await statements.execute(
    `UPDATE bookings SET state = $3, failure = $4, title = NULL, description = NULL, customer = NULL, new_start_at = NULL,
       new_end_at = NULL, leased_until = NULL
     WHERE id = $1 AND state = $2 AND change_key IS NOT DISTINCT FROM $5`,
    [id, from, state, failure, known],
  )
}

/** Ends an unfinished booking whose texts can't be opened. */
export async function failUnreadable(statements: Statements, id: string, failure: string): Promise<void> {
  await statements.execute(
    `UPDATE bookings SET state = 'failed', failure = $2, leased_until = NULL
     WHERE id = $1 AND state IN ('booking', 'moving', 'cancelling')`,
    [id, failure],
  )
}

const leased = row.pick({ id: true, tenant: true })

/** Leases unfinished bookings that no process is at work on. */
export const leaseUnfinished = (statements: Statements, limit: number): Promise<z.output<typeof leased>[]> =>
  statements.rows(
    leased,
    `UPDATE bookings SET leased_until = now() + make_interval(secs => ${LEASE_SECONDS})
     WHERE id IN (
       SELECT id FROM bookings
       WHERE state IN ('booking', 'moving', 'cancelling') AND (leased_until IS NULL OR leased_until < now())
       ORDER BY leased_until LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING id, tenant`,
    [limit],
  )

const compared = row.pick({ id: true, state: true, start: true, changeKey: true })

/** A row as far as it says whether it agrees with an appointment. */
export type ComparedRow = z.output<typeof compared>

/** The rows with these ids, and all other booked ones of the calendar in the window. */
export const rowsToCompare = (
  statements: Statements,
  { id: calendar, tenant }: PracticeCalendar,
  ids: readonly string[],
  { start, end }: { readonly start: Date; readonly end: Date },
): Promise<ComparedRow[]> =>
  statements.rows(
    compared,
    `SELECT id, state, start_at AS start, change_key AS "changeKey" FROM bookings WHERE tenant = $1 AND (id = ANY (string_to_array($2, ' '))
       OR (calendar = $3 AND state = 'booked' AND start_at >= $4 AND start_at < $5))`,
    [tenant, ids.join(' '), calendar, start.toISOString(), end.toISOString()],
  )

const failed = row.pick({ calendar: true, start: true, end: true, failure: true })
export type FailedBooking = z.output<typeof failed>

/** The bookings of a tenant that a human has to look at: those that failed, and are yet to come or were in the last week. */
export const failedBookings = (statements: Statements, tenant: string): Promise<FailedBooking[]> =>
  statements.rows(
    failed,
    `SELECT calendar, start_at AS start, end_at AS "end", failure FROM bookings
     WHERE tenant = $1 AND failure IS NOT NULL AND start_at > now() - interval '7 days' ORDER BY start_at LIMIT 50`,
    [tenant],
  )
