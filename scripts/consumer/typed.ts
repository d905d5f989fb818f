import {
  type BearerAuth,
  buildEnvelope,
  type DispatcherMaker,
  EmailAddress,
  EwsClient,
  type EwsError,
  type FindItemRequest,
  GetUserAvailability,
  messages,
  type Operation,
  responseMessage,
  types,
  xml,
} from 'ews-booking'
import { type Booking, BookingCalendar, type BusyPeriod } from 'ews-booking/booking'
import {
  type ConnectionOptions,
  clientOptions,
  type ExchangeConnection,
  exchangeConnection,
  generateKey,
  openConnection,
  type SealReport,
  sealBooking,
  sealExisting,
  Vault,
  VaultError,
} from 'ews-booking/crypto'
import { type Service, type Simulator, service, startSimulator } from 'ews-booking/simulator'

const request: FindItemRequest = {
  traversal: 'Shallow',
  itemShape: { baseShape: 'IdOnly' },
  calendarView: { startDate: new Date(0), endDate: new Date(1) },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
}

export const GetRoomsRequest = messages.complexType({ roomList: EmailAddress })
const GetRoomsResponse = messages.complexType(responseMessage, {
  rooms: xml.optional(types.arrayOf({ room: types.complexType({ id: EmailAddress }) })),
})
export const GetRooms: Operation<xml.Infer<typeof GetRoomsRequest>, xml.Infer<typeof GetRoomsResponse>> = {
  name: 'GetRooms',
  request: messages.element('GetRooms', GetRoomsRequest),
  response: messages.element('GetRoomsResponse', GetRoomsResponse),
  safe: true,
  responseMessages: (response) => [response],
}
export const rooms: Service = service(GetRooms, ({ roomList }) => ({
  responseClass: 'Success',
  rooms: [{ id: roomList }],
}))

/** The types that a project with declarations must be able to name. */
export const named = {
  attribute: xml.attribute(xml.enumeration('a', 'b')),
  field: xml.repeated(xml.integer()),
  choice: xml.choice({ a: xml.text, b: xml.boolean }),
  array: types.nonEmptyArrayOfChoice({ a: xml.text, b: xml.instant }),
  namespace: xml.namespaceOf('urn:x', 'x'),
}

export const bearer: BearerAuth = { type: 'bearer', token: async () => 'token' }
export const dispatcher: DispatcherMaker = ({ factory }) => factory('https://mail.example.com', {})

const context = { tenant: '42', table: 'exchange_connections', column: 'password', row: '7' }

/** The vault's connection is the client's as it is. */
export function connected(stored: string): EwsClient {
  const vault = new Vault({ keys: [process.env.EWS_VAULT_KEY ?? generateKey()] })
  const connection: ExchangeConnection = openConnection(vault, stored, context)
  const options: ConnectionOptions = clientOptions(connection)
  return new EwsClient({ ...options, timeoutMs: 10_000 })
}

export function sealed(vault: Vault, booking: Booking): string | VaultError {
  const { title } = sealBooking(
    vault,
    { ...booking, title: 't' },
    { tenant: '42', table: 'bookings', row: booking.key },
  )
  // @ts-expect-error a context without its row, which must be null where there is none
  vault.open(title, { tenant: '42', table: 'bookings', column: 'title' })
  return vault.openJson(title, context, exchangeConnection).username
}

interface Row {
  readonly id: number
  readonly title: string
}

export const existing = (vault: Vault, rows: AsyncIterable<Row>): Promise<SealReport<'title', number>> =>
  sealExisting({
    vault,
    rows,
    fields: ['title'],
    context: ({ id }) => ({ tenant: '42', table: 'bookings', row: `${id}` }),
    save: async ({ id }, changed, previous) => id > 0 && changed.title !== previous.title,
    cursor: ({ id }) => id,
  })

export const narrowed = (error: unknown): string => (error instanceof VaultError ? error.code : '')

// @ts-expect-error a required element is missing
export const incomplete = (client: EwsClient) => client.call(GetRooms, {})

export async function typed(): Promise<readonly BusyPeriod[]> {
  const exchange: Simulator = await startSimulator({ mailboxes: ['a@example.com'], accounts: [], services: [rooms] })
  const client = new EwsClient({ url: exchange.url, auth: { type: 'basic', username: 'a', password: 'b' } })
  const { responseMessages } = await client.findItem(request)
  const failure: EwsError | undefined = responseMessages[0]?.error
  if (failure !== undefined) throw failure
  const calendar = new BookingCalendar(client, { mailbox: 'a@example.com', timeZone: 'Europe/Zurich' })
  const window = { start: new Date(0), end: new Date(1) }
  const booking: Booking = await calendar.book({ key: 'k', ...window, title: 't' })
  const [slot] = await calendar.freeSlots({ ...window, duration: 30 })
  if (slot !== undefined) await calendar.reschedule(booking, slot)
  await calendar.book({ key: 'd', allDay: true, start: '2027-03-02', title: 't', description: { html: 'h' } })
  await calendar.cancel(booking)
  const room: string | undefined = (await client.call(GetRooms, { roomList: {} })).rooms?.[0]?.id.emailAddress
  if (room !== undefined) throw new TypeError(room)
  const envelope: string = buildEnvelope(GetUserAvailability, {
    mailboxDataArray: [{ email: { address: 'a@example.com' }, attendeeType: 'Required' }],
    freeBusyViewOptions: { timeWindow: { startTime: window.start, endTime: window.end } },
  })
  return envelope === '' ? [] : calendar.freeBusy(window)
}
