import { describe, expect, it } from 'vitest'
import { FindItem, GetItem, GetUserAvailability, type Operation, operations as registry } from '../../src/operations'
import { envelopeNamespaces, requestEnvelope, responseEnvelope } from '../../src/operations/soap/envelope'
import { type ElementDescription, readXml, writeXml } from '../../src/xml'
import { writeRefusal } from '../xml/refusal'
import { described } from './envelopes'

const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages'
const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types'

/** Returns an answer as Exchange sends it: it declares namespaces where it uses them, and its prefixes differ from ours. */
const answerXml = (name: string, content: string) =>
  `<?xml version="1.0" encoding="utf-8"?>
  <soap11:Envelope xmlns:soap11="http://schemas.xmlsoap.org/soap/envelope/"><soap11:Body>
    <${name} xmlns="${MESSAGES}" xmlns:t="${TYPES}">${content}</${name}>
  </soap11:Body></soap11:Envelope>`

function readAnswer<Response>(operation: Operation<unknown, Response>, content: string): Response {
  const { response } = readXml(responseEnvelope(operation), answerXml(operation.response.xmlName, content)).body
  if (response === undefined) throw new Error('Expected an answer, not a fault')
  return response
}

const messagesOf = <Response>(operation: Operation<unknown, Response>, content: string) =>
  operation.responseMessages(readAnswer(operation, content)).map(({ responseClass, responseCode }) => ({
    responseClass,
    responseCode,
  }))

describe('an operation has the names that EWS gives it', () => {
  it.each(Object.entries<Operation<unknown, unknown>>(registry))('the method %s', (method, { name }) => {
    expect(method).toBe(`${name[0]?.toLowerCase()}${name.slice(1)}`)
  })

  it.each(described)('$name', ({ name, request, response }) => {
    expect([name, `${name}Request`]).toContain(request.xmlName)
    expect(response).toMatchObject({ xmlName: `${name}Response`, namespace: { uri: MESSAGES } })
    expect(request.namespace.uri).toBe(MESSAGES)
  })
})

describe('an operation that only reads may be repeated', () => {
  it.each(described)('$name', ({ name, safe }) => {
    expect(safe).toBe(/^(Get|Find|Sync|Resolve|Expand|Convert)/.test(name))
  })
})

/** Most operations answer with a batch of response messages, in an element of the same name. */
const hasResponseMessages = ({ response: { type } }: Operation<unknown, unknown>) =>
  type.kind !== 'scalar' && type.slots.some(({ xmlName }) => xmlName === 'ResponseMessages')

describe('an answer has a response message for each element of the request, in its order', () => {
  it.each(described.filter(hasResponseMessages))('$name', (operation) => {
    const name = `${operation.name}ResponseMessage`
    const message = (responseClass: string, code: string) =>
      `<${name} ResponseClass="${responseClass}"><ResponseCode>${code}</ResponseCode></${name}>`
    const content = [
      message('Success', 'NoError'),
      message('Error', 'ErrorItemNotFound'),
      message('Success', 'NoError'),
    ]
    expect(messagesOf(operation, `<ResponseMessages>${content.join('\n')}</ResponseMessages>`)).toEqual([
      { responseClass: 'Success', responseCode: 'NoError' },
      { responseClass: 'Error', responseCode: 'ErrorItemNotFound' },
      { responseClass: 'Success', responseCode: 'NoError' },
    ])
  })

  it('GetUserAvailability', () => {
    const message = (responseClass: string, code: string) =>
      `<FreeBusyResponse><ResponseMessage ResponseClass="${responseClass}"><ResponseCode>${code}</ResponseCode></ResponseMessage></FreeBusyResponse>`
    const content = [message('Error', 'ErrorMailRecipientNotFound'), message('Success', 'NoError')]
    expect(
      messagesOf(GetUserAvailability, `<FreeBusyResponseArray>${content.join('')}</FreeBusyResponseArray>`),
    ).toEqual([
      { responseClass: 'Error', responseCode: 'ErrorMailRecipientNotFound' },
      { responseClass: 'Success', responseCode: 'NoError' },
    ])
  })

  it('GetUserAvailability, if the answer is empty', () => {
    expect(messagesOf(GetUserAvailability, '')).toEqual([])
  })
})

describe('every availability answer is read', () => {
  const view = (content: string) => `<FreeBusyResponseArray><FreeBusyResponse>
      <ResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode></ResponseMessage>
      <FreeBusyView>${content}</FreeBusyView>
    </FreeBusyResponse></FreeBusyResponseArray>`

  const viewOf = (content: string) =>
    readAnswer(GetUserAvailability, view(content)).freeBusyResponseArray?.[0]?.freeBusyView

  const event = (startTime: string, endTime: string, busyType: string) => `<t:CalendarEvent>
      <t:StartTime>${startTime}</t:StartTime><t:EndTime>${endTime}</t:EndTime><t:BusyType>${busyType}</t:BusyType>
    </t:CalendarEvent>`

  it.each(['Free', 'Tentative', 'Busy', 'OOF', 'NoData'])('%s', (busyType) => {
    const { calendarEventArray } =
      viewOf(
        `<t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType><t:CalendarEventArray>
        ${event('2026-12-01T09:00:00', '2026-12-01T10:00:00', busyType)}
      </t:CalendarEventArray>`,
      ) ?? {}
    expect(calendarEventArray).toMatchObject([{ busyType }])
  })

  it('pain 15: WorkingElsewhere, which came with Exchange 2013, beside others', () => {
    const events = [
      event('2026-12-01T09:00:00', '2026-12-01T10:00:00', 'Busy'),
      event('2026-12-01T10:00:00', '2026-12-01T11:00:00', 'WorkingElsewhere'),
      event('2026-12-01T11:00:00', '2026-12-01T12:00:00', 'Tentative'),
    ]
    const content = `<t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType><t:CalendarEventArray>${events.join('')}</t:CalendarEventArray>`
    expect(viewOf(content)?.calendarEventArray?.map(({ busyType }) => busyType)).toEqual([
      'Busy',
      'WorkingElsewhere',
      'Tentative',
    ])
  })

  it('times with a zone, and times without one, which are in UTC like the request', () => {
    const events = [
      event('2026-12-01T09:00:00', '2026-12-01T10:00:00', 'Busy'),
      event('2026-12-01T09:00:00Z', '2026-12-01T11:00:00+01:00', 'Busy'),
    ]
    const content = `<t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType><t:CalendarEventArray>${events.join('')}</t:CalendarEventArray>`
    const whole = { startTime: new Date('2026-12-01T09:00:00Z'), endTime: new Date('2026-12-01T10:00:00Z') }
    expect(viewOf(content)?.calendarEventArray).toMatchObject([whole, whole])
  })

  it('an array that is one empty tag', () => {
    expect(viewOf('<t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType><t:CalendarEventArray/>')).toEqual({
      freeBusyViewType: ['FreeBusy'],
      calendarEventArray: [],
    })
  })

  it('a view of several types, and one that is less detailed than requested', () => {
    expect(viewOf('<t:FreeBusyViewType>FreeBusy\n MergedOnly</t:FreeBusyViewType>')).toEqual({
      freeBusyViewType: ['FreeBusy', 'MergedOnly'],
    })
  })
})

describe('a list that was cut says so', () => {
  it.each([
    ['false', false],
    ['true', true],
  ])('IncludesLastItemInRange="%s"', (xml, includesLastItemInRange) => {
    const content = `<ResponseMessages><FindItemResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode>
      <RootFolder IncludesLastItemInRange="${xml}" TotalItemsInView="0"><t:Items/></RootFolder>
    </FindItemResponseMessage></ResponseMessages>`
    expect(readAnswer(FindItem, content).responseMessages[0]?.rootFolder).toMatchObject({ includesLastItemInRange })
  })
})

describe('pain 36: an item of another kind than a calendar item is read, and says what it is', () => {
  it.each(['Message', 'Task', 'MeetingRequest', 'Booking', 'ItemOfTomorrow'])('%s', (otherKind) => {
    const content = `<ResponseMessages><GetItemResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode>
      <Items><t:${otherKind}><t:Subject>Lunch</t:Subject><t:Weather>sunny</t:Weather></t:${otherKind}><x xmlns="urn:proxy"/>
      <t:CalendarItem><t:Subject>Visit</t:Subject></t:CalendarItem><t:${otherKind}/></Items>
    </GetItemResponseMessage></ResponseMessages>`
    expect(readAnswer(GetItem, content).responseMessages[0]?.items).toEqual([
      { subject: 'Lunch', otherKind },
      { subject: 'Visit' },
      { otherKind },
    ])
  })
})

describe('SOAP headers may come in any order, and beside unknown ones', () => {
  const headers = [
    `<t:RequestServerVersion Version="Exchange2013_SP1"/>`,
    `<t:ExchangeImpersonation><t:ConnectingSID><t:SID>S-1</t:SID></t:ConnectingSID></t:ExchangeImpersonation>`,
    `<t:TimeZoneContext><t:TimeZoneDefinition Id="UTC"/></t:TimeZoneContext>`,
    `<trace xmlns="urn:proxy">7</trace>`,
  ]
  const requestXml = (header: string) =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="${TYPES}"><s:Header>${header}</s:Header><s:Body>
      <GetItem xmlns="${MESSAGES}"><ItemShape><t:BaseShape>IdOnly</t:BaseShape></ItemShape><ItemIds><t:ItemId Id="a"/></ItemIds></GetItem>
    </s:Body></s:Envelope>`

  it.each([
    ['in the order in which we send them', headers],
    ['in the reverse order', headers.toReversed()],
  ])('%s, also for a strict reader', (_case, inOrder) => {
    const { header } = readXml(requestEnvelope(GetItem), requestXml(inOrder.join('')), { strict: true })
    expect(header).toEqual({
      requestServerVersion: { version: 'Exchange2013_SP1' },
      exchangeImpersonation: { connectingSID: { sid: 'S-1' } },
    })
  })
})

describe('a request that every server refuses is not written', () => {
  const request = {
    traversal: 'Shallow',
    itemShape: { baseShape: 'IdOnly' },
    parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
  }
  const root: ElementDescription<unknown> = requestEnvelope(FindItem)
  const refusalOf = (header: unknown, body: unknown) =>
    writeRefusal(() => writeXml(root, { header, body }, envelopeNamespaces))

  it('pain 19: an unknown version', () => {
    expect(refusalOf({ requestServerVersion: { version: 'Exchange2019' } }, { request })).toMatchObject({
      path: 'header.requestServerVersion.version',
      problem: expect.stringMatching(/^must be one of Exchange2007, .*Exchange2016, got a string$/),
    })
  })

  it.each([
    [
      'two mailboxes to act for',
      { primarySmtpAddress: 'a@example.com', sid: 'S-1' },
      '',
      /^can have only one of sid, primarySmtpAddress/,
    ],
    ['no mailbox to act for', {}, '', /^needs one of principalName, sid, primarySmtpAddress, smtpAddress/],
    [
      'an empty address to act for',
      { primarySmtpAddress: '' },
      '.primarySmtpAddress',
      /^must be a string that is not empty/,
    ],
  ])('%s', (_case, connectingSID, key, problem) => {
    expect(refusalOf({ exchangeImpersonation: { connectingSID } }, { request })).toMatchObject({
      path: `header.exchangeImpersonation.connectingSID${key}`,
      problem: expect.stringMatching(problem),
    })
  })

  it('no folder to look in', () => {
    expect(refusalOf(undefined, { request: { ...request, parentFolderIds: [] } })).toMatchObject({
      path: 'body.request.parentFolderIds',
      problem: 'must have at least 1 entry',
    })
  })
})
