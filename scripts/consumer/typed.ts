import { buildEnvelope, EwsClient, type EwsError, type FindItemRequest, GetUserAvailability } from 'ews-booking'
import { type Booking, BookingCalendar, type BusyPeriod } from 'ews-booking/booking'
import { type Simulator, startSimulator } from 'ews-booking/simulator'

const request: FindItemRequest = {
  traversal: 'Shallow',
  itemShape: { baseShape: 'IdOnly' },
  calendarView: { startDate: new Date(0), endDate: new Date(1) },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
}

export async function typed(): Promise<readonly BusyPeriod[]> {
  const exchange: Simulator = await startSimulator({ mailboxes: ['a@example.com'], accounts: [] })
  const client = new EwsClient({ url: exchange.url, auth: { type: 'basic', username: 'a', password: 'b' } })
  const { responseMessages } = await client.findItem(request)
  const failure: EwsError | undefined = responseMessages[0]?.error
  if (failure !== undefined) throw failure
  const calendar = new BookingCalendar(client, { mailbox: 'a@example.com' })
  const window = { start: new Date(0), end: new Date(1) }
  const booking: Booking = await calendar.book({ key: 'k', ...window, title: 't' })
  await calendar.cancel(booking)
  const envelope: string = buildEnvelope(GetUserAvailability, {
    mailboxDataArray: [{ email: { address: 'a@example.com' }, attendeeType: 'Required' }],
    freeBusyViewOptions: { timeWindow: { startTime: window.start, endTime: window.end } },
  })
  return envelope === '' ? [] : calendar.freeBusy(window)
}
