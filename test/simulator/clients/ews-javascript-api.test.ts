import { XhrApi } from '@ewsjs/xhr'
import {
  Appointment,
  AppointmentSchema,
  AttendeeInfo,
  AutodiscoverService,
  AvailabilityData,
  CalendarFolder,
  CalendarView,
  ConflictResolutionMode,
  DateTime,
  DayOfTheWeek,
  DeleteMode,
  EmailAddress,
  EmailMessage,
  EventType,
  ExchangeService,
  ExchangeVersion,
  FileAttachment,
  FolderId,
  type GetEventsResults,
  ItemView,
  MeetingRequest,
  MessageBody,
  PropertySet,
  Recurrence,
  ResolveNameSearchLocation,
  SearchFilter,
  SendCancellationsMode,
  SendInvitationsMode,
  SendInvitationsOrCancellationsMode,
  SyncFolderItemsScope,
  TimeWindow,
  TimeZoneInfo,
  Uri,
  UserSettingName,
  WebCredentials,
  WellKnownFolderName,
} from 'ews-javascript-api'
import { describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../src/simulator'
import { envelopesOf } from '../../fixtures'
import { schemaDirectory, schemaErrors } from '../../schema'
import { DOCTOR, ROOM } from '../exchange'

const username = 'EXAMPLE\\doctor'
const password = 's3cret'
const GUEST = 'guest@example.com'
const GUESTS_NAME = 'EXAMPLE\\guest'
const ROOMS = 'rooms@example.com'
const SCHEMES = ['Basic', 'NTLM'] as const
type Scheme = (typeof SCHEMES)[number]

const at = (hours: string) => new DateTime(`2027-01-04T${hours}:00Z`)
const calendar = new FolderId(WellKnownFolderName.Calendar)

/** The client trusts any certificate, and signs in by the scheme. */
function xhrOf(scheme: Scheme, user = username) {
  const xhr = new XhrApi({ rejectUnauthorized: false })
  return scheme === 'NTLM' ? xhr.useNtlmAuthentication(user, password) : xhr
}

function serviceOf({ url }: Simulator, scheme: Scheme, user = username): ExchangeService {
  const service = new ExchangeService(ExchangeVersion.Exchange2013)
  service.Credentials = new WebCredentials(user, password)
  service.Url = new Uri(url)
  service.XHRApi = xhrOf(scheme, user)
  return service
}

/** An appointment of the client that isn't saved yet. */
function draft(service: ExchangeService, subject: string, start = '09:00', end = '10:00'): Appointment {
  const appointment = new Appointment(service)
  appointment.Subject = subject
  appointment.Body = new MessageBody('text')
  appointment.Start = at(start)
  appointment.End = at(end)
  return appointment
}

async function withExchange(scheme: Scheme, use: (service: ExchangeService, exchange: Simulator) => Promise<void>) {
  await using exchange = await startSimulator({
    mailboxes: [ROOM],
    accounts: [
      { username, password, mailbox: DOCTOR },
      { username: GUESTS_NAME, password, mailbox: GUEST },
    ],
    distributionGroups: [{ address: ROOMS, name: 'Rooms', members: [ROOM], isRoomList: true }],
    auth: [scheme],
  })
  await use(serviceOf(exchange, scheme), exchange)
  for (const { operation, xml, responseXml = '' } of exchange.requests) {
    if (operation === undefined || AUTODISCOVER.includes(operation) || schemaDirectory === undefined) continue
    expect(schemaErrors(xml), xml).toEqual([])
    expect(envelopesOf(responseXml).flatMap(schemaErrors), responseXml).toEqual([])
  }
}

const AUTODISCOVER = ['Autodiscover', 'GetUserSettings']

const view = async (service: ExchangeService) => {
  const { Items } = await service.FindAppointments(calendar, new CalendarView(at('00:00'), at('23:00')))
  return Items.map(({ Subject }) => Subject)
}

describe.each(SCHEMES)('ews-javascript-api gets on with the simulator, over HTTPS and by %s', (scheme) => {
  it('from the folder to an appointment and its end', () =>
    withExchange(scheme, async (service) => {
      const folder = await CalendarFolder.Bind(service, WellKnownFolderName.Calendar)
      expect(folder.DisplayName).toBe('Calendar')
      const made = draft(service, 'Visit')
      await made.Save(calendar, SendInvitationsMode.SendToNone)
      expect(await view(service)).toEqual(['Visit'])
      const bound = await Appointment.Bind(service, made.Id)
      expect([bound.Subject, bound.Body.Text]).toEqual(['Visit', 'text'])
      expect(bound.Start.ToISOString()).toBe('2027-01-04T09:00:00.000Z')
      bound.Subject = 'Late visit'
      await bound.Update(ConflictResolutionMode.AutoResolve, SendInvitationsOrCancellationsMode.SendToNone)
      const filter = new SearchFilter.IsEqualTo(AppointmentSchema.Subject, 'Late visit')
      const { Items: found } = await service.FindItems(WellKnownFolderName.Calendar, filter, new ItemView(10))
      expect(found.map(({ Subject }) => Subject)).toEqual(['Late visit'])
      await bound.Delete(DeleteMode.MoveToDeletedItems, SendCancellationsMode.SendToNone)
      expect(await view(service)).toEqual([])
    }))

  it('with the time zone of an appointment', () =>
    withExchange(scheme, async (service) => {
      const made = draft(service, 'Visit')
      made.StartTimeZone = TimeZoneInfo.FindSystemTimeZoneById('W. Europe Standard Time')
      await made.Save(calendar, SendInvitationsMode.SendToNone)
      const bound = await Appointment.Bind(service, made.Id)
      expect([bound.StartTimeZone.Id, bound.EndTimeZone.Id]).toEqual([
        'W. Europe Standard Time',
        'W. Europe Standard Time',
      ])
    }))

  it('through free/busy, series and meetings', () =>
    withExchange(scheme, async (service, exchange) => {
      const rounds = draft(service, 'Rounds')
      const weekly = new Recurrence.WeeklyPattern()
      weekly.StartDate = at('09:00')
      weekly.DaysOfTheWeek.Add(DayOfTheWeek.Monday)
      weekly.NumberOfOccurrences = 3
      rounds.Recurrence = weekly
      await rounds.Save(SendInvitationsMode.SendToNone)
      const month = new CalendarView(at('00:00'), new DateTime('2027-02-28T00:00:00Z'))
      const { Items: occurrences } = await service.FindAppointments(calendar, month)
      expect(occurrences.map(({ Start }) => Start.ToISOString().slice(0, 10))).toEqual([
        '2027-01-04',
        '2027-01-11',
        '2027-01-18',
      ])
      const { AttendeesAvailability } = await service.GetUserAvailability(
        [new AttendeeInfo(DOCTOR)],
        new TimeWindow(at('00:00'), new DateTime('2027-01-05T00:00:00Z')),
        AvailabilityData.FreeBusy,
      )
      expect(AttendeesAvailability.Responses[0]?.CalendarEvents).toHaveLength(1)
      const meeting = draft(service, 'Consultation', '11:00', '12:00')
      meeting.RequiredAttendees.Add(GUEST)
      await meeting.Save(SendInvitationsMode.SendToAllAndSaveCopy)
      await meeting.CancelMeeting('The doctor is ill.')
      expect(exchange.sent.map(({ kind }) => kind)).toEqual(['MeetingRequest', 'MeetingCancellation'])
    }))

  it('in the directory', () =>
    withExchange(scheme, async (service) => {
      const resolved = await service.ResolveName(DOCTOR, ResolveNameSearchLocation.DirectoryOnly, true)
      expect(resolved.GetEnumerator().map(({ Mailbox }) => Mailbox.Address)).toEqual([DOCTOR])
      const lists = await service.GetRoomLists()
      expect(lists.GetEnumerator().map(({ Address }) => Address)).toEqual([ROOMS])
      const rooms = await service.GetRooms(new EmailAddress(ROOMS))
      expect(rooms.map(({ Address }) => Address)).toEqual([ROOM])
    }))

  it('with synchronization and events', () =>
    withExchange(scheme, async (service) => {
      const sync = (state: string) =>
        service.SyncFolderItems(calendar, PropertySet.IdOnly, [], 100, SyncFolderItemsScope.NormalItems, state)
      const { SyncState } = await sync('')
      const pull = await service.SubscribeToPullNotifications([calendar], 10, '', EventType.Created, EventType.Modified)
      const made = draft(service, 'Visit')
      await made.Save(SendInvitationsMode.SendToNone)
      const changes = await sync(SyncState)
      expect(changes.GetEnumerator().map(({ ItemId }) => ItemId.UniqueId)).toEqual([made.Id.UniqueId])
      const events: GetEventsResults = await pull.GetEvents()
      const created = [...events.ItemEvents].find(({ EventType: kind }) => kind === EventType.Created)
      expect(created?.ItemId.UniqueId).toBe(made.Id.UniqueId)
      expect([...(await pull.GetEvents()).ItemEvents]).toEqual([])
      await pull.Unsubscribe()
    }))

  it('with attachments', () =>
    withExchange(scheme, async (service) => {
      const made = draft(service, 'Visit')
      made.Attachments.AddFileAttachment('note.txt', 'SGVsbG8=')
      await made.Save(SendInvitationsMode.SendToNone)
      const bound = await Appointment.Bind(service, made.Id)
      const [attachment] = bound.Attachments.GetEnumerator()
      expect(attachment?.Name).toBe('note.txt')
      if (!(attachment instanceof FileAttachment)) throw new TypeError('The attachment is no file')
      await attachment.Load()
      expect(attachment.Base64Content).toBe('SGVsbG8=')
    }))

  it('with mail, and with an invitation that is answered from the Inbox', () =>
    withExchange(scheme, async (service, exchange) => {
      const letter = new EmailMessage(service)
      letter.Subject = 'Letter'
      letter.Body = new MessageBody('text')
      letter.ToRecipients.Add(DOCTOR)
      await letter.Save(WellKnownFolderName.Drafts)
      await letter.SendAndSaveCopy()
      const { Items: arrived } = await service.FindItems(WellKnownFolderName.Inbox, new ItemView(10))
      expect(arrived.map(({ Subject }) => Subject)).toEqual(['Letter'])
      const read = await EmailMessage.Bind(service, arrived[0]?.Id ?? letter.Id)
      expect([read.From.Address, read.IsRead, read.Body.Text]).toEqual([DOCTOR, false, 'text'])
      read.IsRead = true
      await read.Update(ConflictResolutionMode.AutoResolve)
      await read.Reply(new MessageBody('Thank you'), false)
      const invitation = draft(serviceOf(exchange, scheme, GUESTS_NAME), 'Consultation')
      invitation.RequiredAttendees.Add(DOCTOR)
      await invitation.Save(SendInvitationsMode.SendToAllAndSaveCopy)
      const { Items: found } = await service.FindItems(WellKnownFolderName.Inbox, new ItemView(10))
      const request = await MeetingRequest.Bind(
        service,
        found.find(({ Subject }) => Subject === 'Consultation')?.Id ?? letter.Id,
      )
      expect(request.Start.ToISOString()).toBe('2027-01-04T09:00:00.000Z')
      const { Appointment: accepted, MeetingRequest: moved } = await request.Accept(true)
      expect([accepted.Id.UniqueId, moved.Id.UniqueId]).toEqual([
        exchange.calendar(DOCTOR)[0]?.itemId?.id,
        expect.not.stringMatching(request.Id.UniqueId),
      ])
      expect(exchange.calendar(GUEST)).toMatchObject([{ requiredAttendees: [{ responseType: 'Accept' }] }])
    }))

  it('from an address alone', () =>
    withExchange(scheme, async (_service, { url }) => {
      const autodiscover = new AutodiscoverService(ExchangeVersion.Exchange2013)
      autodiscover.Credentials = new WebCredentials(username, password)
      autodiscover.XHRApi = xhrOf(scheme)
      autodiscover.Url = new Uri(new URL('/autodiscover/autodiscover.svc', url).href)
      const { Settings } = await autodiscover.GetUserSettings(DOCTOR, [UserSettingName.ExternalEwsUrl])
      expect(Settings.get(UserSettingName.ExternalEwsUrl)).toBe(url)
    }))
})
