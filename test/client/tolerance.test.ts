import {
  CreateItem,
  EwsProtocolError,
  FindItem,
  GetItem,
  GetUserAvailability,
  type Operation,
  parseEnvelope,
} from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { at } from '../exchange'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types'
const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages'

/** An answer as Exchange sends it, with unused `xsi` and `xsd`, the server's version, and each prefix declared where it is used. */
const answer = (content: string) =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP}"><s:Header><h:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="2562" MinorBuildNumber="17" Version="V2017_07_11" xmlns:h="${TYPES}" xmlns="${TYPES}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/></s:Header><s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${content}</s:Body></s:Envelope>`

/** Returns the item and the parts around it. */
const found = (item: string, { attributes = '', beside = '' } = {}) =>
  answer(
    `<m:FindItemResponse xmlns:m="${MESSAGES}" xmlns:t="${TYPES}"><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RootFolder TotalItemsInView="1" IncludesLastItemInRange="true"${attributes}><t:Items><t:CalendarItem>${item}</t:CalendarItem></t:Items>${beside}</m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse>`,
  )

const plainItem =
  '<t:ItemId Id="AAMkAD=" ChangeKey="DwAAABYA"/><t:Subject>Consultation</t:Subject><t:Categories><t:String>Blue</t:String></t:Categories><t:Start>2026-12-01T09:00:00Z</t:Start><t:End>2026-12-01T10:00:00Z</t:End><t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus>'
const plain = found(plainItem)

const plainFolder = {
  totalItemsInView: 1,
  includesLastItemInRange: true,
  items: [
    {
      itemId: { id: 'AAMkAD=', changeKey: 'DwAAABYA' },
      subject: 'Consultation',
      categories: ['Blue'],
      start: at('09:00'),
      end: at('10:00'),
      legacyFreeBusyStatus: 'Busy',
    },
  ],
}

const folderOf = (xml: string | Uint8Array) => parseEnvelope(FindItem, xml).responseMessages[0]?.rootFolder
const itemOf = (item: string) => folderOf(found(item))?.items?.[0]

describe('an equivalent answer is read alike', () => {
  const prefixed = (prefix: (name: string) => string) =>
    plain.replace(/(<\/?|xmlns:)([smt])\b(?=[:=])/g, (_, before, name) => `${before}${prefix(name)}`)

  it.each<[string, string | Uint8Array]>([
    ['as Exchange writes it', plain],
    ['with other prefixes', prefixed((name) => `soap-${name}.1`)],
    ['with prefixes that mean something else with us', prefixed((name) => ({ s: 'm', m: 't', t: 's' })[name] ?? name)],
    [
      'with a default namespace, and another within it',
      plain
        .replace(/<m:FindItemResponse [^>]*>/, `<FindItemResponse xmlns="${MESSAGES}">`)
        .replace('<t:Items>', `<Items xmlns="${TYPES}">`)
        .replaceAll(/(<\/?)[mt]:/g, '$1'),
    ],
    ['without an XML declaration', plain.replace(/^<\?xml.*?\?>/, '')],
    ['without a header', plain.replace(/<s:Header>.*<\/s:Header>/, '')],
    ['with line breaks and comments', plain.replaceAll('><', '>\r\n  <!-- a gateway was here --><')],
    ['with a processing instruction', plain.replace('<s:Envelope', '<?gateway passed?><s:Envelope')],
    ['with apostrophes', plain.replaceAll('"', "'")],
    ['with CDATA', plain.replace('Consultation', '<![CDATA[Consultation]]>')],
    ['with CDATA in the middle of a text', plain.replace('Consultation', 'Consul<![CDATA[ta]]>tion')],
    ['with character references', plain.replace('Consultation', '&#67;&#x6f;nsultation')],
    ['with a byte-order mark', `\ufeff${plain}`],
    ['in UTF-16', Buffer.from(`\ufeff${plain.replace('utf-8', 'utf-16')}`, 'utf16le')],
    ['in big-endian UTF-16', Buffer.from(`\ufeff${plain.replace('utf-8', 'utf-16')}`, 'utf16le').swap16()],
    ['with attributes of a newer schema', found(plainItem, { attributes: ' ContinuationToken="x" xsi:nil="false"' })],
    ['with elements of a newer schema', found(`${plainItem}<t:Mood><t:Start>never</t:Start></t:Mood>`)],
    ['with elements of a newer schema in between', found(plainItem.replace('<t:Start>', '<t:Mood/><t:Start>'))],
    ['with elements of a newer schema around it', found(plainItem, { beside: '<m:Facets><t:Facet/></m:Facets>' })],
    ['with elements of a gateway', found(`<x:Scanned xmlns:x="urn:gateway">yes</x:Scanned>${plainItem}`)],
    [
      'with elements in another order',
      found(plainItem.replace(/(<t:Start>.*<\/t:Start>)(<t:End>.*<\/t:End>)/, '$2$1')),
    ],
  ])('%s', (_case, xml) => {
    expect(folderOf(xml)).toEqual(plainFolder)
  })
})

describe('members that a server omits affect nothing else', () => {
  it.each([
    ['the id', /<t:ItemId.*?\/>/, 'itemId'],
    ['the start', /<t:Start>.*?<\/t:Start>/, 'start'],
    ['the status', /<t:LegacyFreeBusyStatus>.*?<\/t:LegacyFreeBusyStatus>/, 'legacyFreeBusyStatus'],
  ])('%s', (_case, pattern, key) => {
    const rest = Object.entries(plainFolder.items[0] ?? {}).filter(([name]) => name !== key)
    expect(itemOf(plainItem.replace(pattern, ''))).toStrictEqual(Object.fromEntries(rest))
  })

  it.each([
    ['all items', '<t:Items/>', []],
    ['the list of items', '', undefined],
  ])('%s', (_case, items, read) => {
    expect(folderOf(plain.replace(/<t:Items>.*<\/t:Items>/, items))?.items).toEqual(read)
  })

  it('the folder', () => {
    const { responseMessages } = parseEnvelope(FindItem, plain.replace(/<m:RootFolder.*<\/m:RootFolder>/, ''))
    expect(responseMessages).toEqual([{ responseClass: 'Success', responseCode: 'NoError' }])
  })

  it('the response code', () => {
    const withoutCode = plain.replace(/<m:ResponseCode>.*<\/m:ResponseCode>/, '')
    expect(parseEnvelope(FindItem, withoutCode).responseMessages).toEqual([
      { responseClass: 'Success', rootFolder: plainFolder },
    ])
  })

  it.each([
    ['a date', '<t:Start></t:Start>', {}],
    ['a number', '<t:Size/>', {}],
    ['a boolean', '<t:IsAllDayEvent />', {}],
    ['a word', '<t:Sensitivity></t:Sensitivity>', {}],
    ['a text', '<t:Location/>', { location: '' }],
    ['a list', '<t:Categories></t:Categories>', { categories: [] }],
  ])('the value of an empty element: %s', (_case, element, read) => {
    expect(itemOf(element)).toStrictEqual(read)
  })
})

describe('newer and odd values are returned unchanged', () => {
  it.each([
    ['a status', '<t:LegacyFreeBusyStatus>Commuting</t:LegacyFreeBusyStatus>', { legacyFreeBusyStatus: 'Commuting' }],
    ['a sensitivity', '<t:Sensitivity>Secret</t:Sensitivity>', { sensitivity: 'Secret' }],
    ['the type of a body', '<t:Body BodyType="Markdown">*</t:Body>', { body: { bodyType: 'Markdown', value: '*' } }],
    [
      "a reminder that goes by the mailbox's default",
      '<t:ReminderMinutesBeforeStart>1525252321</t:ReminderMinutesBeforeStart>',
      { reminderMinutesBeforeStart: 1525252321 },
    ],
  ])('%s', (_case, element, read) => {
    expect(itemOf(element)).toStrictEqual(read)
  })

  it('items of other kinds are named, so that their time does not look free', () => {
    const message = '</t:CalendarItem><t:Message><t:Subject>Mail</t:Subject></t:Message><t:CalendarItem>'
    expect(folderOf(found(`<t:Subject>a</t:Subject>${message}<t:Subject>b</t:Subject>`))?.items).toEqual([
      { subject: 'a' },
      { otherKind: 'Message', subject: 'Mail' },
      { subject: 'b' },
    ])
  })
})

describe('pain 17: a character that XML forbids affects only itself', () => {
  it.each([
    ['&#x1F;', '\ufffd'],
    ['&#x0;', '\ufffd'],
    ['&#16;', '\ufffd'],
    ['\u001a', '\ufffd'],
    ['&#xD800;', '\ufffd'],
    ['&#xFFFE;', '\ufffd'],
    ['&#xD;&#xA;&#x9;', '\r\n\t'],
  ])('%j in a subject', (written, read) => {
    expect(folderOf(plain.replace('Consultation', () => `Consul${written}tation`))).toEqual({
      ...plainFolder,
      items: [{ ...plainFolder.items[0], subject: `Consul${read}tation` }],
    })
  })

  it('in a body, and in the name of an attachment', () => {
    const xml = answer(
      `<m:GetItemResponse xmlns:m="${MESSAGES}" xmlns:t="${TYPES}"><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:CalendarItem><t:Body BodyType="HTML">&lt;p&gt;a&#x1;b&lt;/p&gt;</t:Body><t:Attachments><t:FileAttachment><t:AttachmentId Id="AAMk"/><t:Name>x&#x11;.pdf</t:Name><t:Size>7</t:Size></t:FileAttachment></t:Attachments></t:CalendarItem></m:Items></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse>`,
    )
    expect(parseEnvelope(GetItem, xml).responseMessages[0]?.items).toEqual([
      {
        body: { bodyType: 'HTML', value: '<p>a\ufffdb</p>' },
        attachments: [{ fileAttachment: { attachmentId: { id: 'AAMk' }, name: 'x\ufffd.pdf', size: 7 } }],
      },
    ])
  })
})

const NINE = at('09:00')

/** The ways in which servers write nine o'clock UTC. */
const timestamps: readonly (readonly [string, Date])[] = [
  ['2026-12-01T09:00:00Z', NINE],
  ['2026-12-01T09:00:00', NINE],
  ['2026-12-01T10:00:00+01:00', NINE],
  ['2026-12-01T01:00:00-08:00', NINE],
  ['2026-12-01T14:45:00+05:45', NINE],
  ['2026-12-01T09:00:00.0000000Z', NINE],
  ['2026-12-01T09:00:00.5', new Date(NINE.getTime() + 500)],
  ['2026-12-01T09:00:00.1239999+00:00', new Date(NINE.getTime() + 123)],
  [' 2026-12-01T09:00:00Z\n', NINE],
]

describe('pain 7: a time is the same instant in every form and in every TZ', () => {
  it.each(timestamps)('%j in an item', (written, read) => {
    expect(itemOf(`<t:Start>${written}</t:Start>`)).toEqual({ start: read })
  })

  it.each(timestamps)('%j in free/busy times', (written, read) => {
    const xml = answer(
      `<GetUserAvailabilityResponse xmlns="${MESSAGES}"><FreeBusyResponseArray><FreeBusyResponse><ResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode></ResponseMessage><FreeBusyView><FreeBusyViewType xmlns="${TYPES}">FreeBusy</FreeBusyViewType><CalendarEventArray xmlns="${TYPES}"><CalendarEvent><StartTime>${written}</StartTime><EndTime>${written}</EndTime><BusyType>Busy</BusyType></CalendarEvent></CalendarEventArray></FreeBusyView></FreeBusyResponse></FreeBusyResponseArray></GetUserAvailabilityResponse>`,
    )
    const { freeBusyResponseArray } = parseEnvelope(GetUserAvailability, xml)
    expect(freeBusyResponseArray?.[0]?.freeBusyView?.calendarEventArray).toEqual([
      { startTime: read, endTime: read, busyType: 'Busy' },
    ])
  })

  it.each([
    ['2026-12-07', '2026-12-07'],
    ['2026-12-07Z', '2026-12-07'],
    ['2026-12-07+01:00', '2026-12-07'],
    ['2026-12-07-08:00', '2026-12-07'],
  ])('but the first day of a series, %s, is a civil day', (written, startDate) => {
    const recurrence = `<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday Friday</t:DaysOfWeek></t:WeeklyRecurrence><t:NoEndRecurrence><t:StartDate>${written}</t:StartDate></t:NoEndRecurrence></t:Recurrence>`
    expect(itemOf(recurrence)).toEqual({
      recurrence: {
        weeklyRecurrence: { interval: 1, daysOfWeek: ['Monday', 'Friday'] },
        noEndRecurrence: { startDate },
      },
    })
  })
})

/** Returns the error that refuses an answer. */
function refusal(xml: string | Uint8Array, operation: Operation<unknown, unknown> = FindItem): EwsProtocolError {
  try {
    parseEnvelope(operation, xml)
  } catch (error) {
    if (error instanceof EwsProtocolError) return error
    throw error
  }
  throw new Error('The answer was read')
}

describe('dangerous answers are refused with an error that says what to do', () => {
  const nested = (depth: number) => found(`${'<t:X>'.repeat(depth)}${'</t:X>'.repeat(depth)}`)
  /** Envelope, Body, FindItemResponse, ResponseMessages, FindItemResponseMessage, RootFolder, Items, CalendarItem. */
  const SURROUNDINGS = 8
  const withDoctype = (doctype: string) => plain.replace('<s:Envelope', () => `${doctype}<s:Envelope`)

  it.each([
    ['a DOCTYPE', withDoctype('<!DOCTYPE Envelope>'), 'document type declaration'],
    ['a DOCTYPE with entities', withDoctype('<!DOCTYPE x [<!ENTITY a "b">]>'), 'document type declaration'],
    ['an entity that is not declared', plain.replace('Consultation', '&nbsp;'), 'does not start a known entity'],
    ['an element that is not closed', plain.replace('</t:Subject>', ''), 'Subject'],
    ['an answer that ends too early', plain.slice(0, -20), 'is cut off'],
    ['tags that cross', plain.replace('</t:End>', '</t:Start>'), 'End'],
    ['a prefix that is not declared', plain.replace(` xmlns:t="${TYPES}"><m`, '><m'), 'A prefix is not declared'],
    ['a depth over 100', nested(101 - SURROUNDINGS), 'deeper than 100'],
    ['an encoding that is neither UTF-8 nor UTF-16', Buffer.from(plain.replace('Cons', 'Cöns'), 'latin1'), 'UTF-8'],
    ['a start that is no time', found('<t:Start>tomorrow</t:Start>'), 'Start must be a dateTime'],
    ['the answer to another operation', plain.replaceAll('FindItemResponse', 'GetItemResponse'), 'is missing'],
    ['an answer without a body', plain.replace(/<s:Body.*<\/s:Body>/, ''), 'Body is missing'],
    ['SOAP 1.2', plain.replace(SOAP, 'http://www.w3.org/2003/05/soap-envelope'), 'Expected Envelope'],
  ])('%s', (_case, xml, problem) => {
    const error = refusal(xml)
    expect(error).toMatchObject({ code: 'ERR_EWS_PROTOCOL', operation: 'FindItem', retryable: false })
    expect(error.message).toMatch(/^FindItem failed: the answer is not a complete EWS answer\. /)
    expect(error.message).toContain(problem)
    expect(error.message).toMatch(/\(line \d+, column \d+\)$/)
    expect(error.hint).toMatch(/^Check that the URL is that of EWS, and whether a proxy .*\.$/)
  })

  it('pain 25: the error says that the outcome is unknown if a change may have been carried out', () => {
    expect(refusal(plain.slice(0, -20), CreateItem).message).toMatch(/not known whether the server carried .* out\.$/)
  })

  it('a depth of 100 is accepted', () => {
    expect(folderOf(nested(100 - SURROUNDINGS))?.items).toEqual([{}])
  })

  it('pain 27: the error does not quote the answer', () => {
    const error = refusal(found('<t:Subject>private</t:Subject><t:Start>private</t:Start>'))
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain('private')
  })
})
