import { describe, expect, it } from 'vitest'
import { UpdateItem } from '../../../src/operations'
import { at, DOCTOR, withExchange } from '../exchange'

describe('UpdateItem with a path into a dictionary, which calendar items lack', () => {
  const { exchange, call } = withExchange()

  it('is refused, and changes no other property', async () => {
    const extendedFieldURI = {
      distinguishedPropertySetId: 'PublicStrings',
      propertyName: 'a',
      propertyType: 'String',
    } as const
    const extendedProperty = [{ extendedFieldURI, value: '1' }]
    const itemId = exchange().add(DOCTOR, { subject: 'a', start: at('09:00'), end: at('10:00'), extendedProperty })
    const indexedFieldURI = { fieldURI: 'item:InternetMessageHeader', fieldIndex: 'X-Mailer' } as const
    const { responseMessages } = await call(UpdateItem, {
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [{ itemId, updates: [{ deleteItemField: { indexedFieldURI } }] }],
    })
    expect(responseMessages).toMatchObject([{ responseClass: 'Error', responseCode: 'ErrorInvalidPropertyDelete' }])
    expect(exchange().calendar(DOCTOR)).toMatchObject([{ extendedProperty }])
  })
})
