// The calendar service of a scheduling product: the interface that such products have for each kind of calendar. The server is simulated.
// For a real one set EWS_URL, EWS_USERNAME and EWS_PASSWORD.
import { EwsClient } from 'ews-booking'
import { type Booking, BookingCalendar } from 'ews-booking/booking'
import { startSimulator } from 'ews-booking/simulator'

/** An event as the product describes it. `uid` is the product's own id: it is the key of the booking. */
interface ProductEvent {
  readonly uid: string
  readonly title: string
  readonly description?: string
  readonly startTime: string
  readonly endTime: string
  readonly attendees: readonly { readonly email: string; readonly name: string }[]
}

/** A calendar that the product's user has selected. */
interface SelectedCalendar {
  readonly mailbox: string
  readonly calendar?: string
}

/** The interface that the product has for every provider. */
interface Calendar {
  createEvent(event: ProductEvent): Promise<Booking>
  updateEvent(booking: Booking, event: ProductEvent): Promise<Booking>
  deleteEvent(booking: Booking): Promise<void>
  getAvailability(
    from: string,
    to: string,
    selected: readonly SelectedCalendar[],
  ): Promise<{ start: Date; end: Date }[]>
  listCalendars(): Promise<{ externalId: string; name: string; primary: boolean; readOnly: boolean }[]>
}

class ExchangeCalendarService implements Calendar {
  readonly #client: EwsClient
  readonly #mailbox: string

  constructor(client: EwsClient, mailbox: string) {
    this.#client = client
    this.#mailbox = mailbox
  }

  createEvent(event: ProductEvent): Promise<Booking> {
    return this.#calendar({ mailbox: this.#mailbox }).book({ key: event.uid, ...appointment(event) })
  }

  /** Guests hear of what has changed, once, even if this is called again. */
  updateEvent(booking: Booking, event: ProductEvent): Promise<Booking> {
    return this.#calendar(booking).update(booking, appointment(event))
  }

  deleteEvent(booking: Booking): Promise<void> {
    return this.#calendar(booking).cancel(booking)
  }

  /** A calendar whose times are unknown makes the call fail: it must not look free. */
  async getAvailability(from: string, to: string, selected: readonly SelectedCalendar[]) {
    const window = { start: new Date(from), end: new Date(to) }
    const times = await Promise.all(selected.map((calendar) => this.#calendar(calendar).freeBusy(window)))
    return times.flat().map(({ start, end }) => ({ start, end }))
  }

  async listCalendars() {
    const calendars = await BookingCalendar.list(this.#client, this.#mailbox)
    return calendars.map(({ id: externalId, name, isDefault: primary, canCreate }) => {
      return { externalId, name, primary, readOnly: canCreate === false }
    })
  }

  #calendar({ mailbox, calendar }: SelectedCalendar): BookingCalendar {
    return new BookingCalendar(this.#client, { mailbox, calendar, timeZone: 'Europe/Zurich' })
  }
}

const appointment = ({ title, description, startTime, endTime, attendees }: ProductEvent) => ({
  title,
  description,
  start: new Date(startTime),
  end: new Date(endTime),
  attendees: attendees.map(({ email, name }) => ({ address: email, name })),
})

const mailbox = 'dr.meier@example.com'
const { EWS_URL: url, EWS_USERNAME: username = 'svc-booking', EWS_PASSWORD: password = 's3cret' } = process.env
const accounts = [{ username, password, mayImpersonate: [mailbox] }]
await using exchange =
  url === undefined
    ? await startSimulator({ mailboxes: [mailbox, 'room-1@example.com'], accounts })
    : { url, ca: undefined, [Symbol.asyncDispose]: async () => undefined }
await using client = new EwsClient({
  url: exchange.url,
  auth: { type: 'auto', username, password },
  impersonate: { primarySmtpAddress: mailbox },
  tls: { ca: exchange.ca },
})

const service: Calendar = new ExchangeCalendarService(client, mailbox)
for (const { name, primary } of await service.listCalendars()) console.log('calendar:', name, primary)
const event = {
  uid: 'order-4711',
  title: 'First consultation',
  startTime: '2027-03-02T09:00:00Z',
  endTime: '2027-03-02T10:00:00Z',
  attendees: [{ email: 'patient@example.org', name: 'A. Patient' }],
}
const booking = await service.createEvent(event)
const selected = [{ mailbox }, { mailbox: 'room-1@example.com' }]
const busy = () => service.getAvailability('2027-03-02T00:00:00Z', '2027-03-03T00:00:00Z', selected)
console.log('busy:', await busy())
const changed = await service.updateEvent(booking, { ...event, title: 'Surgery', endTime: '2027-03-02T11:00:00Z' })
console.log('changed:', changed.start, changed.end)
await service.deleteEvent(changed)
console.log('busy afterwards:', await busy())
