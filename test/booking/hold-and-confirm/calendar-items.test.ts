import {
  type CalendarItem,
  EwsConnectionError,
  EwsProtocolError,
  EwsResponseError,
  type ResponseCode,
} from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { bookingProperties } from '../../../src/booking/hold-and-confirm/booking-property'
import { type BookingClient, CalendarItems } from '../../../src/booking/hold-and-confirm/calendar-items'
import { at } from './world'

type MessageOf<Method extends Exclude<keyof BookingClient, 'getUserAvailability'>> = Awaited<
  ReturnType<BookingClient[Method]>
>['responseMessages'][number]

/** A response message of any operation. */
type Message = MessageOf<'findItem'> & MessageOf<'getItem'> & MessageOf<'updateItem'>

const window = { start: at(9), end: at(10) }
const version = { id: 'a', changeKey: '1' }
const appointment: CalendarItem = { itemId: version, ...window, legacyFreeBusyStatus: 'Busy', dateTimeCreated: at(8) }
const booking = (key: string): CalendarItem => ({
  ...appointment,
  extendedProperty: bookingProperties({ key, attempt: 'x', state: 'hold', fingerprint: '' }),
})

const success = { responseClass: 'Success', responseCode: 'NoError' } as const

function refusal(responseCode: ResponseCode) {
  const error = new EwsResponseError({
    message: responseCode,
    hint: '.',
    responseCode,
    messageText: '',
    messageXml: {},
  })
  return { responseClass: 'Error', responseCode, error } as const
}

const found = (items: CalendarItem[] | undefined, includesLastItemInRange?: boolean): Message => ({
  ...success,
  rootFolder: { items, includesLastItemInRange },
})

/** A calendar whose server answers every request with these messages. `sent` are the requests. */
function answering(...responseMessages: readonly Message[]) {
  const sent: unknown[] = []
  const answer = async (request: unknown) => {
    sent.push(request)
    return { responseMessages }
  }
  const client: BookingClient = {
    findItem: answer,
    getItem: answer,
    createItem: answer,
    updateItem: answer,
    deleteItem: answer,
    getUserAvailability: async () => ({}),
  }
  return { items: new CalendarItems(client, { mailbox: 'room@example.com' }), sent }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('what is in a window', () => {
  it('contains what overlaps it, although Exchange returns what ends when it starts too', async () => {
    const before = { ...appointment, itemId: { id: 'b', changeKey: '1' }, start: at(8), end: at(9) }
    const { items } = answering(found([before, appointment], true))
    expect(await items.inWindow(window)).toEqual([
      { ...version, ...window, status: 'busy', created: at(8), mark: undefined },
    ])
  })

  it('is asked for in the mailbox, without titles', async () => {
    const { items, sent } = answering(found([], true))
    await items.inWindow(window)
    expect(sent).toMatchObject([
      {
        parentFolderIds: [{ distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: 'room@example.com' } } }],
        calendarView: { startDate: window.start, endDate: window.end },
        itemShape: { baseShape: 'IdOnly' },
      },
    ])
    expect(JSON.stringify(sent)).not.toContain('Subject')
  })

  it.each<[string, Message]>([
    ['is not complete', found([appointment], false)],
    ['is a full page that does not say whether it is complete', found(Array(1000).fill(appointment))],
    ['has no list of items', found(undefined, true)],
    ['has no folder', success],
    ['has an item without start', found([{ ...appointment, start: undefined }], true)],
    ['has an item without end', found([{ ...appointment, end: undefined }], true)],
    ['has an item without id', found([{ ...appointment, itemId: undefined }], true)],
    [
      'has an item of ours without the time of its creation',
      found([{ ...booking('x'), dateTimeCreated: undefined }], true),
    ],
  ])('pain 13: never looks free if the answer %s', async (_case, message) => {
    const { items } = answering(message)
    expect(await failure(items.inWindow(window))).toBeInstanceOf(EwsProtocolError)
    expect(await failure(items.withKey('x'))).toBeInstanceOf(EwsProtocolError)
  })

  it('never looks free without an answer or with an error', async () => {
    expect(await failure(answering().items.inWindow(window))).toBeInstanceOf(EwsProtocolError)
    const denied = refusal('ErrorAccessDenied')
    expect(await failure(answering(denied).items.inWindow(window))).toBe(denied.error)
  })

  it('may contain an appointment of unknown creation time', async () => {
    const { items } = answering(found([{ ...appointment, dateTimeCreated: undefined }], true))
    expect(await items.inWindow(window)).toMatchObject([{ created: undefined }])
  })

  it('has the status unknown if the server sends none', async () => {
    const { items } = answering(found([{ ...appointment, legacyFreeBusyStatus: undefined }], true))
    expect(await items.inWindow(window)).toMatchObject([{ status: 'unknown' }])
  })
})

describe('what was made for a key', () => {
  it('is compared by case, which Exchange ignores', async () => {
    const { items, sent } = answering(found([booking('Order-1'), booking('order-1'), appointment]))
    expect((await items.withKey('order-1')).entries.map(({ mark }) => mark?.key)).toEqual(['order-1'])
    expect(JSON.stringify(sent)).toContain('"value":"order-1"')
  })
})

describe('items by their ids', () => {
  it('are those that exist', async () => {
    const { items } = answering({ ...success, items: [appointment] }, refusal('ErrorItemNotFound'))
    expect(await items.get(['a', 'b'])).toMatchObject([version])
  })

  it("fail if one can't be read", async () => {
    const denied = refusal('ErrorAccessDenied')
    expect(await failure(answering({ ...success, items: [appointment] }, denied).items.get(['a', 'b']))).toBe(
      denied.error,
    )
  })

  it('are not asked for without ids', async () => {
    const { items, sent } = answering()
    expect(await items.get([])).toEqual([])
    expect(sent).toEqual([])
  })
})

describe('a new item', () => {
  it('is created without notifying anybody', async () => {
    const { items, sent } = answering({ ...success, items: [{ itemId: version }] })
    expect(await items.create({ subject: 'x' })).toEqual(version)
    expect(sent).toMatchObject([{ sendMeetingInvitations: 'SendToNone', items: [{ calendarItem: { subject: 'x' } }] }])
  })

  it.each<[Message[]]>([[[]], [[success]], [[{ ...success, items: [{ itemId: { id: 'a' } }] }]]])(
    "is in doubt if the answer doesn't name it: %j",
    async (messages) => {
      expect(await failure(answering(...messages).items.create({}))).toBeInstanceOf(EwsProtocolError)
    },
  )

  it("fails with the server's error", async () => {
    const refused = refusal('ErrorQuotaExceeded')
    expect(await failure(answering(refused).items.create({}))).toBe(refused.error)
  })
})

describe('a conditional change', () => {
  it('updates the named version and returns the next one', async () => {
    const { items, sent } = answering({ ...success, items: [{ itemId: { id: 'a', changeKey: '2' } }] })
    expect(await items.change(version, [], 'SendToNone')).toEqual({ id: 'a', changeKey: '2' })
    expect(sent).toMatchObject([
      {
        conflictResolution: 'NeverOverwrite',
        sendMeetingInvitationsOrCancellations: 'SendToNone',
        itemChanges: [{ itemId: version }],
      },
    ])
  })

  it.each<[string, ResponseCode]>([
    ['conflict', 'ErrorIrresolvableConflict'],
    ['conflict', 'ErrorStaleObject'],
    ['gone', 'ErrorItemNotFound'],
  ])('results in %s for %s', async (expected, code) => {
    expect(await answering(refusal(code)).items.change(version, [], 'SendToNone')).toBe(expected)
  })

  it('fails with other errors, and if the answer names no version', async () => {
    const denied = refusal('ErrorAccessDenied')
    expect(await failure(answering(denied).items.change(version, [], 'SendToNone'))).toBe(denied.error)
    expect(await failure(answering(success).items.change(version, [], 'SendToNone'))).toBeInstanceOf(EwsProtocolError)
    expect(await failure(answering().items.change(version, [], 'SendToNone'))).toBeInstanceOf(EwsProtocolError)
  })
})

describe('an item that is to go', () => {
  it.each<['discard' | 'cancel', object]>([
    ['discard', { deleteType: 'HardDelete', sendMeetingCancellations: 'SendToNone' }],
    ['cancel', { deleteType: 'MoveToDeletedItems', sendMeetingCancellations: 'SendToAllAndSaveCopy' }],
  ])('%s: %j, and succeeds if it is already gone', async (method, request) => {
    const { items, sent } = answering(success)
    await items[method]('a')
    expect(sent).toMatchObject([{ ...request, itemIds: [{ itemId: { id: 'a' } }] }])
    await answering(refusal('ErrorItemNotFound')).items[method]('a')
  })

  it("fails if it couldn't be deleted, or if that is unknown", async () => {
    const denied = refusal('ErrorAccessDenied')
    expect(await failure(answering(denied).items.cancel('a'))).toBe(denied.error)
    expect(await failure(answering().items.cancel('a'))).toBeInstanceOf(EwsProtocolError)
  })

  it("fails with the client's error", async () => {
    const error = new EwsConnectionError({ message: 'x', hint: '.' })
    const fail = () => Promise.reject(error)
    const client: BookingClient = {
      findItem: fail,
      getItem: fail,
      createItem: fail,
      updateItem: fail,
      deleteItem: fail,
      getUserAvailability: fail,
    }
    expect(await failure(new CalendarItems(client, { mailbox: 'x' }).cancel('a'))).toBe(error)
  })
})
