/** What a consumer does with the package, whichever way it was loaded. */
module.exports = async function scenario({ EwsClient, EwsResponseError }, { BookingCalendar }, { startSimulator }) {
  const mailbox = 'dr.meier@example.com'
  const account = { username: 'EXAMPLE\\svc-booking', password: 's3cret' }
  const exchange = await startSimulator({ mailboxes: [mailbox], accounts: [{ ...account, mayImpersonate: 'all' }] })
  const client = new EwsClient({
    url: exchange.url,
    auth: { type: 'ntlm', ...account },
    impersonate: { primarySmtpAddress: mailbox },
    tls: { ca: exchange.ca },
  })
  const calendar = new BookingCalendar(client, { mailbox })
  const slot = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T09:30:00Z') }

  const booking = await calendar.book({ key: 'order-1', ...slot, title: 'Consultation' })
  const [period] = await calendar.freeBusy(slot)
  if (period?.status !== 'busy') throw new Error('The booking is not in the free/busy')
  await calendar.cancel(booking)
  const error = await calendar.cancel(booking).catch((reason) => reason)
  if (!(error instanceof EwsResponseError)) throw new Error('Errors of the doors are of different classes')

  await client.close()
  await exchange.close()
}
