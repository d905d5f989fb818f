import type { Window } from 'ews-booking/booking'
import { startSimulator } from 'ews-booking/simulator'
import type { Connection } from '../connection/connection'
import { slotsOf, wallClock } from '../week/week'

/** Appointments of the simulated week. Free/busy must never show their titles. */
const APPOINTMENTS = [
  { weekday: 'Mon', from: '09:00', to: '10:30', subject: 'Team meeting', status: 'Busy' },
  { weekday: 'Tue', from: '08:30', to: '12:00', subject: 'Surgery', status: 'Busy' },
  { weekday: 'Wed', from: '14:00', to: '15:00', subject: 'Maybe: supplier', status: 'Tentative' },
  { weekday: 'Thu', from: '13:00', to: '17:00', subject: 'Paperwork at home', status: 'WorkingElsewhere' },
  { weekday: 'Fri', from: '08:00', to: '18:00', subject: 'Holiday', status: 'OOF' },
] as const

/** An Exchange in memory with some appointments in a week. */
export interface SimulatedExchange {
  readonly connection: Connection
  close(): Promise<void>
}

/** Starts a simulated Exchange. It ends when it is closed. */
export async function simulatedExchange(week: Window, timeZone: string): Promise<SimulatedExchange> {
  const mailbox = 'dr.meier@example.com'
  const account = { username: 'EXAMPLE\\svc-booking', password: 'correct horse battery staple' }
  const simulator = await startSimulator({
    mailboxes: [mailbox],
    accounts: [{ ...account, mayImpersonate: [mailbox] }],
    auth: ['NTLM'],
    https: true,
  })
  const wall = wallClock(timeZone)
  const at = (wantedDay: string, wantedTime: string) =>
    slotsOf(week).find((slot) => wall(slot).weekday === wantedDay && wall(slot).time === wantedTime)
  for (const { weekday, from, to, subject, status } of APPOINTMENTS) {
    const start = at(weekday, from)
    const end = at(weekday, to)
    if (start !== undefined && end !== undefined) simulator.add(mailbox, { subject, start, end, status })
  }
  return {
    connection: {
      mailbox,
      options: {
        url: simulator.url,
        auth: { type: 'ntlm', ...account },
        impersonate: { primarySmtpAddress: mailbox },
        tls: { ca: simulator.ca },
      },
    },
    close: () => simulator.close(),
  }
}
