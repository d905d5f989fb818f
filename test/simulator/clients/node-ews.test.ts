import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EWS from 'node-ews'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '../../../src/simulator'
import { schemaDirectory, schemaErrors } from '../../schema'
import { DOCTOR } from '../exchange'

const account = { username: 'doctor@example.com', password: 's3cret', mailbox: DOCTOR }

/**
 * It signs in by Basic: its NTLM needs a package that it forgets to depend on, and that package doesn't work on a Node that is still
 * maintained.
 */
async function started() {
  const exchange = await startSimulator({ mailboxes: [], accounts: [account], auth: ['Basic'], https: false })
  const temp = mkdtempSync(join(tmpdir(), 'node-ews-'))
  onTestFinished(async () => {
    rmSync(temp, { recursive: true })
    await exchange.close()
  })
  const { username, password } = account
  return {
    exchange,
    temp,
    client: new EWS({ host: new URL(exchange.url).origin, username, password, auth: 'basic', temp }),
  }
}

/** It writes elements in the order of the object. */
const change = (Month: number) => ({ Bias: 0, Time: '00:00:00', DayOrder: 1, Month, DayOfWeek: 'Sunday' })

describe('node-ews gets on with the simulator', () => {
  it('reads its WSDL and schemas, and carries out the six operations', async () => {
    const { exchange, temp, client } = await started()
    const created = await client.run('CreateItem', {
      attributes: { SendMeetingInvitations: 'SendToNone' },
      Items: { CalendarItem: { Subject: 'Visit', Start: '2027-01-04T09:00:00Z', End: '2027-01-04T10:00:00Z' } },
    })
    expect(readdirSync(temp).sort()).toEqual(['messages.xsd', 'services.wsdl', 'types.xsd'])
    expect(created).toMatchObject({ ResponseMessages: { CreateItemResponseMessage: { ResponseCode: 'NoError' } } })
    const [id] = exchange.calendar(DOCTOR).map(({ itemId }) => itemId?.id)
    const ItemId = { attributes: { Id: id } }
    const found = await client.run('FindItem', {
      attributes: { Traversal: 'Shallow' },
      ItemShape: { BaseShape: 'Default' },
      CalendarView: { attributes: { StartDate: '2027-01-04T00:00:00Z', EndDate: '2027-01-05T00:00:00Z' } },
      ParentFolderIds: { DistinguishedFolderId: { attributes: { Id: 'calendar' } } },
    })
    expect(found).toMatchObject({
      ResponseMessages: { FindItemResponseMessage: { RootFolder: { Items: { CalendarItem: { Subject: 'Visit' } } } } },
    })
    const updated = await client.run('UpdateItem', {
      attributes: { ConflictResolution: 'AlwaysOverwrite', SendMeetingInvitationsOrCancellations: 'SendToNone' },
      ItemChanges: {
        ItemChange: {
          ItemId,
          Updates: {
            SetItemField: {
              FieldURI: { attributes: { FieldURI: 'item:Subject' } },
              CalendarItem: { Subject: 'Late visit' },
            },
          },
        },
      },
    })
    expect(updated).toMatchObject({ ResponseMessages: { UpdateItemResponseMessage: { ResponseCode: 'NoError' } } })
    const got = await client.run('GetItem', { ItemShape: { BaseShape: 'AllProperties' }, ItemIds: { ItemId } })
    expect(got).toMatchObject({
      ResponseMessages: { GetItemResponseMessage: { Items: { CalendarItem: { Subject: 'Late visit' } } } },
    })
    const busy = await client.run('GetUserAvailability', {
      TimeZone: { Bias: 0, StandardTime: change(1), DaylightTime: change(2) },
      MailboxDataArray: { MailboxData: { Email: { Address: DOCTOR }, AttendeeType: 'Required' } },
      FreeBusyViewOptions: {
        TimeWindow: { StartTime: '2027-01-04T00:00:00', EndTime: '2027-01-05T00:00:00' },
        RequestedView: 'FreeBusy',
      },
    })
    expect(JSON.stringify(busy)).toContain('"BusyType":"Busy"')
    const deleted = await client.run('DeleteItem', {
      attributes: { DeleteType: 'HardDelete', SendMeetingCancellations: 'SendToNone' },
      ItemIds: { ItemId },
    })
    expect(deleted).toMatchObject({ ResponseMessages: { DeleteItemResponseMessage: { ResponseCode: 'NoError' } } })
    expect(exchange.calendar(DOCTOR)).toEqual([])
    const calls = exchange.requests.filter(({ operation }) => operation !== undefined)
    expect(calls).toHaveLength(6)
    for (const { xml, responseXml = '' } of schemaDirectory === undefined ? [] : calls) {
      expect(schemaErrors(xml), xml).toEqual([])
      expect(schemaErrors(responseXml), responseXml).toEqual([])
    }
  })
})
