/** Uses the package as a consumer does, whichever way it was loaded. */
module.exports = async function scenario(
  ews,
  { BookingCalendar, SlotTakenError },
  crypto,
  { service, startSimulator },
) {
  const { EwsClient, EwsResponseError } = ews
  const operation = getRooms(ews)
  const rooms = [{ id: { emailAddress: 'room-1@example.com' } }]
  const services = [service(operation, () => ({ responseClass: 'Success', responseCode: 'NoError', rooms }))]
  const mailbox = 'dr.meier@example.com'
  const account = { username: 'EXAMPLE\\svc-booking', password: 's3cret' }
  const exchange = await startSimulator({
    mailboxes: [mailbox],
    accounts: [{ ...account, mayImpersonate: 'all' }],
    extendedProtection: 'require',
    services,
  })
  const impersonate = { primarySmtpAddress: mailbox }
  const { username, password, ...server } = sealedAndOpened(crypto, { url: exchange.url, ...account, impersonate })
  const client = new EwsClient({
    ...server,
    auth: { type: 'auto', username, password },
    tls: { ca: exchange.ca },
  })
  const calendar = new BookingCalendar(client, { mailbox })
  const slot = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T09:30:00Z') }

  const booking = await calendar.book({ key: 'order-1', ...slot, title: 'Consultation' })
  const [period] = await calendar.freeBusy(slot)
  if (period?.status !== 'busy') throw new Error('The booking is not in the free/busy')
  const taken = await calendar.book({ key: 'order-2', ...slot, title: 'Another' }).catch((reason) => reason)
  if (!(taken instanceof SlotTakenError && taken.name === 'SlotTakenError'))
    throw new Error('The slot was booked twice')
  await calendar.cancel(booking)
  await calendar.cancel(booking)
  const error = await calendar.reschedule(booking, slot).catch((reason) => reason)
  if (!(error instanceof EwsResponseError)) throw new Error('The entry points have different copies of an error class')

  if (error.name !== 'EwsResponseError') throw new Error(`An error is named ${error.name}`)

  const answer = await client.call(operation, { roomList: { emailAddress: 'rooms@example.com' } })
  if (answer.rooms?.[0]?.id.emailAddress !== 'room-1@example.com')
    throw new Error('The operation of our own has no answer')

  await client.close()
  await exchange.close()
  return `sealed, booked, cancelled and called an operation of its own on ${runtime()}`
}

/** Deno and Bun say which Node.js they are compatible with, too. */
function runtime() {
  const { bun, deno, node } = process.versions
  if (bun !== undefined) return `Bun ${bun}`
  return deno === undefined ? `Node.js ${node}` : `Deno ${deno}`
}

/** A connection as it comes out of the consumer's database. */
function sealedAndOpened({ Vault, generateKey, openConnection, sealConnection }, connection) {
  const vault = new Vault({ keys: [generateKey()] })
  const context = { tenant: '42', table: 'exchange_connections', column: 'connection', row: '7' }
  const stored = sealConnection(vault, connection, context)
  if (!vault.isSealed(stored) || stored.includes(connection.password)) throw new Error('The connection is not sealed')
  return openConnection(vault, stored, context)
}

/** An operation of the consumer's own. */
function getRooms({ EmailAddress, messages, responseMessage, types, xml }) {
  const request = messages.complexType({ roomList: EmailAddress })
  const response = messages.complexType(responseMessage, {
    rooms: xml.optional(types.arrayOf({ room: types.complexType({ id: EmailAddress }) })),
  })
  return {
    name: 'GetRooms',
    request: messages.element('GetRooms', request),
    response: messages.element('GetRoomsResponse', response),
    safe: true,
    responseMessages: (message) => [message],
  }
}
