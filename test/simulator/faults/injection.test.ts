import { describe, expect, it } from 'vitest'
import { CreateItem, FindItem } from '../../../src/operations'
import { basic, readAnswer, requestXml } from '../ews-connection'
import { at, DOCTOR, withExchange } from '../exchange'

const authorization = basic('EXAMPLE\\svc-booking', 's3cret')
const body = requestXml(
  CreateItem,
  {
    sendMeetingInvitations: 'SendToNone',
    items: [{ calendarItem: { subject: 'Ü', start: at('09:00'), end: at('10:00') } }],
  },
  { smtpAddress: DOCTOR },
)

describe('An injected fault', () => {
  const { exchange, connection } = withExchange()
  const create = () => connection().send({ authorization, body })
  const stored = () => exchange().calendar(DOCTOR).length

  it('serverBusy is a SOAP fault with the time to wait', async () => {
    exchange().inject({ fault: 'serverBusy', backOffMs: 1500 })
    const { status, text } = await create()
    expect(status).toBe(500)
    expect(readAnswer(CreateItem, text).body.fault?.detail).toMatchObject({
      responseCode: 'ErrorServerBusy',
      messageXml: { value: [{ name: 'BackOffMilliseconds', value: '1500' }] },
    })
    expect(stored()).toBe(0)
  })

  it.each([
    ['serviceUnavailable', { status: 503, text: '', headers: { 'retry-after': '2' } }],
    ['htmlPage', { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } }],
    ['redirect', { status: 302, headers: { location: '/owa/auth/logon.aspx' } }],
    ['emptyError', { status: 500, text: '' }],
  ] as const)('%s answers instead of Exchange', async (fault, answer) => {
    exchange().inject({ fault })
    expect(await create()).toMatchObject(answer)
    expect(stored()).toBe(0)
  })

  it('truncate cuts the XML in a complete response', async () => {
    exchange().inject({ fault: 'truncate' })
    const { status, text } = await create()
    expect(status).toBe(200)
    expect(() => readAnswer(CreateItem, text)).toThrow('The document breaks off')
    expect(stored()).toBe(1)
  })

  it.each([
    ['truncateConnection', 1],
    ['dropAfterCommit', 1],
    ['dropBeforeCommit', 0],
  ] as const)('%s closes the connection; items made: %i', async (fault, made) => {
    exchange().inject({ fault })
    await expect(create()).rejects.toThrow()
    expect(stored()).toBe(made)
    expect((await create()).status).toBe(200)
    expect(exchange().connections).toBe(2)
  })

  it('hang never answers, until the simulator is closed', async () => {
    exchange().inject({ fault: 'hang' })
    const answer = create().catch(() => 'closed')
    while (exchange().requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(exchange().requests[0]).toMatchObject({ operation: 'CreateItem', status: 0 })
    await exchange().close()
    expect(await answer).toBe('closed')
  })

  it('is refused for an operation that is not there', () => {
    expect(() => exchange().inject({ operation: 'CreateItems', fault: 'hang' })).toThrow('operation must be one of')
  })

  it('concerns its operation, as often as told, and only who has signed in', async () => {
    exchange().inject({ operation: 'FindItem', fault: 'emptyError' })
    exchange().inject({ operation: 'CreateItem', fault: 'serviceUnavailable', times: 2 })
    expect((await connection().send({ body })).status).toBe(401)
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([503, 503, 200])
    const find = requestXml(FindItem, {
      traversal: 'Shallow',
      itemShape: { baseShape: 'IdOnly' },
      parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
    })
    expect(await connection().send({ authorization, body: find })).toMatchObject({ status: 500, text: '' })
  })
})
