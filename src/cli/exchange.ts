import type { EwsClientOptions } from 'ews-booking'
import type { Window } from 'ews-booking/booking'
import { startSimulator } from 'ews-booking/simulator'
import { slotsOf, wallClock } from './week'

/** The Exchange that the demo uses. */
export interface Exchange {
  readonly description: string
  readonly username: string
  readonly mailbox: string
  readonly options: EwsClientOptions
  close(): Promise<void>
}

type Environment = Readonly<Record<string, string | undefined>>

/** Returns a real server if EWS_URL is set, and otherwise the simulator with some appointments in `week`. */
export function openExchange(environment: Environment, week: Window, timeZone: string): Promise<Exchange> {
  const url = environment.EWS_URL
  return url === undefined ? simulatedExchange(week, timeZone) : Promise.resolve(realExchange(url, environment))
}

function realExchange(url: string, environment: Environment): Exchange {
  const username = required(environment, 'EWS_USERNAME')
  const password = required(environment, 'EWS_PASSWORD')
  const impersonated = environment.EWS_IMPERSONATE
  const mailbox = impersonated ?? username
  if (!mailbox.includes('@')) throw new Error('Set EWS_IMPERSONATE to the address of the mailbox to book in.')
  return {
    description: url,
    username,
    mailbox,
    options: {
      url,
      auth: { type: 'auto', username, password },
      impersonate: impersonated === undefined ? undefined : { primarySmtpAddress: impersonated },
    },
    close: async () => undefined,
  }
}

function required(environment: Environment, name: string): string {
  const value = environment[name]
  if (value === undefined || value === '') throw new Error(`EWS_URL is set, so ${name} must be set too.`)
  return value
}

/** Appointments of the simulated week. Free/busy must never show their titles. */
const APPOINTMENTS = [
  { weekday: 'Mon', from: '09:00', to: '10:30', subject: 'Team meeting', status: 'Busy' },
  { weekday: 'Tue', from: '08:30', to: '12:00', subject: 'Surgery', status: 'Busy' },
  { weekday: 'Wed', from: '14:00', to: '15:00', subject: 'Maybe: supplier', status: 'Tentative' },
  { weekday: 'Thu', from: '13:00', to: '17:00', subject: 'Paperwork at home', status: 'WorkingElsewhere' },
  { weekday: 'Fri', from: '08:00', to: '18:00', subject: 'Holiday', status: 'OOF' },
] as const

async function simulatedExchange(week: Window, timeZone: string): Promise<Exchange> {
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
    description: `a simulated Exchange at ${simulator.url} (HTTPS, NTLM)`,
    username: account.username,
    mailbox,
    options: {
      url: simulator.url,
      auth: { type: 'ntlm', ...account },
      impersonate: { primarySmtpAddress: mailbox },
      tls: { ca: simulator.ca },
    },
    close: () => simulator.close(),
  }
}
