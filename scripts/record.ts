/**
 * Records real requests and answers as fixtures. `npm run record` uses the simulator, or the server of EWS_URL, EWS_USERNAME, EWS_PASSWORD
 * and EWS_IMPERSONATE. Names of cases from a real server begin with EWS_SERVER_NAME.
 */
import { subscribe } from 'node:diagnostics_channel'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  EwsClient,
  type EwsClientOptions,
  EwsError,
  type RequestTrace,
  type ResponseTrace,
  type SubscribeResponse,
} from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { startSimulator } from 'ews-booking/simulator'
import { Redaction } from './redaction'

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))

/** Far enough in the future to be free, even on a real server. */
const week = { start: new Date('2027-03-01T00:00:00Z'), end: new Date('2027-03-08T00:00:00Z') }
const slot = { start: new Date('2027-03-02T09:00:00Z'), end: new Date('2027-03-02T09:30:00Z') }
const nobody = 'nobody@example.com'
const roomList = 'rooms@example.com'

interface Target {
  readonly options: EwsClientOptions
  readonly mailbox: string
  /** The prefix of the names of cases. */
  readonly prefix: string
  readonly redaction: Redaction
  close(): Promise<void>
}

async function simulated(): Promise<Target> {
  const mailbox = 'dr.meier@example.com'
  const account = { username: 'EXAMPLE\\svc-booking', password: 'only in the simulator' }
  const simulator = await startSimulator({
    mailboxes: [mailbox, 'room-1@example.com'],
    accounts: [{ ...account, mayImpersonate: [mailbox] }],
    distributionGroups: [{ address: roomList, name: 'Rooms', members: ['room-1@example.com'], isRoomList: true }],
    https: false,
    now: () => new Date('2027-01-04T08:00:00Z'),
    // Closes the stream of events as soon as there are no more.
    sleep: async () => undefined,
  })
  const day = (hours: string) => new Date(`2027-03-03T${hours}:00Z`)
  simulator.add(mailbox, {
    subject: 'Confidential diagnosis',
    start: day('08:00'),
    end: day('10:00'),
    location: 'Ward 7',
  })
  simulator.add(mailbox, { subject: 'Private matter', start: day('12:00'), end: day('13:00'), status: 'OOF' })
  simulator.add(mailbox, { subject: 'Birthday', start: day('14:00'), end: day('15:00'), status: 'Free' })
  return {
    options: { url: simulator.url, auth: { type: 'basic', ...account }, impersonate: { primarySmtpAddress: mailbox } },
    mailbox,
    prefix: '',
    redaction: new Redaction({}),
    close: () => simulator.close(),
  }
}

function real(environment: Readonly<Record<string, string | undefined>>): Target {
  const {
    EWS_URL: url = '',
    EWS_USERNAME: username = '',
    EWS_PASSWORD: password = '',
    EWS_IMPERSONATE: impersonated,
    EWS_SERVER_NAME: serverName = 'server',
  } = environment
  const mailbox = impersonated ?? username
  return {
    options: {
      url,
      auth: { type: 'auto', username, password },
      impersonate: impersonated === undefined ? undefined : { primarySmtpAddress: impersonated },
    },
    mailbox,
    prefix: `${serverName}-`,
    redaction: new Redaction({ [password]: 'redacted', [mailbox]: 'dr.meier@example.com', [username]: 'svc-booking' }),
    close: async () => undefined,
  }
}

/** The requests and answers of a call, in order, without NTLM's first message, which has no body. */
const exchanges = new Map<number, { request: RequestTrace; response?: ResponseTrace }>()
subscribe('ews-booking:request', (message) => {
  const request = message as RequestTrace
  if (request.body !== '') exchanges.set(request.exchange, { request })
})
subscribe('ews-booking:response', (message) => {
  const response = message as ResponseTrace
  const exchange = exchanges.get(response.exchange)
  if (exchange !== undefined) exchange.response = response
})

/** Writes a folder for each operation that the call used. */
function write({ prefix, redaction }: Target, name: string) {
  for (const { request, response } of exchanges.values()) {
    if (response === undefined) throw new Error(`${name} got no answer`)
    const directory = `${fixtures}${request.operation}/${prefix}${name}/`
    mkdirSync(directory, { recursive: true })
    writeFileSync(`${directory}request.xml`, redaction.apply(request.body))
    writeFileSync(`${directory}response.xml`, redaction.apply(response.body))
    const facts = { status: response.status, contentType: response.headers['content-type'] ?? '' }
    writeFileSync(`${directory}exchange.json`, `${JSON.stringify(facts, undefined, 2)}\n`)
    process.stdout.write(`${request.operation}/${prefix}${name}: HTTP ${response.status}\n`)
  }
  exchanges.clear()
}

const target = process.env.EWS_URL === undefined ? await simulated() : real(process.env)
const client = new EwsClient(target.options)
const calendar = new BookingCalendar(client, { mailbox: target.mailbox })

async function record<Result>(name: string, call: () => Promise<Result>): Promise<Result> {
  const result = await call()
  write(target, name)
  return result
}

/** Makes a call that the server must refuse. */
async function recordRefusal(name: string, call: () => Promise<unknown>): Promise<void> {
  const refused = await call().then(
    () => false,
    (error: unknown) => {
      if (error instanceof EwsError) return true
      throw error
    },
  )
  if (!refused) throw new Error(`${name} was expected to be refused`)
  write(target, name)
}

try {
  await record('free-busy', () => calendar.freeBusy(week))
  await record('one-unknown-mailbox', () => BookingCalendar.freeBusyOf(client, [nobody, target.mailbox], week))
  const wanted = {
    folderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
    eventTypes: ['CreatedEvent', 'DeletedEvent', 'ModifiedEvent', 'MovedEvent', 'CopiedEvent', 'FreeBusyChangedEvent'],
  } as const
  const streaming = await record('streaming', () => client.subscribe({ streamingSubscriptionRequest: wanted }))
  const pull = await record('pull', () => client.subscribe({ pullSubscriptionRequest: { ...wanted, timeout: 10 } }))
  const subscribed = ({ responseMessages: [message] }: SubscribeResponse) => ({
    subscriptionId: message?.subscriptionId ?? '',
    watermark: message?.watermark ?? '',
  })
  const booking = await record('booking', () =>
    calendar.book({
      key: 'order-4711',
      ...slot,
      title: 'First <consultation> & "more"',
      description: 'Line 1\nLine 2',
    }),
  )
  await record('free-busy-with-booking', () => calendar.freeBusy(slot))
  await record('events', () => calendar.events(slot))
  const { itemId: id, changeKey } = booking
  const calendarView = { startDate: week.start, endDate: week.end }
  const parentFolderIds = [{ distinguishedFolderId: { id: 'calendar' } }] as const
  const search = { traversal: 'Shallow', calendarView, parentFolderIds } as const
  const folderShape = {
    baseShape: 'IdOnly',
    additionalProperties: [
      { fieldURI: { fieldURI: 'folder:FolderClass' } },
      { fieldURI: { fieldURI: 'folder:DisplayName' } },
      { fieldURI: { fieldURI: 'folder:EffectiveRights' } },
    ],
  } as const
  await record('calendar', () => client.getFolder({ folderShape, folderIds: parentFolderIds }))
  await record('calendars', () =>
    client.findFolder({
      traversal: 'Deep',
      folderShape,
      indexedPageFolderView: { maxEntriesReturned: 100, offset: 0, basePoint: 'Beginning' },
      restriction: {
        contains: {
          containmentMode: 'Prefixed',
          containmentComparison: 'IgnoreCase',
          fieldURI: { fieldURI: 'folder:FolderClass' },
          constant: { value: 'IPF.Appointment' },
        },
      },
      parentFolderIds: [{ distinguishedFolderId: { id: 'msgfolderroot' } }],
    }),
  )
  await record('created', () =>
    client.syncFolderItems({
      itemShape: { baseShape: 'IdOnly' },
      syncFolderId: { distinguishedFolderId: { id: 'calendar' } },
      maxChangesReturned: 512,
    }),
  )
  await record('room-lists', () => client.getRoomLists({}))
  await record('rooms', () => client.getRooms({ roomList: { emailAddress: roomList } }))
  await record('one-match', () =>
    client.resolveNames({
      returnFullContactData: true,
      searchScope: 'ActiveDirectory',
      unresolvedEntry: target.mailbox,
    }),
  )
  await record('rules', () => client.getServerTimeZones({ ids: ['W. Europe Standard Time'] }))
  await record('calendar-view', () => client.findItem({ ...search, itemShape: { baseShape: 'AllProperties' } }))
  await record('all-properties', () =>
    client.getItem({
      itemShape: { baseShape: 'AllProperties', bodyType: 'Text' },
      itemIds: [{ itemId: { id } }, { itemId: { id: 'AAAA' } }],
    }),
  )
  await record('status', () =>
    client.updateItem({
      conflictResolution: 'NeverOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id, changeKey },
          updates: [
            {
              setItemField: {
                fieldURI: { fieldURI: 'calendar:LegacyFreeBusyStatus' },
                calendarItem: { legacyFreeBusyStatus: 'Tentative' },
              },
            },
          ],
        },
      ],
    }),
  )
  const { subscriptionId } = subscribed(streaming)
  await record('events', () => client.getEvents(subscribed(pull)))
  await record('events', async () => {
    const request = { subscriptionIds: [subscriptionId], connectionTimeout: 1 }
    for await (const { responseMessages } of client.getStreamingEvents(request)) {
      for (const { error } of responseMessages) if (error !== undefined) throw error
    }
  })
  await record('ended', () => client.unsubscribe({ subscriptionId }))
  await record('unknown', () => client.unsubscribe({ subscriptionId }))
  await record('members', () => client.expandDL({ mailbox: { emailAddress: roomList } }))
  await record('folders', () => client.syncFolderHierarchy({ folderShape }))
  const created = await record('calendar', () =>
    client.createFolder({
      parentFolderId: { distinguishedFolderId: { id: 'calendar' } },
      folders: [{ calendarFolder: { displayName: 'Ward 7' } }],
    }),
  )
  const ward = { id: created.responseMessages[0]?.folders?.[0]?.calendarFolder?.folderId?.id ?? '' }
  const mailbox = { address: target.mailbox }
  const userOofSettings = { oofState: 'Disabled', externalAudience: 'None' } as const
  await record('disabled', () => client.setUserOofSettings({ mailbox, userOofSettings }))
  await record('disabled', () => client.getUserOofSettings({ mailbox }))
  const source = { format: 'EwsId', id, mailbox: target.mailbox } as const
  await record('to-hex', () => client.convertId({ destinationFormat: 'HexEntryId', sourceIds: [source] }))
  const attached = await record('file', () =>
    client.createAttachment({
      parentItemId: { id },
      attachments: [{ fileAttachment: { name: 'note.txt', contentType: 'text/plain', content: 'SGVsbG8=' } }],
    }),
  )
  const attachmentIds = [{ id: attached.responseMessages[0]?.attachments?.[0]?.fileAttachment?.attachmentId?.id ?? '' }]
  await record('file', () => client.getAttachment({ attachmentIds }))
  await record('file', () => client.deleteAttachment({ attachmentIds }))
  const copy = { toFolderId: { folderId: ward }, itemIds: [{ itemId: { id } }], returnNewItemIds: true }
  const copied = await record('to-another-calendar', () => client.copyItem(copy))
  const copyId = copied.responseMessages[0]?.items?.[0]?.itemId?.id ?? ''
  await record('to-deleted-items', () =>
    client.moveItem({
      toFolderId: { distinguishedFolderId: { id: 'deleteditems' } },
      itemIds: [{ itemId: { id: copyId } }],
      returnNewItemIds: true,
    }),
  )
  await record('calendar', () => client.deleteFolder({ deleteType: 'HardDelete', folderIds: [{ folderId: ward }] }))
  const deleted = { deleteType: 'MoveToDeletedItems', sendMeetingCancellations: 'SendToAllAndSaveCopy' } as const
  const deletion = { ...deleted, itemIds: [{ itemId: { id } }] }
  await record('to-deleted-items', () => client.deleteItem(deletion))
  await record('already-deleted', () => client.deleteItem(deletion))
  await recordRefusal('end-before-start', () =>
    client
      .createItem({
        sendMeetingInvitations: 'SendToNone',
        items: [{ calendarItem: { subject: 'x', start: slot.end, end: slot.start } }],
      })
      .then(({ responseMessages: [message] }) => {
        if (message?.error !== undefined) throw message.error
      }),
  )
  const denied = client.impersonating({ primarySmtpAddress: target.prefix === '' ? 'room-1@example.com' : nobody })
  await recordRefusal('impersonation-denied', () => denied.findItem({ ...search, itemShape: { baseShape: 'IdOnly' } }))
} finally {
  await client.close()
  await target.close()
}
