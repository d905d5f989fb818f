import { describe, expect, it } from 'vitest'
import { CreateItem, type ExtendedFieldURI, FindItem, GetItem, type SearchExpression } from '../../../src/operations'
import { at, withExchange } from '../exchange'

const { call } = withExchange()
const visit = { subject: 'Visit', start: at('09:00'), end: at('10:00') }

async function create(more: object = {}) {
  const items = [{ calendarItem: { ...visit, ...more } }]
  const { responseMessages } = await call(CreateItem, { sendMeetingInvitations: 'SendToNone', items })
  const itemId = responseMessages[0]?.items?.[0]?.itemId
  if (itemId === undefined) throw new TypeError(`No item: ${responseMessages[0]?.responseCode}`)
  return itemId
}

async function got(itemId: { id: string }, ...paths: ExtendedFieldURI[]) {
  const additionalProperties = paths.map((extendedFieldURI) => ({ extendedFieldURI }))
  const itemShape = { baseShape: 'AllProperties', additionalProperties } as const
  const { responseMessages } = await call(GetItem, { itemShape, itemIds: [{ itemId }] })
  return responseMessages[0]?.items?.[0]
}

async function found(restriction: SearchExpression) {
  const { responseMessages } = await call(FindItem, {
    traversal: 'Shallow',
    itemShape: { baseShape: 'Default' },
    restriction,
    parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
  })
  return responseMessages[0]?.rootFolder?.items?.map(({ subject }) => subject)
}

const equal = (extendedFieldURI: ExtendedFieldURI, value: string): SearchExpression => ({
  isEqualTo: { extendedFieldURI, fieldURIOrConstant: { constant: { value } } },
})

describe('A set of properties', () => {
  it.each([
    ['PublicStrings', '00020329-0000-0000-C000-000000000046'],
    ['Meeting', '6ED8DA90-450B-101B-98DA-00AA003F1305'],
    ['CalendarAssistant', '11000E07-B51B-40D6-AF21-CAA85EDAB1D0'],
  ] as const)('has a name, %s, and the GUID %s', async (distinguishedPropertySetId, propertySetId) => {
    const property = { propertyName: 'room', propertyType: 'String' } as const
    const [byName, byGuid] = [
      { distinguishedPropertySetId, ...property },
      { propertySetId, ...property },
    ]
    const itemId = await create({ extendedProperty: [{ extendedFieldURI: byName, value: '12' }] })
    // Each client finds it under the name that it has asked for.
    expect(await got(itemId, byGuid)).toMatchObject({ extendedProperty: [{ extendedFieldURI: byGuid, value: '12' }] })
    expect(await found(equal(byGuid, '12'))).toEqual(['Visit'])
  })
})

describe('The id of a meeting in MAPI', () => {
  const id = { distinguishedPropertySetId: 'Meeting', propertyId: 3, propertyType: 'Binary' } as const
  const cleanId = { ...id, propertyId: 35 }

  it('follows from the UID, and finds the item', async () => {
    const { uid, extendedProperty = [] } = (await got(await create(), id, cleanId)) ?? {}
    const value = Buffer.from(uid ?? '', 'hex').toString('base64')
    expect(extendedProperty).toEqual([
      { extendedFieldURI: id, value },
      { extendedFieldURI: cleanId, value },
    ])
    expect(await found(equal(cleanId, value))).toEqual(['Visit'])
    expect(await found(equal(cleanId, value.toLowerCase()))).toEqual([])
  })

  it('gives a new item its UID', async () => {
    const uid = `040000008200E00074C5B7101A82E008${'0'.repeat(40)}10000000${'AB'.repeat(16)}`.slice(0, 112)
    const value = Buffer.from(uid, 'hex').toString('base64')
    const itemId = await create({ extendedProperty: [{ extendedFieldURI: cleanId, value }] })
    expect(await got(itemId, cleanId)).toMatchObject({ uid })
  })
})

describe('A binary property', () => {
  const key = {
    propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
    propertyName: 'key',
    propertyType: 'Binary',
  } as const

  it('is compared by its bytes', async () => {
    await create({ extendedProperty: [{ extendedFieldURI: key, value: 'QUJD' }] })
    expect(await found(equal(key, 'QUJD'))).toEqual(['Visit'])
    expect(await found(equal(key, 'qujd'))).toEqual([])
    const contains = (value: string): SearchExpression => ({
      contains: { containmentMode: 'Prefixed', extendedFieldURI: key, constant: { value } },
    })
    expect(await found(contains(Buffer.from('AB').toString('base64')))).toEqual(['Visit'])
    expect(await found(contains(Buffer.from('ab').toString('base64')))).toEqual([])
  })
})

describe('The further bodies of an item', () => {
  it.each(['uniqueBody', 'normalizedBody'] as const)('%s has the form that is asked for', async (property) => {
    const itemId = await create({ body: { bodyType: 'HTML', value: '<p>Hello</p>' } })
    const fieldURI = property === 'uniqueBody' ? 'item:UniqueBody' : 'item:NormalizedBody'
    const itemShape = {
      baseShape: 'IdOnly',
      [`${property}Type`]: 'Text',
      additionalProperties: [{ fieldURI: { fieldURI } }],
    } as const
    const { responseMessages } = await call(GetItem, { itemShape, itemIds: [{ itemId }] })
    expect(responseMessages[0]?.items?.[0]).toMatchObject({ [property]: { bodyType: 'Text', value: 'Hello' } })
  })
})
