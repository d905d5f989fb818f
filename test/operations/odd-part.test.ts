import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, it } from 'vitest'
import { FindItem, GetItem, GetUserAvailability, type Operation } from '../../src/operations'
import { responseEnvelope } from '../../src/operations/soap/envelope'
import { readXml } from '../../src/xml'

const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages'
const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types'

/** Returns an answer in which elements of `types.xsd` have the prefix `t`, and those of `messages.xsd` none. */
const answerXml = (name: string, content: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
    <${name} xmlns="${MESSAGES}" xmlns:t="${TYPES}">${content}</${name}>
  </s:Body></s:Envelope>`

function readAnswer<Response>(operation: Operation<unknown, Response>, content: string): Response {
  const { response } = readXml(responseEnvelope(operation), answerXml(operation.response.xmlName, content)).body
  if (response === undefined) throw new Error('Expected an answer, not a fault')
  return response
}

/** Reads, and returns with it the last names of the parts that the reader reports to have left out. */
function observed<Result>(read: () => Result): { result: Result; leftOut: readonly string[] } {
  const leftOut: string[] = []
  const note = (message: unknown) => {
    leftOut.push(JSON.stringify(message))
  }
  subscribe('ews-booking:unreadable', note)
  try {
    const result = read()
    return { result, leftOut: leftOut.map((each) => /"path":"(?:[^"]*\/)?([^"/]+)"/.exec(each)?.[1] ?? each) }
  } finally {
    unsubscribe('ews-booking:unreadable', note)
  }
}

const itemXml = (content: string) => `<ResponseMessages><GetItemResponseMessage ResponseClass="Success">
  <ResponseCode>NoError</ResponseCode><Items><t:CalendarItem>${content}</t:CalendarItem></Items>
</GetItemResponseMessage></ResponseMessages>`

const readItem = (content: string) => readAnswer(GetItem, itemXml(content)).responseMessages[0]?.items?.[0]

const START = '<t:Start>2027-03-15T09:00:00Z</t:Start>'
const start = new Date('2027-03-15T09:00:00Z')
const keyProperty = (value: string) =>
  `<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x3fa4" PropertyType="String"/>${value}</t:ExtendedProperty>`
const withAddress = (address: string) =>
  `<t:Organizer><t:Mailbox><t:Name>Ada</t:Name>${address}</t:Mailbox></t:Organizer>`
const attendees = (...mailboxes: string[]) =>
  `<t:RequiredAttendees>${mailboxes.map((mailbox) => `<t:Attendee>${mailbox}</t:Attendee>`).join('')}</t:RequiredAttendees>`
const place = (latitude: string) =>
  `<t:EnhancedLocation><t:DisplayName>Ward</t:DisplayName><t:PostalAddress><t:City>Bern</t:City><t:Latitude>${latitude}</t:Latitude></t:PostalAddress></t:EnhancedLocation>`
const zone = (
  groups: string,
) => `<t:StartTimeZone Id="UTC"><t:Periods><t:Period Bias="PT0S" Name="Standard" Id="std"/></t:Periods>
  <t:TransitionsGroups>${groups}</t:TransitionsGroups>
  <t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions></t:StartTimeZone>`

describe('one odd value in an item costs itself alone, and is reported', () => {
  it.each([
    ['text as a size', '<t:Size>large</t:Size>', {}, ['Size']],
    ['a size without an end', `<t:Size>${'9'.repeat(30)}</t:Size>`, {}, ['Size']],
    ['a body without a type', '<t:Body>Hello</t:Body>', {}, ['Body']],
    [
      'an extended property without a value',
      keyProperty('') + keyProperty('<t:Value>a</t:Value>'),
      { extendedProperty: [{ value: 'a' }] },
      ['ExtendedProperty'],
    ],
    [
      'an attendee without a mailbox',
      attendees('<t:ResponseType>Accept</t:ResponseType>', '<t:Mailbox><t:Name>Ada</t:Name></t:Mailbox>'),
      { requiredAttendees: [{ mailbox: { name: 'Ada' } }] },
      ['Attendee'],
    ],
    [
      'coordinates that are no number',
      place('NaN'),
      { enhancedLocation: { displayName: 'Ward', postalAddress: { city: 'Bern' } } },
      ['Latitude'],
    ],
    [
      'an empty group of transitions',
      zone(
        '<t:TransitionsGroup Id="0"><t:Transition><t:To Kind="Period">std</t:To></t:Transition></t:TransitionsGroup><t:TransitionsGroup Id="1"/>',
      ),
      { startTimeZone: { id: 'UTC', transitionsGroups: [{ id: '0' }] } },
      ['TransitionsGroup'],
    ],
    [
      'a time of the last change that is none',
      '<t:LastModifiedTime>yesterday</t:LastModifiedTime>',
      {},
      ['LastModifiedTime'],
    ],
    [
      'rights that are incomplete',
      '<t:EffectiveRights><t:Read>true</t:Read></t:EffectiveRights>',
      {},
      ['EffectiveRights'],
    ],
  ])('%s', (_case, xml, rest, expected) => {
    const { result, leftOut } = observed(() => readItem(START + xml))
    expect(result).toMatchObject({ start, ...rest })
    expect(Object.keys(result ?? {})).toEqual(['start', ...Object.keys(rest)])
    expect(leftOut).toEqual(expected)
  })

  it.each([
    ['an empty address', withAddress('<t:EmailAddress/>'), { organizer: { mailbox: { name: 'Ada' } } }],
    [
      'an address of white space',
      withAddress('<t:EmailAddress> </t:EmailAddress>'),
      { organizer: { mailbox: { name: 'Ada' } } },
    ],
    [
      'a day with a time and a fraction',
      '<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NoEndRecurrence><t:StartDate>2027-03-15T00:00:00.000000Z</t:StartDate></t:NoEndRecurrence></t:Recurrence>',
      { recurrence: { dailyRecurrence: { interval: 1 }, noEndRecurrence: { startDate: '2027-03-15' } } },
    ],
  ])('%s is read without a report', (_case, xml, rest) => {
    const { result, leftOut } = observed(() => readItem(START + xml))
    expect(result).toEqual({ start, ...rest })
    expect(leftOut).toEqual([])
  })
})

const mailbox = (view: string) => `<FreeBusyResponse>
  <ResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode></ResponseMessage>
  <FreeBusyView><t:FreeBusyViewType>FreeBusy</t:FreeBusyViewType>${view}</FreeBusyView></FreeBusyResponse>`
const busy = (times: string) =>
  `<t:CalendarEventArray><t:CalendarEvent>${times}<t:BusyType>Busy</t:BusyType></t:CalendarEvent></t:CalendarEventArray>`
const TIMES = '<t:StartTime>2027-03-15T09:00:00</t:StartTime><t:EndTime>2027-03-15T10:00:00</t:EndTime>'
const readViews = (...views: string[]) =>
  readAnswer(
    GetUserAvailability,
    `<FreeBusyResponseArray>${views.map(mailbox).join('')}</FreeBusyResponseArray>`,
  ).freeBusyResponseArray?.map(({ freeBusyView }) => freeBusyView)

describe('one odd value in an availability answer', () => {
  it('costs the working hours if they have no standard time, but no mailbox', () => {
    const hours =
      '<t:WorkingHours><t:TimeZone><t:Bias>-60</t:Bias></t:TimeZone><t:WorkingPeriodArray/></t:WorkingHours>'
    const { result, leftOut } = observed(() => readViews(busy(TIMES) + hours, busy(TIMES)))
    const view = { freeBusyViewType: ['FreeBusy'], calendarEventArray: [expect.objectContaining({ busyType: 'Busy' })] }
    expect(result).toEqual([view, view])
    expect(leftOut).toEqual(['TimeZone'])
  })

  it('costs the answer if it is a busy time, which must not look free', () => {
    expect(() => readViews(busy(TIMES.replace('10:00:00', 'noon')))).toThrow('EndTime must be a dateTime')
    expect(() => readViews(busy('<t:StartTime>2027-03-15T09:00:00</t:StartTime>'))).toThrow('EndTime is missing')
  })
})

describe('the values that decide are read strictly', () => {
  it.each([
    ['the start', '<t:Start>morning</t:Start>', 'Start must be a dateTime'],
    ['the end', '<t:End>noon</t:End>', 'End must be a dateTime'],
    ['the id', '<t:ItemId ChangeKey="a"/>', 'Id is missing'],
    ['whether the item is cancelled', '<t:IsCancelled>perhaps</t:IsCancelled>', 'IsCancelled must be true or false'],
    ['whole days', '<t:IsAllDayEvent>nearly</t:IsAllDayEvent>', 'IsAllDayEvent must be true or false'],
    [
      'an occurrence that differs from its series',
      '<t:ModifiedOccurrences><t:Occurrence><t:ItemId Id="a"/></t:Occurrence></t:ModifiedOccurrences>',
      'is missing',
    ],
  ])('%s', (_case, xml, problem) => {
    expect(() => readItem(xml)).toThrow(problem)
  })

  it('the number of matches', () => {
    const content = `<ResponseMessages><FindItemResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode>
      <RootFolder IncludesLastItemInRange="maybe"><t:Items/></RootFolder></FindItemResponseMessage></ResponseMessages>`
    expect(() => readAnswer(FindItem, content)).toThrow('IncludesLastItemInRange must be true or false')
  })
})

describe('a response message', () => {
  const message = (code: string, rest = '') =>
    readAnswer(
      GetItem,
      `<ResponseMessages><GetItemResponseMessage ResponseClass="Error"><ResponseCode>${code}</ResponseCode>${rest}</GetItemResponseMessage></ResponseMessages>`,
    ).responseMessages[0]

  it('may have white space around its code', () => {
    expect(message('\n  ErrorServerBusy\n')?.responseCode).toBe('ErrorServerBusy')
  })

  it('keeps the back-off beside an odd detail', () => {
    const details = `<MessageXml><t:Value Name="BackOffMilliseconds">5000</t:Value><t:Value>lost</t:Value>
      <t:ExtendedFieldURI PropertyTag="0x3fa4"/><t:LineNumber>first</t:LineNumber></MessageXml>`
    const { result, leftOut } = observed(() => message('ErrorServerBusy', details))
    expect(result?.messageXml).toEqual({ value: [{ name: 'BackOffMilliseconds', value: '5000' }] })
    expect(leftOut).toEqual(['Value', 'ExtendedFieldURI', 'LineNumber'])
  })
})
