/** The same under Node.js's own test runner, a simulator for each test: node --import tsx --test node.test.ts */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EwsClient } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { startSimulator } from 'ews-booking/simulator'

const mailbox = 'dr.meier@example.com'
const account = { username: 'EXAMPLE\\svc-booking', password: 's3cret' }
const slot = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T09:30:00Z') }

async function started(t: { after(end: () => Promise<void>): void }) {
  const exchange = await startSimulator({ mailboxes: [mailbox], accounts: [{ ...account, mayImpersonate: 'all' }] })
  t.after(() => exchange.close())
  const client = new EwsClient({
    url: exchange.url,
    tls: { ca: exchange.ca },
    auth: { type: 'ntlm', ...account },
    impersonate: { primarySmtpAddress: mailbox },
  })
  t.after(() => client.close())
  return { exchange, calendar: new BookingCalendar(client, { mailbox, timeZone: 'Europe/Zurich' }) }
}

test('a booking is in the calendar', async (t) => {
  const { exchange, calendar } = await started(t)
  await calendar.book({ key: 'order-1', ...slot, title: 'Consultation' })
  assert.deepEqual(
    exchange.calendar(mailbox).map(({ subject }) => subject),
    ['Consultation'],
  )
})

test('a busy server is asked again', async (t) => {
  const { exchange, calendar } = await started(t)
  exchange.inject({ operation: 'GetUserAvailability', fault: 'serverBusy', backOffMs: 10 })
  assert.deepEqual(await calendar.freeBusy(slot), [])
  assert.equal(exchange.requests.filter(({ operation }) => operation === 'GetUserAvailability').length, 2)
})
