import { type Simulator, startSimulator } from 'ews-booking/simulator'
import { addDays, dayOf, mondayOf } from '../booking/wall-clock'
import { PEOPLE, PRACTICE, ROOM } from './practice'

export const ACCOUNT = { username: 'EXAMPLE\\svc-booking', password: 'simulated' } as const

export const MAILBOXES = [
  ...PEOPLE.map(({ mailbox: address, name }) => ({ address, name })),
  { address: ROOM, name: 'Room 1', room: true },
]

/** Starts an Exchange in memory for the practice, on loopback and without TLS, so that there is no certificate to copy. */
export const startExchange = (options: { latencyMs?: number; port?: number } = {}): Promise<Simulator> =>
  startSimulator({ mailboxes: MAILBOXES, accounts: [{ ...ACCOUNT, mayImpersonate: 'all' }], https: false, ...options })

/** An appointment of the demonstration: a day of the week from Monday, and when on that day, in UTC. */
type Entry = readonly [person: number, day: number, from: string, to: string, subject: string, body: string]

const WEEK: readonly Entry[] = [
  [0, 0, '07:00', '08:30', 'Team meeting', 'Agenda: holidays, new ultrasound.'],
  [0, 1, '09:00', '10:30', 'Home visits', 'Two visits in the old town.'],
  [0, 2, '12:00', '14:00', 'Training', 'First aid refresher.'],
  [0, 3, '08:00', '09:00', 'Mrs. Keller, follow-up', 'Bring the last blood count.'],
  [0, 3, '13:30', '14:30', 'Supervision', ''],
  [0, 4, '07:30', '09:00', 'Mr. Brunner, vaccination', ''],
  [1, 0, '08:00', '11:00', 'Surgery at the hospital', 'Operating theatre 2.'],
  [1, 2, '07:00', '09:00', 'Surgery at the hospital', ''],
  [1, 4, '09:00', '11:00', 'Consultations', ''],
  [2, 1, '07:00', '10:00', 'Physiotherapy group', 'Room 1, eight people.'],
  [2, 3, '12:00', '15:00', 'Physiotherapy group', ''],
]

const WEEKS = 5

/** Fills the calendars with the weeks around today, as people do in Outlook. */
export function fillCalendars(exchange: Simulator, now = new Date()): void {
  const monday = mondayOf(dayOf(now, PRACTICE.timeZone))
  for (let week = 0; week < WEEKS; week += 1) {
    for (const [person, weekday, from, to, subject, body] of WEEK) {
      const date = addDays(monday, 7 * week + weekday)
      const [start, end] = [from, to].map((time) => new Date(`${date}T${time}:00Z`))
      const mailbox = PEOPLE[person]?.mailbox
      if (mailbox !== undefined && start !== undefined && end !== undefined) {
        exchange.add(mailbox, { subject, body, start, end })
      }
    }
  }
}
