import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CreateItem,
  DeleteItem,
  FindFolder,
  FindItem,
  GetEvents,
  GetItem,
  type Operation,
  Subscribe,
  SyncFolderItems,
  UpdateItem,
} from '../../../src/operations'
import { CreateFolder } from '../../../src/operations/folders/create-folder'
import { SyncFolderHierarchy } from '../../../src/operations/folders/sync-folder-hierarchy'
import { type Simulator, type SimulatorState, StateError, startSimulator } from '../../../src/simulator'
import { bySuite } from '../../suite'
import { basic, EwsConnection, readAnswer, requestXml } from '../ews-connection'
import { at, DOCTOR, NOW, options, ROOM } from '../exchange'

const clinic = {
  ...options,
  mailboxes: [
    { address: DOCTOR, name: 'Dr. Meier', calendars: ['Surgery'], permissions: { Default: 'None' } },
    ROOM,
    'nurse@example.com',
  ],
} as const

/** Saves, and starts another simulator with what a file would hold. */
const restarted = (exchange: Simulator, more: object = { mailboxes: [] }) => {
  const state: SimulatorState = JSON.parse(JSON.stringify(exchange.save()))
  return startSimulator({ ...options, ...more, state })
}

async function asker(exchange: Simulator) {
  const connection = new EwsConnection(exchange)
  const text = async (operation: Operation<never, unknown>, request: object) => {
    const body = requestXml(operation as Operation<object, unknown>, request, { smtpAddress: DOCTOR })
    return (await connection.send({ authorization: basic('EXAMPLE\\svc-booking', 's3cret'), body })).text
  }
  const ask = async <Request extends object, Response>(operation: Operation<Request, Response>, request: Request) => {
    const { response } = readAnswer(operation, await text(operation as Operation<never, unknown>, request)).body
    if (response === undefined) throw new TypeError('A fault came instead of an answer')
    return response
  }
  return { ask, text, close: () => connection.close() }
}

const calendar = { distinguishedFolderId: { id: 'calendar' } } as const
const all = { baseShape: 'AllProperties' } as const
const weekly = {
  weeklyRecurrence: { interval: 1, daysOfWeek: ['Tuesday'] },
  numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 4 },
} as const
const month = { startDate: at('00:00'), endDate: new Date('2027-01-01T00:00:00Z') }
const view = { traversal: 'Shallow', itemShape: all, calendarView: month, parentFolderIds: [calendar] } as const

/** What clients can see, as text. */
async function answers(exchange: Simulator, syncState?: string, hierarchyState?: string): Promise<string[]> {
  const { text, close } = await asker(exchange)
  const requests = [
    [FindItem, view],
    [
      FindItem,
      { traversal: 'Shallow', itemShape: all, parentFolderIds: [{ distinguishedFolderId: { id: 'deleteditems' } }] },
    ],
    [FindFolder, { traversal: 'Deep', folderShape: all, parentFolderIds: [{ distinguishedFolderId: { id: 'root' } }] }],
    [SyncFolderItems, { itemShape: all, syncFolderId: calendar, syncState, maxChangesReturned: 512 }],
    [SyncFolderHierarchy, { folderShape: all, syncState: hierarchyState }],
  ] as const
  const texts: string[] = []
  for (const [operation, request] of requests) texts.push(await text(operation as Operation<never, unknown>, request))
  close()
  return texts
}

type Step = 'add' | 'series' | 'move' | 'exception' | 'delete' | 'discard' | 'folder'
const steps: readonly Step[] = ['add', 'series', 'move', 'exception', 'delete', 'discard', 'folder']

/** Carries out one step with the item at `index`, as clients do. */
async function take(exchange: Simulator, step: Step, index: number): Promise<void> {
  const { ask, close } = await asker(exchange)
  const { responseMessages } = await ask(FindItem, view)
  const items = responseMessages[0]?.rootFolder?.items ?? []
  const itemId = items[index % Math.max(1, items.length)]?.itemId
  const times = { start: at('09:00'), end: at('09:30') }
  if (step === 'add') exchange.add(DOCTOR, { subject: `Visit ${index}`, ...times, body: '2026-12-01T09:00:00Z' })
  if (step === 'series') exchange.add(DOCTOR, { subject: `Series ${index}`, ...times, recurrence: weekly })
  if (step === 'folder') {
    const folders = [{ calendarFolder: { displayName: `Calendar ${exchange.requests.length}` } }]
    await ask(CreateFolder, { parentFolderId: calendar, folders })
  }
  if (itemId !== undefined && (step === 'move' || step === 'exception')) {
    const setItemField = {
      fieldURI: { fieldURI: 'item:Subject' },
      calendarItem: { subject: `Changed ${index}` },
    } as const
    await ask(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [{ itemId, updates: [{ setItemField }] }],
    })
  }
  if (itemId !== undefined && (step === 'delete' || step === 'discard')) {
    const deleteType = step === 'delete' ? 'HardDelete' : 'MoveToDeletedItems'
    await ask(DeleteItem, { deleteType, sendMeetingCancellations: 'SendToNone', itemIds: [{ itemId }] })
  }
  close()
}

/** The states of synchronization now. */
async function syncStates(exchange: Simulator) {
  const { ask, close } = await asker(exchange)
  const items = await ask(SyncFolderItems, { itemShape: all, syncFolderId: calendar, maxChangesReturned: 512 })
  const hierarchy = await ask(SyncFolderHierarchy, { folderShape: all })
  close()
  return [items.responseMessages[0]?.syncState, hierarchy.responseMessages[0]?.syncState] as const
}

describe('A simulator that is started with the state of another one', () => {
  it('answers as that one does, and saves the same', async () => {
    const script = fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(5)), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(script, script, async (before, after) => {
        await using exchange = await startSimulator(clinic)
        for (const [step, index] of before) await take(exchange, step, index)
        const synced = await syncStates(exchange)
        for (const [step, index] of after) await take(exchange, step, index)
        await using other = await restarted(exchange)
        expect(other.save()).toEqual(exchange.save())
        expect(await answers(other, ...synced)).toEqual(await answers(exchange, ...synced))
        expect(other.sent).toEqual(exchange.sent)
      }),
      { numRuns: bySuite({ quick: 6, slow: 60 }) },
    )
  })

  it('goes on with new ids and change keys', async () => {
    await using exchange = await startSimulator(clinic)
    const first = exchange.add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    await using other = await restarted(exchange)
    const second = other.add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    expect(second.id).not.toBe(first.id)
    expect(second.changeKey).not.toBe(first.changeKey)
    expect(new Set(other.calendar(DOCTOR).map(({ uid }) => uid)).size).toBe(2)
  })

  it('takes the descriptions of mailboxes from the state, unless they are given anew', async () => {
    await using exchange = await startSimulator(clinic)
    exchange.add(DOCTOR, { subject: 'Operation', start: at('09:00'), end: at('10:00') }, 'Surgery')
    await using other = await restarted(exchange)
    expect(other.mailboxes).toEqual(exchange.mailboxes)
    const mailboxes = [{ address: DOCTOR, calendars: ['Surgery', 'Home visits'] }, 'new@example.com']
    await using third = await restarted(exchange, { mailboxes })
    expect(third.calendar(DOCTOR, undefined, 'Surgery')).toMatchObject([{ subject: 'Operation' }])
    expect(third.calendar(DOCTOR, undefined, 'Home visits')).toEqual([])
    expect(third.calendar('new@example.com')).toEqual([])
  })

  it('keeps the contents of attachments', async () => {
    await using exchange = await startSimulator(clinic)
    const attachments = [{ fileAttachment: { name: 'a.txt', content: 'aGVsbG8=' } }]
    const { id } = exchange.add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00'), attachments })
    await using other = await restarted(exchange)
    expect(other.save()).toEqual(exchange.save())
    const listed = async (server: Simulator) => {
      const { text, close } = await asker(server)
      const answer = await text(GetItem as Operation<never, unknown>, { itemShape: all, itemIds: [{ itemId: { id } }] })
      close()
      return answer
    }
    expect(await listed(other)).toContain('a.txt')
    expect(await listed(other)).toBe(await listed(exchange))
  })

  it('keeps messages, and those on their way', async () => {
    await using exchange = await startSimulator({ ...clinic, delivery: 'onDemand' })
    const { ask, close } = await asker(exchange)
    const invite = async () => {
      const requiredAttendees = [{ mailbox: { emailAddress: 'nurse@example.com' } }]
      const calendarItem = { subject: 'Visit', start: at('09:00'), end: at('10:00'), requiredAttendees }
      await ask(CreateItem, { sendMeetingInvitations: 'SendToAllAndSaveCopy', items: [{ calendarItem }] })
    }
    await invite()
    exchange.deliver()
    await invite()
    close()
    await using other = await restarted(exchange)
    expect(other.save()).toEqual(exchange.save())
    exchange.deliver()
    other.deliver()
    expect(other.save()).toEqual(exchange.save())
  })

  it('has no password in it', async () => {
    await using exchange = await startSimulator(clinic)
    const json = JSON.stringify(exchange.save())
    for (const { username, password } of options.accounts) {
      expect(json).not.toContain(password)
      expect(json).not.toContain(JSON.stringify(username))
    }
  })

  const spoiled = async (change: (json: string) => string) => {
    await using exchange = await startSimulator({ ...clinic, now: () => NOW })
    exchange.add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00'), startTimeZone: { id: 'UTC' } })
    return startSimulator({ ...options, state: JSON.parse(change(JSON.stringify(exchange.save()))) })
  }

  it.each([
    ['another version', (json: string) => json.replace('"version":1', '"version":2'), /state\.version: must be 1/],
    ['no mailboxes', () => '{"version":1}', /state\.mailboxes: /],
    [
      'an item without a time',
      (json: string) => json.replace(/"start":\{[^}]*\},/, ''),
      /items\.0: must be a calendar item/,
    ],
    ['an unreadable time', (json: string) => json.replace(/"start":\{[^}]*\}/, '"start":{"$date":"x"}'), /items\.0: /],
    ['an unknown zone', (json: string) => json.replace('{"id":"UTC"}', '{"id":"Mars"}'), /items\.0: /],
    ['a property of another type', (json: string) => json.replace('"subject":"Visit"', '"subject":[1]'), /items\.0: /],
    ["another mailbox's ids", (json: string) => json.replace(DOCTOR, 'other@example.com'), /ids of this mailbox only/],
    ['a folder less', (json: string) => json.replace(',"distinguishedName":"inbox"', ''), /every well-known folder/],
    [
      'something unknown',
      (json: string) => json.replace('"folderCount"', '"x":1,"folderCount"'),
      /state\.mailboxes\.0/,
    ],
  ])('is refused with %s', async (_case, change, message) => {
    await expect(spoiled(change)).rejects.toThrow(message)
  })
})

/** An exchange with an appointment, and what a client may do with it. */
async function running() {
  const exchange = await startSimulator({ ...clinic, now: () => NOW })
  const add = (subject: string) => exchange.add(DOCTOR, { subject, start: at('09:00'), end: at('10:00') })
  const subjects = () => exchange.calendar(DOCTOR).map(({ subject }) => subject)
  return { exchange, add, subjects }
}

describe('A simulator that loads a state while it runs', () => {
  it('answers as the one that saved it, at the same address, and counts a change', async () => {
    await using other = await startSimulator(clinic)
    other.add(DOCTOR, { subject: 'Series', start: at('09:00'), end: at('09:30'), recurrence: weekly })
    const synced = await syncStates(other)
    other.add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    const { exchange, add } = await running()
    add('Old')
    add('Old')
    const { url, changes } = exchange
    exchange.load(JSON.parse(JSON.stringify(other.save())))
    expect(exchange.changes).toBe(changes + 1)
    expect(exchange.url).toBe(url)
    expect(exchange.save()).toEqual(other.save())
    expect(await answers(exchange, ...synced)).toEqual(await answers(other, ...synced))
    expect(add('New').id).toBe(other.add(DOCTOR, { subject: 'New', start: at('09:00'), end: at('10:00') }).id)
    await exchange.close()
  })

  it('ends the subscriptions', async () => {
    const { exchange } = await running()
    const { ask, text, close } = await asker(exchange)
    const pullSubscriptionRequest = { folderIds: [calendar], eventTypes: ['CreatedEvent'], timeout: 10 } as const
    const { responseMessages } = await ask(Subscribe, { pullSubscriptionRequest })
    const [{ subscriptionId = '', watermark = '' } = {}] = responseMessages
    exchange.load(exchange.save())
    const answer = await text(GetEvents as Operation<never, unknown>, { subscriptionId, watermark })
    expect(answer).toContain('ErrorSubscriptionNotFound')
    close()
    await exchange.close()
  })

  it('keeps what it has if the state is damaged', async () => {
    const { exchange, add, subjects } = await running()
    add('Visit')
    const before = exchange.save()
    const damaged = JSON.parse(JSON.stringify(before).replace('"subject":"Visit"', '"subject":[1]'))
    expect(() => exchange.load(damaged)).toThrow(StateError)
    expect(exchange.save()).toEqual(before)
    expect(subjects()).toEqual(['Visit'])
    await exchange.close()
  })

  it('goes back to a snapshot, as often as one likes', async () => {
    const { exchange, add, subjects } = await running()
    add('Visit')
    exchange.inject({ fault: 'emptyError', times: 2 })
    const before = { state: exchange.save(), injections: exchange.injections, now: exchange.clock.now() }
    const reset = exchange.snapshot()
    for (const subject of ['Second', 'Third']) {
      add(subject)
      exchange.clearInjections()
      exchange.inject({ fault: 'hang' })
      exchange.clock.set(new Date('2027-06-01T00:00:00Z'))
      exchange.clock.freeze()
      await fetch(exchange.url)
      reset()
      expect(subjects()).toEqual(['Visit'])
      expect({ state: exchange.save(), injections: exchange.injections, now: exchange.clock.now() }).toEqual(before)
      expect(exchange.clock.isFrozen).toBe(false)
      expect(exchange.requests).toEqual([])
    }
    await exchange.close()
  })
})
