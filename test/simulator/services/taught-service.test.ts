import { describe, expect, it } from 'vitest'
import { messages, type Operation, xml } from '../../../src'
import { responseMessage } from '../../../src/operations'
import { service } from '../../../src/simulator'
import { at, DOCTOR, DOCTORS_ACCOUNT, NOW, ROOM, withExchange } from '../exchange'

const Request = messages.complexType({ folder: xml.text })
const Response = messages.complexType(responseMessage, { seen: xml.optional(xml.text) })
const CountItems: Operation<xml.Infer<typeof Request>, xml.Infer<typeof Response>> = {
  name: 'CountItems',
  request: messages.element('CountItems', Request),
  response: messages.element('CountItemsResponse', Response),
  safe: true,
  responseMessages: (response) => [response],
}

const countItems = service(CountItems, ({ folder: id }, { caller, folders, now }) => {
  const { displayName, folderClass, mailbox, items } = folders.folder({ folderId: { id } })
  const [first] = items
  const again = first?.itemId && folders.item({ itemId: first.itemId })
  return {
    responseClass: 'Success',
    responseCode: 'NoError',
    seen: [
      caller.username,
      caller.mailbox,
      displayName,
      folderClass,
      mailbox,
      items.length,
      again?.subject,
      now().toISOString(),
    ].join(),
  }
})

const server = withExchange({ services: [countItems] })

/** Sends a request of an operation that Microsoft's schema doesn't have. */
async function ask(body: string, authorization = DOCTORS_ACCOUNT) {
  const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="${messages.uri}"><s:Body>${body}</s:Body></s:Envelope>`
  return (await server.connection().send({ authorization, body: envelope })).text
}

describe('a service of your own', () => {
  it('knows its caller, and finds what the caller may see', async () => {
    server.exchange().add(DOCTOR, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    const [item] = server.exchange().calendar(DOCTOR)
    const id = item?.parentFolderId?.id ?? ''
    const text = await ask(`<m:CountItems><m:Folder>${id}</m:Folder></m:CountItems>`)
    expect(text).toContain(
      `<m:Seen>doctor@example.com,${DOCTOR},Calendar,IPF.Appointment,${DOCTOR},1,Visit,${NOW.toISOString()}</m:Seen>`,
    )
  })

  it('answers with the error of what it does not find', async () => {
    expect(await ask('<m:CountItems><m:Folder>AAAA</m:Folder></m:CountItems>')).toContain('ErrorInvalidIdMalformed')
    server.exchange().add(ROOM, { subject: 'Visit', start: at('09:00'), end: at('10:00') })
    const [item] = server.exchange().calendar(ROOM)
    const id = item?.parentFolderId?.id ?? ''
    expect(await ask(`<m:CountItems><m:Folder>${id}</m:Folder></m:CountItems>`)).toContain('ErrorAccessDenied')
  })
})

describe('an operation that the simulator does not have', () => {
  it('is recorded by its name, and the fault says how to teach it', async () => {
    const text = await ask('<m:GetDelegate IncludePermissions="true"/>')
    expect(text).toContain('ErrorSchemaValidation')
    expect(text).toContain("). The simulator doesn't carry out GetDelegate; teach it with its option services.")
    expect(server.exchange().requests).toMatchObject([{ operation: 'GetDelegate', status: 500 }])
  })

  it('is not taken for one if it is only wrong', async () => {
    const text = await ask('<m:GetItem/>')
    expect(text).toContain('ErrorSchemaValidation')
    expect(text).not.toContain('option services')
    await ask('<m:x/>')
    await ask('')
    expect(server.exchange().requests.map(({ operation }) => operation)).toEqual([undefined, undefined, undefined])
  })
})
