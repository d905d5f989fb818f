import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlternateId, ConvertId, GetFolder } from '../../../src/operations'
import { convertedId } from '../../../src/simulator/items/alternate-id'
import { MailboxIds, occurrenceIdOf } from '../../../src/simulator/items/exchange-id'
import { at, DOCTOR, withExchange } from '../exchange'

const server = withExchange()
const formats = ['EwsId', 'EwsLegacyId', 'EntryId', 'HexEntryId', 'StoreId', 'OwaId'] as const
type Format = AlternateId['format']

async function convert(format: Format, id: string, destinationFormat: Format, mailbox = DOCTOR) {
  const request = { destinationFormat, sourceIds: [{ format, id, mailbox }] }
  const [message] = (await server.call(ConvertId, request)).responseMessages
  return message?.alternateId ?? message?.responseCode
}

describe('ids', () => {
  it('have a form for each of Exchange, and say what type they are', async () => {
    const { id } = server.exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    for (const format of formats) {
      const converted = await convert('EwsId', id, format)
      expect(converted).toMatchObject({ type: 't:AlternateIdType', format, mailbox: DOCTOR })
    }
    expect(await convert('EwsId', id, 'HexEntryId')).toMatchObject({ id: expect.stringMatching(/^[\dA-F]{144}$/) })
  })

  it('come back from every form as they were', () => {
    const ids = new MailboxIds(DOCTOR)
    const someId = fc
      .nat()
      .chain((count) =>
        fc.constantFrom(ids.item(count), ids.folder(count), occurrenceIdOf(ids.item(count), new Date(count))),
      )
    fc.assert(
      fc.property(someId, fc.constantFrom(...formats), fc.constantFrom(...formats), (id, first, second) => {
        const once = convertedId({ format: 'EwsId', id, mailbox: DOCTOR }, first) ?? ''
        const twice = convertedId({ format: first, id: once, mailbox: DOCTOR }, second) ?? ''
        expect(convertedId({ format: second, id: twice, mailbox: DOCTOR }, 'EwsId')).toBe(id)
      }),
    )
  })

  it('need not be those of anything', async () => {
    const id = new MailboxIds(DOCTOR).folder(999)
    const hex = await convert('EwsId', id, 'HexEntryId')
    expect(await convert('HexEntryId', typeof hex === 'object' ? hex.id : '', 'EwsId')).toMatchObject({ id })
    const [message] = (
      await server.call(GetFolder, { folderShape: { baseShape: 'IdOnly' }, folderIds: [{ folderId: { id } }] })
    ).responseMessages
    expect(message?.responseCode).toBe('ErrorFolderNotFound')
  })

  it.each(formats)('are refused if they are not %s', async (format) => {
    for (const id of ['', '!', 'AAAA=', '%']) {
      expect(await convert(format, id, 'EwsId')).toBe('ErrorInvalidIdMalformed')
    }
  })

  it('are those of a mailbox', async () => {
    const nobody = 'nobody@example.com'
    expect(await convert('EwsId', new MailboxIds(DOCTOR).folder(1), 'OwaId', nobody)).toMatchObject({ mailbox: DOCTOR })
    expect(await convert('EwsId', new MailboxIds(nobody).folder(1), 'OwaId', nobody)).toBe('ErrorNonExistentMailbox')
    expect(await convert('HexEntryId', 'AB', 'OwaId', nobody)).toBe('ErrorNonExistentMailbox')
  })
})
