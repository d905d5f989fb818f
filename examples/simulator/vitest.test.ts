/** A booking product's tests under Vitest: one simulator for the file, and each test begins with an empty week. */
import { EwsClient } from 'ews-booking'
import { BookingCalendar, SlotTakenError } from 'ews-booking/booking'
import { type Simulator, startSimulator } from 'ews-booking/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const mailbox = 'dr.meier@example.com'
const account = { username: 'EXAMPLE\\svc-booking', password: 's3cret' }
const slot = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T09:30:00Z') }

let exchange: Simulator
let client: EwsClient
let calendar: BookingCalendar

beforeAll(async () => {
  exchange = await startSimulator({ mailboxes: [mailbox], accounts: [{ ...account, mayImpersonate: 'all' }] })
  client = new EwsClient({
    url: exchange.url,
    tls: { ca: exchange.ca },
    auth: { type: 'ntlm', ...account },
    impersonate: { primarySmtpAddress: mailbox },
  })
  calendar = new BookingCalendar(client, { mailbox, timeZone: 'Europe/Zurich' })
})

beforeEach(async () => {
  exchange.clear()
  exchange.clearInjections()
  for (const { itemId } of exchange.calendar(mailbox)) {
    if (itemId !== undefined)
      await client.deleteItem({
        deleteType: 'HardDelete',
        sendMeetingCancellations: 'SendToNone',
        itemIds: [{ itemId }],
      })
  }
})

afterAll(async () => {
  await client.close()
  await exchange.close()
})

describe('a booking', () => {
  it('is in the calendar', async () => {
    await calendar.book({ key: 'order-1', ...slot, title: 'Consultation' })
    expect(exchange.calendar(mailbox)).toMatchObject([{ subject: 'Consultation', legacyFreeBusyStatus: 'Busy' }])
  })

  it('is refused where somebody has an appointment', async () => {
    exchange.add(mailbox, { subject: 'Surgery', ...slot })
    await expect(calendar.book({ key: 'order-2', ...slot, title: 'x' })).rejects.toBeInstanceOf(SlotTakenError)
  })

  it('is made once, even if the answer is lost', async () => {
    exchange.inject({ operation: 'CreateItem', fault: 'dropAfterCommit' })
    await calendar.book({ key: 'order-3', ...slot, title: 'Consultation' })
    expect(exchange.calendar(mailbox)).toHaveLength(1)
  })
})
