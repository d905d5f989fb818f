import type { WeeklyHours } from 'ews-booking/booking'
import { sealConnection, type Vault } from 'ews-booking/crypto'
import type { Statements } from '../database/database'
import { connectionContext } from '../exchange/accounts'
import { addCalendar, changeConnection, type PracticeCalendar } from '../practice/calendars'
import { addTenant, type Plan, type Tenant } from '../practice/tenants'
import { addMember, type Member } from '../security/sessions'

/** A practice of three people who share a room. */
export const PRACTICE: Tenant = { id: 'seeblick', name: 'Praxis Seeblick', timeZone: 'Europe/Zurich', plan: 'sealed' }

export const ROOM = 'room-1@example.com'

export const PEOPLE = [
  { id: 'meier', name: 'Dr. Anna Meier', mailbox: 'dr.meier@example.com', slotMinutes: 30, room: ROOM },
  { id: 'rossi', name: 'Dr. Luca Rossi', mailbox: 'dr.rossi@example.com', slotMinutes: 45, room: null },
  { id: 'favre', name: 'Camille Favre', mailbox: 'c.favre@example.com', slotMinutes: 60, room: ROOM },
] as const

const day = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:30' },
]

const HOURS: WeeklyHours = {
  monday: day,
  tuesday: day,
  wednesday: day,
  thursday: day,
  friday: [{ from: '08:00', to: '13:00' }],
}

export const ADMINISTRATOR: Member = {
  id: 'administrator',
  tenant: PRACTICE.id,
  mail: 'admin@example.com',
  role: 'administrator',
}

/** How to reach the practice's Exchange. */
export interface DemoAccess {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly ca?: string | undefined
}

/** Adds the practice, its calendars and its administrator. */
export async function addPractice(
  statements: Statements,
  secrets: Vault,
  access: DemoAccess,
  {
    password,
    plan = PRACTICE.plan,
    people = PEOPLE,
  }: { password: string; plan?: Plan; people?: readonly DemoPerson[] },
): Promise<void> {
  await addTenant(statements, { ...PRACTICE, plan })
  await addMember(statements, { ...ADMINISTRATOR, password })
  for (const person of people) await addCalendar(statements, calendarFor(person, secrets, access))
}

/** Stores where the Exchange in memory listens this time. */
export async function renewAccess(statements: Statements, secrets: Vault, access: DemoAccess): Promise<void> {
  for (const person of PEOPLE) {
    const { connection } = calendarFor(person, secrets, access)
    await changeConnection(statements, person.id, connection)
  }
}

/** The one calendar of a real Exchange that is tried out. */
export const personFor = (mailbox: string): DemoPerson => ({
  id: 'first',
  name: mailbox,
  mailbox,
  slotMinutes: 30,
  room: null,
})

interface DemoPerson {
  readonly id: string
  readonly name: string
  readonly mailbox: string
  readonly slotMinutes: number
  readonly room: string | null
}

function calendarFor({ mailbox, ...person }: DemoPerson, secrets: Vault, access: DemoAccess): PracticeCalendar {
  const connection = { ...access, impersonate: { primarySmtpAddress: mailbox } }
  return {
    ...person,
    mailbox,
    tenant: PRACTICE.id,
    connection: sealConnection(secrets, connection, connectionContext(PRACTICE.id, person.id)),
    folder: null,
    hours: HOURS,
    bufferBefore: 0,
    bufferAfter: 0,
    open: true,
  }
}
