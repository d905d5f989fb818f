import { EwsClient, type EwsClientOptions } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { startSimulator } from '../../../src/simulator'
import { DOCTOR, ROOM } from '../../simulator/exchange'

export const ROOMS = 'rooms@example.com'
export const password = 's3cret'

/** The hosts of the server in the guides, which stand for the simulator. */
const HOSTS = ['mail.example.com', 'autodiscover.example.com']

export const EWS_URL = 'https://mail.example.com/EWS/Exchange.asmx'

/** The day of the guides. */
export const DAY = { start: new Date('2027-03-02T00:00:00Z'), end: new Date('2027-03-03T00:00:00Z') }
export const VISIT = {
  subject: 'Visit',
  start: new Date('2027-03-02T13:00:00Z'),
  end: new Date('2027-03-02T14:00:00Z'),
}

/** Starts the server of the guides, and says what came of the calls of one side or the other. */
export async function openClinic(auth: readonly ('NTLM' | 'Basic')[]) {
  const exchange = await startSimulator({
    mailboxes: [DOCTOR, ROOM],
    accounts: [
      { username: 'EXAMPLE\\svc-booking', password, mailbox: 'svc-booking@example.com', mayImpersonate: 'all' },
      { username: 'cleaner', password, mailbox: 'cleaner@example.com', mayImpersonate: 'all' },
    ],
    distributionGroups: [{ address: ROOMS, name: 'Rooms', members: [ROOM], isRoomList: true }],
    autodiscover: { ewsUrl: EWS_URL },
    auth,
  })
  const cleaner = new EwsClient({
    url: exchange.url,
    auth: { type: 'auto', username: 'cleaner', password },
    impersonate: { primarySmtpAddress: DOCTOR },
    tls: { ca: exchange.ca },
  })
  const calendar = new BookingCalendar(cleaner, { mailbox: DOCTOR })
  const { origin } = new URL(exchange.url)
  return {
    exchange,
    /** The address of the simulator in place of the one in a guide. */
    routed(address: string): string {
      const { hostname, pathname } = new URL(address.includes('://') ? address : `https://${address}`)
      if (!HOSTS.includes(hostname)) throw new TypeError(`No server is at ${address}`)
      return pathname === '/' ? origin : `${origin}${pathname}`
    },
    /** What the doctor's calendar holds, and what mail went out. */
    effect: () => ({
      calendar: exchange.calendar(DOCTOR).map(({ subject, start, end, legacyFreeBusyStatus, ...item }) => ({
        subject,
        start,
        end,
        legacyFreeBusyStatus,
        attendees: item.requiredAttendees?.map(({ mailbox }) => mailbox?.emailAddress),
      })),
      sent: exchange.sent.map(({ kind, from, to, subject }) => ({ kind, from, to, subject })),
    }),
    /** Empties the doctor's calendar, and forgets what was sent. */
    async clear(): Promise<void> {
      const itemIds = exchange.calendar(DOCTOR).flatMap(({ itemId }) => (itemId === undefined ? [] : [{ itemId }]))
      if (itemIds.length > 0) {
        await cleaner.deleteItem({ deleteType: 'HardDelete', sendMeetingCancellations: 'SendToNone', itemIds })
      }
      exchange.clear()
    },
    /** The cursor of the library's own changes. */
    cursor: async () => (await calendar.changes(undefined, { window: DAY })).cursor,
    async close(): Promise<void> {
      await cleaner.close()
      await exchange.close()
    },
  }
}

export type Clinic = Awaited<ReturnType<typeof openClinic>>

/** The library's own client, which finds the simulator where the guides have their server. */
export const clientOf = ({ routed, exchange }: Clinic) =>
  class extends EwsClient {
    constructor(options: EwsClientOptions) {
      routed(options.url)
      super({ ...options, url: exchange.url })
    }
  }
