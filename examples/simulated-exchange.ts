// A test without an Exchange at hand: HTTPS, NTLM, impersonation, and a server that breaks off in the middle.
import { EwsClient, EwsConnectionError } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
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
const error = await calendar.book({ key: 'order-1', ...next, title: 'Consultation' }).catch((reason: unknown) => reason)
if (!(error instanceof EwsConnectionError)) throw error
console.log('error:', error.message)
console.log('in the calendar all the same:', exchange.calendar(mailbox).at(-1)?.subject)

await client.close()
await exchange.close()
