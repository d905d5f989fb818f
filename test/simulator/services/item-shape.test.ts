import { describe, expect, it } from 'vitest'
import { CreateItem, GetItem, type GetItemRequest } from '../../../src/operations'
import type { CalendarItem } from '../../../src/operations/types/calendar-item'
import { at, DOCTOR, withExchange } from '../exchange'

const hour = { start: at('09:00'), end: at('10:00') }
const KEYS = {
  propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
  propertyName: 'keys',
  propertyType: 'StringArray',
} as const

describe('GetItem returns', () => {
  const { exchange, call } = withExchange()
  const get = async (id: string, itemShape: GetItemRequest['itemShape'] = { baseShape: 'AllProperties' }) =>
    (await call(GetItem, { itemShape, itemIds: [{ itemId: { id } }] })).responseMessages[0]?.items?.[0]
  const create = async (calendarItem: CalendarItem) => {
    const request = { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem }] } as const
    return (await call(CreateItem, request)).responseMessages[0]?.items?.[0]?.itemId?.id ?? ''
  }

  it.each([
    [6, { bodyType: 'Text', isTruncated: true, value: 'Grüez' }],
    [3, { bodyType: 'Text', isTruncated: true, value: 'Gr' }],
    [7, { bodyType: 'Text', value: 'Grüezi' }],
  ])('a body of at most %i bytes without half characters', async (maximumBodySize, body) => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour, body: 'Grüezi' })
    const item = await get(id, { baseShape: 'AllProperties', bodyType: 'Text', maximumBodySize })
    expect(item?.body).toEqual(body)
  })

  it('a body as plain text in addition to the stored form', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour, body: { bodyType: 'HTML', value: '<p>Hi</p>' } })
    const additionalProperties = [{ fieldURI: { fieldURI: 'item:TextBody' } }] as const
    const item = await get(id, { baseShape: 'IdOnly', additionalProperties: [...additionalProperties] })
    expect(item).toEqual({ itemId: expect.anything(), textBody: { bodyType: 'Text', value: 'Hi' } })
  })

  it('a preview of 255 characters without half ones', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour, body: `${'x'.repeat(254)}😀` })
    const item = await get(id, {
      baseShape: 'IdOnly',
      additionalProperties: [{ fieldURI: { fieldURI: 'item:Preview' } }],
    })
    expect(item?.preview).toBe('x'.repeat(254))
  })

  it('the properties of attachments without their content', async () => {
    const id = await create({
      ...hour,
      attachments: [
        { fileAttachment: { name: 'logo.png', contentId: 'logo', isInline: true, content: 'AAAA' } },
        { itemAttachment: { name: 'Agenda' } },
        { referenceAttachment: { name: 'notes.txt', attachLongPathName: 'https://files.example.com/notes.txt' } },
      ],
    })
    const item = await get(id)
    expect(item?.hasAttachments).toBe(true)
    expect(item?.attachments).toMatchObject([
      { fileAttachment: { name: 'logo.png', contentId: 'logo', isInline: true, size: 3 } },
      { itemAttachment: { name: 'Agenda' } },
      { referenceAttachment: { attachLongPathName: 'https://files.example.com/notes.txt' } },
    ])
    expect(item?.attachments?.[0]?.fileAttachment).not.toHaveProperty('content')
    const attachmentIds = item?.attachments?.map(
      ({ fileAttachment, itemAttachment, referenceAttachment }) =>
        (fileAttachment ?? itemAttachment ?? referenceAttachment)?.attachmentId?.id,
    )
    expect(new Set(attachmentIds).size).toBe(3)
  })

  it('that an item has no attachments if all of them are inline', async () => {
    const id = await create({ ...hour, attachments: [{ fileAttachment: { name: 'logo.png', isInline: true } }] })
    expect((await get(id))?.hasAttachments).toBe(false)
  })

  it('an extended property with several values', async () => {
    const values = ['a', 'b']
    const id = await create({ ...hour, extendedProperty: [{ extendedFieldURI: KEYS, values }] })
    const item = await get(id, { baseShape: 'IdOnly', additionalProperties: [{ extendedFieldURI: KEYS }] })
    expect(item?.extendedProperty).toEqual([{ extendedFieldURI: KEYS, values }])
  })

  it('the items that overlap or touch it', async () => {
    const { id } = exchange().add(DOCTOR, { subject: 'a', ...hour })
    exchange().add(DOCTOR, { subject: 'within', start: at('09:15'), end: at('09:30') })
    exchange().add(DOCTOR, { subject: 'after', start: at('10:00'), end: at('11:00') })
    exchange().add(DOCTOR, { subject: 'far', start: at('12:00'), end: at('13:00') })
    expect(await get(id)).toMatchObject({
      conflictingMeetingCount: 1,
      adjacentMeetingCount: 1,
      conflictingMeetings: [{ subject: 'within', start: at('09:15'), legacyFreeBusyStatus: 'Busy' }],
      adjacentMeetings: [{ subject: 'after' }],
    })
  })

  it('derived properties', async () => {
    const id = await create({
      subject: 'Consultation',
      start: at('09:00'),
      end: at('10:30'),
      startTimeZone: { id: 'W. Europe Standard Time' },
      requiredAttendees: [
        { mailbox: { name: 'Ada', emailAddress: 'ada@example.com' } },
        { mailbox: { emailAddress: 'bob@example.com' } },
      ],
      optionalAttendees: [{ mailbox: { name: 'Cy', emailAddress: 'cy@example.com' } }],
    })
    expect(await get(id)).toMatchObject({
      displayTo: 'Ada; bob@example.com',
      displayCc: 'Cy',
      duration: 'PT1H30M',
      isOrganizer: true,
      appointmentState: 1,
      startTimeZoneId: 'W. Europe Standard Time',
      endTimeZoneId: 'W. Europe Standard Time',
      startWallClock: at('10:00'),
      endWallClock: at('11:30'),
      reminderDueBy: at('09:00'),
    })
  })

  it.each([
    ['2026-12-01T09:00:00Z', 'PT0M'],
    ['2026-12-01T11:00:00Z', 'PT2H'],
    ['2026-12-02T09:00:00Z', 'P1D'],
    ['2026-12-03T10:05:00Z', 'P2DT1H5M'],
  ])('the duration until %s: %s', async (end, duration) => {
    expect(await get(await create({ subject: 'Visit', start: at('09:00'), end: new Date(end) }))).toMatchObject({
      duration,
    })
  })
})

describe('An all-day event', () => {
  const { exchange } = withExchange()

  it.each([
    ['the days of UTC', undefined, '2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'],
    ['the days of its zone', 'W. Europe Standard Time', '2026-11-30T23:00:00Z', '2026-12-01T23:00:00Z'],
  ])('extends to whole days: %s', (_case, id, start, end) => {
    exchange().add(DOCTOR, {
      subject: 'a',
      ...hour,
      isAllDayEvent: true,
      startTimeZone: id === undefined ? undefined : { id },
    })
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ start: new Date(start), end: new Date(end) }])
  })

  it.each([
    ['23 hours', 'W. Europe Standard Time', '2027-03-27T23:00:00Z', '2027-03-28T22:00:00Z'],
    ['25 hours', 'W. Europe Standard Time', '2027-10-30T22:00:00Z', '2027-10-31T23:00:00Z'],
    ['no midnight after it', 'Egypt Standard Time', '2026-04-22T22:00:00Z', '2026-04-23T22:00:00Z'],
  ])('lasts one day of %s', (_case, id, from, to) => {
    const [start, end] = [new Date(from), new Date(to)]
    exchange().add(DOCTOR, { subject: 'a', start, end, isAllDayEvent: true, startTimeZone: { id } })
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ start, end }])
  })

  it('is refused before the first day of the calendar, not moved to another century', () => {
    const [start, end] = [new Date('0001-01-02T00:00:00Z'), new Date('0001-01-03T00:00:00Z')]
    const startTimeZone = { id: 'W. Europe Standard Time' }
    expect(() => exchange().add(DOCTOR, { subject: 'a', start, end, isAllDayEvent: true, startTimeZone })).toThrow(
      expect.objectContaining({ responseCode: 'ErrorCalendarOutOfRange' }),
    )
  })
})
