// A test without an Exchange server: HTTPS, NTLM, impersonation, a broken connection, and two bookings for the same hour.
import { EwsClient } from 'ews-booking'
import { BookingCalendar, SlotTakenError } from 'ews-booking/booking'
import { startSimulator } from 'ews-booking/simulator'

const mailbox = 'dr.meier@example.com'
const account = { username: 'EXAMPLE\\svc-booking', password: 's3cret' }
const exchange = await startSimulator({ mailboxes: [mailbox], accounts: [{ ...account, mayImpersonate: [mailbox] }] })

const hour = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T10:00:00Z') }
exchange.add(mailbox, { subject: 'Team meeting', ...hour })

const client = new EwsClient({
  url: exchange.url,
  auth: { type: 'ntlm', ...account },
  impersonate: { primarySmtpAddress: mailbox },
  tls: { ca: exchange.ca },
})
const calendar = new BookingCalendar(client, { mailbox })
console.log('busy:', await calendar.freeBusy(hour))

exchange.inject({ operation: 'CreateItem', fault: 'dropAfterCommit' })
const next = { start: hour.end, end: new Date('2027-03-02T11:00:00Z') }
await calendar.book({ key: 'order-1', ...next, title: 'Consultation' })
const booked = exchange.calendar(mailbox).filter(({ subject }) => subject === 'Consultation')
console.log('booked once, although an answer was lost:', booked.length === 1)

const error = await calendar.book({ key: 'order-2', ...next, title: 'Another' }).catch((reason: unknown) => reason)
if (!(error instanceof SlotTakenError)) throw error
console.log('the same hour again:', error.message)

await client.close()
await exchange.close()
