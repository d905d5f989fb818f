/** The same under Jest, as CommonJS. */
const { EwsClient } = require('ews-booking')
const { BookingCalendar } = require('ews-booking/booking')
const { startSimulator } = require('ews-booking/simulator')

const mailbox = 'dr.meier@example.com'
const account = { username: 'EXAMPLE\\svc-booking', password: 's3cret' }
const slot = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T09:30:00Z') }

let exchange
let client

beforeAll(async () => {
  exchange = await startSimulator({ mailboxes: [mailbox], accounts: [{ ...account, mayImpersonate: 'all' }] })
  client = new EwsClient({
    url: exchange.url,
    tls: { ca: exchange.ca },
    auth: { type: 'ntlm', ...account },
    impersonate: { primarySmtpAddress: mailbox },
  })
})

afterAll(async () => {
  await client.close()
  await exchange.close()
})

test('a booking is in the calendar', async () => {
  const calendar = new BookingCalendar(client, { mailbox, timeZone: 'Europe/Zurich' })
  await calendar.book({ key: 'order-1', ...slot, title: 'Consultation' })
  expect(exchange.calendar(mailbox)).toMatchObject([{ subject: 'Consultation' }])
})
