import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BookingCalendar } from 'ews-booking/booking'
import EWS from 'node-ews'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DOCTOR, ROOM } from '../../simulator/exchange'
import { type Clinic, clientOf, DAY, openClinic, password, VISIT } from './clinic'
import { pairsOf } from './pairs'
import { sidesOf } from './sides'

const { side, logged, unused } = sidesOf(pairsOf('docs/migrating-from-node-ews.md'))

/** Their client, which finds the simulator where the guide has its server. */
const theirClientOf = ({ routed }: Clinic) =>
  class extends EWS {
    constructor(...[config, options]: ConstructorParameters<typeof EWS>) {
      super({ ...config, host: routed(config.host) }, options)
    }
  }

const found = (items: object) => ({
  ResponseMessages: { FindItemResponseMessage: { ResponseCode: 'NoError', RootFolder: { Items: items } } },
})

describe('docs/migrating-from-node-ews.md', () => {
  const temp = mkdtempSync(join(tmpdir(), 'node-ews-'))
  const args = {
    attributes: { Traversal: 'Shallow' },
    ItemShape: { BaseShape: 'Default' },
    ParentFolderIds: { DistinguishedFolderId: { attributes: { Id: 'calendar' } } },
  }
  let clinic: Clinic
  let theirs: Record<string, unknown>
  let ours: Record<string, unknown>

  beforeAll(async () => {
    clinic = await openClinic(['Basic'])
    const { ca } = clinic.exchange
    theirs = { EWS: theirClientOf(clinic), password, ca, temp, args }
    theirs = { ...theirs, ...(await side('theirs', 'The connection', theirs)) }
    theirs = { ...theirs, ...(await side('theirs', 'Impersonation', theirs)) }
    ours = { EwsClient: clientOf(clinic), BookingCalendar, password, ca, ...DAY }
    ours = { ...ours, ...(await side('ours', 'The connection', ours)) }
    ours = { ...ours, ...(await side('ours', 'Impersonation', ours)) }
  })
  beforeEach(() => clinic.clear())
  afterAll(async () => {
    await clinic.close()
    rmSync(temp, { recursive: true })
    expect(unused()).toEqual([])
  })

  it('acts for the same mailbox', async () => {
    clinic.exchange.add(DOCTOR, VISIT)
    const { result } = await side('theirs', 'Impersonation', theirs)
    expect(result).toMatchObject(found({ CalendarItem: { Subject: VISIT.subject } }))
    const { events } = await side('ours', 'Impersonation', ours)
    expect(events).toMatchObject([{ title: VISIT.subject }])
  })

  it('reads the same calendar', async () => {
    const { id } = clinic.exchange.add(DOCTOR, VISIT)
    const { items: theirItems } = await side('theirs', 'Reading a calendar', theirs)
    expect(theirItems).toMatchObject({ CalendarItem: { ItemId: { attributes: { Id: id } } } })
    const { items } = await side('ours', 'Reading a calendar', ours)
    expect(items).toMatchObject([{ itemId: { id } }])
  })

  it('tells the same free/busy', async () => {
    clinic.exchange.add(DOCTOR, VISIT)
    const { start, end } = VISIT
    const { result } = await side('theirs', 'Free/busy', theirs)
    // The times of the answer name no zone. It reads them in that of the process.
    const event = {
      BusyType: 'Busy',
      StartTime: new Date('2027-03-02T13:00:00'),
      EndTime: new Date('2027-03-02T14:00:00'),
    }
    expect(result).toMatchObject({
      FreeBusyResponseArray: { FreeBusyResponse: { FreeBusyView: { CalendarEventArray: { CalendarEvent: event } } } },
    })
    expect(await logged('ours', 'Free/busy', ours)).toEqual([
      [DOCTOR, [{ start, end, status: 'busy' }]],
      [ROOM, []],
    ])
  })

  it('makes, moves and cancels the same appointment, with the same mail', async () => {
    const made = await side('theirs', 'Making an appointment', theirs)
    const afterTheirs = clinic.effect()
    expect(afterTheirs).toMatchObject({ calendar: [{ subject: 'Consultation' }], sent: [{ kind: 'MeetingRequest' }] })
    await side('theirs', 'Moving and cancelling', { ...theirs, ...made })
    const atTheirEnd = clinic.effect()
    expect(atTheirEnd).toMatchObject({ calendar: [], sent: { length: 3, 2: { kind: 'MeetingCancellation' } } })
    await clinic.clear()
    const { booking } = await side('ours', 'Making an appointment', ours)
    expect(clinic.effect()).toEqual(afterTheirs)
    await side('ours', 'Moving and cancelling', { ...ours, db: { query: async () => [booking] } })
    expect(clinic.effect()).toEqual(atTheirEnd)
  })
})
