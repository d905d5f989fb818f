import { buildEnvelope, EwsClient, GetUserAvailability, type GetUserAvailabilityRequest } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { Client } from 'undici'
import { processorTime } from './contestant.js'

const mailbox = 'dr.meier@example.com'
const window = { start: new Date('2027-03-01T00:00:00Z'), end: new Date('2027-04-12T00:00:00Z') }
const path = '/EWS/Exchange.asmx'

const request: GetUserAvailabilityRequest = {
  mailboxDataArray: [{ email: { address: mailbox }, attendeeType: 'Required' }],
  freeBusyViewOptions: { timeWindow: { startTime: window.start, endTime: window.end }, requestedView: 'FreeBusy' },
}

/** Ways to ask a server for the same bytes, each over a connection that stays open. */
export const callers = ['freeBusy', 'getUserAvailability', 'undici'] as const
export type Caller = (typeof callers)[number]

/** Returns the functions that make one call each. `undici` receives the text of the answer and reads nothing of it. */
export function freeBusyCallers(origin: string): Record<Caller, () => Promise<unknown>> {
  const client = new EwsClient({
    url: `${origin}${path}`,
    auth: { type: 'basic', username: 'svc-booking', password: 'secret' },
  })
  const calendar = new BookingCalendar(client, { mailbox, timeZone: 'Europe/Zurich' })
  const bare = new Client(origin)
  const headers = { 'content-type': 'text/xml; charset=utf-8', authorization: `Basic ${btoa('svc-booking:secret')}` }
  const body = buildEnvelope(GetUserAvailability, request)
  return {
    freeBusy: () => calendar.freeBusy(window),
    getUserAvailability: () => client.getUserAvailability(request),
    undici: async () => (await bare.request({ path, method: 'POST', headers, body })).body.text(),
  }
}

/** The processor time of one of `calls` calls, one after another, in milliseconds. */
export async function timeOfCalls(call: () => Promise<unknown>, calls: number): Promise<number> {
  const start = process.cpuUsage()
  for (let made = 0; made < calls; made += 1) await call()
  return processorTime(start) / calls
}
