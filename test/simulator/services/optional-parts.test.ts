import { describe, expect, it } from 'vitest'
import { CreateItem, DeleteItem, UpdateItem } from '../../../src/operations'
import { requestXml } from '../ews-connection'
import { at, DOCTOR, DOCTORS_ACCOUNT, withExchange } from '../exchange'

const visit = { subject: 'Visit', start: at('09:00'), end: at('10:00') }

describe('What the schema makes optional is missed by Exchange itself', () => {
  const { exchange, connection } = withExchange()
  const codeOf = async (body: string) => {
    const { status, text } = await connection().send({ authorization: DOCTORS_ACCOUNT, body })
    const [, code] = /<m:ResponseCode>(\w+)</.exec(text) ?? []
    return { status, code }
  }

  it('CreateItem', async () => {
    const items = [{ calendarItem: visit }]
    const body = requestXml(CreateItem, { sendMeetingInvitations: 'SendToNone', items })
    expect(await codeOf(body.replace(/ SendMeetingInvitations="\w+"/, ''))).toEqual({
      status: 200,
      code: 'ErrorSendMeetingInvitationsRequired',
    })
    expect(exchange().calendar(DOCTOR)).toEqual([])
  })

  it('UpdateItem', async () => {
    const itemId = exchange().add(DOCTOR, visit)
    const body = requestXml(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId,
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'Other' } } }],
        },
      ],
    })
    expect(await codeOf(body.replace(/ SendMeetingInvitationsOrCancellations="\w+"/, ''))).toEqual({
      status: 200,
      code: 'ErrorSendMeetingInvitationsOrCancellationsRequired',
    })
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ subject: 'Visit' }])
  })

  it('DeleteItem', async () => {
    const itemId = exchange().add(DOCTOR, visit)
    const body = requestXml(DeleteItem, {
      deleteType: 'HardDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId }],
    })
    expect(await codeOf(body.replace(/ SendMeetingCancellations="\w+"/, ''))).toEqual({
      status: 200,
      code: 'ErrorSendMeetingCancellationsRequired',
    })
    expect(exchange().calendar(DOCTOR)).toHaveLength(1)
  })
})
