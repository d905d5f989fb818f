import type { WeeklyHours } from 'ews-booking/booking'
import { z } from 'zod'
import type { Statements } from '../database/database'

/** When a calendar can be booked. Durations are minutes. */
export interface BookingRules {
  /** The name that customers see. */
  readonly name: string
  readonly hours: WeeklyHours
  readonly slotMinutes: number
  readonly bufferBefore: number
  readonly bufferAfter: number
  /** The EWS id of the calendar folder, where it isn't the mailbox's default calendar. */
  readonly folder: string | null
  /** The mailbox of a room that an appointment takes too. */
  readonly room: string | null
  /** Whether customers can book it. */
  readonly open: boolean
}

/** A calendar in a customer's Exchange. */
export interface PracticeCalendar extends BookingRules {
  readonly id: string
  readonly tenant: string
  readonly mailbox: string
  /** What `sealConnection` made. */
  readonly connection: string
}

/** How often rows and appointments are compared. A customer's page looks at its own appointment besides. */
const COMPARED_EVERY_MINUTES = 15

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const time = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/)
const ranges = z.array(z.object({ from: time, to: time })).optional()

/** Working hours by day of the week, as they are stored. */
export const weeklyHours = z.strictObject({
  monday: ranges,
  tuesday: ranges,
  wednesday: ranges,
  thursday: ranges,
  friday: ranges,
  saturday: ranges,
  sunday: ranges,
})

const row = z.object({
  id: z.string(),
  tenant: z.string(),
  name: z.string(),
  mailbox: z.string(),
  connection: z.string(),
  folder: z.string().nullable(),
  room: z.string().nullable(),
  hours: z.string().transform((text) => weeklyHours.parse(JSON.parse(text))),
  slotMinutes: z.number(),
  bufferBefore: z.number(),
  bufferAfter: z.number(),
  open: z.boolean(),
})

const COLUMNS = `id, tenant, name, mailbox, connection, folder, room, hours, slot_minutes AS "slotMinutes",
  buffer_before AS "bufferBefore", buffer_after AS "bufferAfter", open`

export const calendarsOf = (statements: Statements, tenant: string): Promise<PracticeCalendar[]> =>
  statements.rows(row, `SELECT ${COLUMNS} FROM calendars WHERE tenant = $1 ORDER BY name, id`, [tenant])

export async function findCalendar(
  statements: Statements,
  tenant: string,
  id: string,
): Promise<PracticeCalendar | undefined> {
  const query = `SELECT ${COLUMNS} FROM calendars WHERE tenant = $1 AND id = $2`
  const [found] = await statements.rows(row, query, [tenant, id])
  return found
}

/** Takes calendars whose rows nobody has compared with Exchange for a while, so that a fleet of processes does so once. */
export const calendarsToCompare = (statements: Statements, limit: number): Promise<PracticeCalendar[]> =>
  statements.rows(
    row,
    `UPDATE calendars SET compared_at = now() WHERE id IN (
       SELECT id FROM calendars
       WHERE compared_at IS NULL OR compared_at < now() - make_interval(mins => ${COMPARED_EVERY_MINUTES})
       ORDER BY compared_at NULLS FIRST LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING ${COLUMNS}`,
    [limit],
  )

export async function addCalendar(statements: Statements, calendar: PracticeCalendar): Promise<void> {
  const { id, tenant, mailbox, connection } = calendar
  await statements.execute(
    `INSERT INTO calendars (name, folder, room, hours, slot_minutes, buffer_before, buffer_after, open, id, tenant, mailbox, connection)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [...rulesOf(calendar), id, tenant, mailbox, connection],
  )
}

export async function changeRules(statements: Statements, id: string, rules: BookingRules): Promise<void> {
  await statements.execute(
    `UPDATE calendars SET name = $1, folder = $2, room = $3, hours = $4, slot_minutes = $5, buffer_before = $6, buffer_after = $7,
       open = $8 WHERE id = $9`,
    [...rulesOf(rules), id],
  )
}

/** Stores another sealed connection. */
export async function changeConnection(statements: Statements, id: string, connection: string): Promise<void> {
  await statements.execute('UPDATE calendars SET connection = $2 WHERE id = $1', [id, connection])
}

const rulesOf = ({ name, folder, room, hours, slotMinutes, bufferBefore, bufferAfter, open }: BookingRules) => [
  name,
  folder,
  room,
  JSON.stringify(hours),
  slotMinutes,
  bufferBefore,
  bufferAfter,
  open,
]
