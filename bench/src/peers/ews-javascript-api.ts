import {
  Appointment,
  AttendeeInfo,
  AvailabilityData,
  AvailabilityOptions,
  BasePropertySet,
  BodyType,
  CalendarView,
  DateTime,
  ExchangeService,
  ExchangeVersion,
  ExtendedPropertyDefinition,
  FolderId,
  FreeBusyViewType,
  Guid,
  type IXHRApi,
  type IXHROptions,
  LegacyFreeBusyStatus,
  MapiPropertyType,
  MessageBody,
  PropertySet,
  SendInvitationsMode,
  TimeWindow,
  TimeZoneInfo,
  Uri,
  WebCredentials,
  WellKnownFolderName,
} from 'ews-javascript-api'
import { bookingKey } from '../calendar-items.js'
import type { AppointmentFacts, AvailabilityFacts, CalendarViewFacts } from '../request-facts.js'

const bookingKeyDefinition = new ExtendedPropertyDefinition(
  new Guid(bookingKey.propertySetId),
  bookingKey.propertyName,
  MapiPropertyType.String,
)

/** A service whose transport is a function of ours: its documented way to replace HTTP. Its zone is UTC, as ours is. */
function serviceOver(xhr: (options: IXHROptions) => Promise<XMLHttpRequest>): ExchangeService {
  const service = new ExchangeService(ExchangeVersion.Exchange2013_SP1, TimeZoneInfo.Utc)
  service.Url = new Uri('https://mail.example.com/EWS/Exchange.asmx')
  service.Credentials = new WebCredentials('svc-booking', 'secret')
  const transport: IXHRApi = { xhr, xhrStream: xhr, disconnect() {} }
  service.XHRApi = transport
  return service
}

/** Its type for answers is the browser's class, of which it reads just these. */
const answered = (responseText: string) => ({ status: 200, responseText }) as XMLHttpRequest

/** A service to which every request is answered at once with these bytes. */
export const serviceAnswering = (bytes: Buffer): ExchangeService =>
  serviceOver(async () => answered(bytes.toString('utf8')))

const dateTime = (instant: Date) => new DateTime(instant.getTime())

const window = (start: Date, end: Date) => new TimeWindow(dateTime(start), dateTime(end))

function freeBusyOptions(): AvailabilityOptions {
  const options = new AvailabilityOptions()
  options.RequestedFreeBusyView = FreeBusyViewType.FreeBusy
  return options
}

function calendarView({ start, end }: CalendarViewFacts): CalendarView {
  const view = new CalendarView(dateTime(start), dateTime(end))
  view.PropertySet = new PropertySet(BasePropertySet.FirstClassProperties, bookingKeyDefinition)
  return view
}

const calendar = () => new FolderId(WellKnownFolderName.Calendar)

/** Reads an answer about any number of mailboxes, after the smallest of requests. Returns how many events it came to. */
export async function readFreeBusy(service: ExchangeService, { start, end }: CalendarViewFacts): Promise<number> {
  const { AttendeesAvailability } = await service.GetUserAvailability(
    [new AttendeeInfo('mailbox-0@example.com')],
    window(start, end),
    AvailabilityData.FreeBusy,
    freeBusyOptions(),
  )
  return AttendeesAvailability.Responses.reduce((events, { CalendarEvents }) => events + CalendarEvents.length, 0)
}

/** Reads an answer with any number of items. Returns how many. */
export async function readItems(service: ExchangeService, facts: CalendarViewFacts): Promise<number> {
  const { Items } = await service.FindAppointments(calendar(), calendarView(facts))
  return Items.length
}

/** Makes envelopes by handing them to a transport that never answers. It writes an envelope before its call returns. */
export class EnvelopeBuilder {
  #envelope = ''
  readonly #service = serviceOver((options) => {
    this.#envelope = String(options.data)
    return new Promise(() => {})
  })

  #taken(): string {
    const envelope = this.#envelope
    if (envelope === '') throw new Error('ews-javascript-api wrote no envelope')
    this.#envelope = ''
    return envelope
  }

  getUserAvailability({ mailboxes, start, end }: AvailabilityFacts): string {
    void this.#service.GetUserAvailability(
      mailboxes.map((address) => new AttendeeInfo(address)),
      window(start, end),
      AvailabilityData.FreeBusy,
      freeBusyOptions(),
    )
    return this.#taken()
  }

  findItem(facts: CalendarViewFacts): string {
    void this.#service.FindAppointments(calendar(), calendarView(facts))
    return this.#taken()
  }

  createItem({ subject, body, start, end, location, categories, key }: AppointmentFacts): string {
    const appointment = new Appointment(this.#service)
    appointment.Subject = subject
    appointment.Body = new MessageBody(BodyType.Text, body)
    appointment.Start = dateTime(start)
    appointment.End = dateTime(end)
    appointment.Location = location
    appointment.LegacyFreeBusyStatus = LegacyFreeBusyStatus.Busy
    for (const category of categories) appointment.Categories.Add(category)
    appointment.SetExtendedProperty(bookingKeyDefinition, key)
    void appointment.Save(WellKnownFolderName.Calendar, SendInvitationsMode.SendToNone)
    return this.#taken()
  }
}
