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
import type { AppointmentFacts, AvailabilityFacts } from '../request-facts.js'

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

/** The smallest request that lets it read an answer about any number of mailboxes. */
export const readFreeBusy = (service: ExchangeService): Promise<unknown> =>
  service.GetUserAvailability(
    [new AttendeeInfo('mailbox-0@example.com')],
    new TimeWindow(dateTime(new Date('2027-03-01T00:00:00Z')), dateTime(new Date('2027-04-01T00:00:00Z'))),
    AvailabilityData.FreeBusy,
    freeBusyOptions(),
  )

function freeBusyOptions(): AvailabilityOptions {
  const options = new AvailabilityOptions()
  options.RequestedFreeBusyView = FreeBusyViewType.FreeBusy
  return options
}

/** The smallest request that lets it read an answer with any number of items. */
export function readItems(service: ExchangeService): Promise<unknown> {
  const view = new CalendarView(dateTime(new Date('2027-01-01T00:00:00Z')), dateTime(new Date('2028-12-01T00:00:00Z')))
  view.PropertySet = new PropertySet(BasePropertySet.FirstClassProperties, bookingKeyDefinition)
  return service.FindAppointments(new FolderId(WellKnownFolderName.Calendar), view)
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
      new TimeWindow(dateTime(start), dateTime(end)),
      AvailabilityData.FreeBusy,
      freeBusyOptions(),
    )
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
