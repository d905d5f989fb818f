import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  AttachmentId,
  Attachments,
  buildEnvelope,
  type ComplexType,
  EmailAddress,
  type EwsClient,
  EwsResponseError,
  EwsTimeoutError,
  FindItem,
  GetItem,
  messages,
  type Operation,
  parseEnvelope,
  responseMessage,
  types,
  xml,
} from 'ews-booking'
import { service, startSimulator } from 'ews-booking/simulator'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { stopClock, until } from '../clock'
import { clientOf, exchange, MAILBOX, rejection, search } from '../exchange'
import { needs } from '../requirements'
import { schemaDirectory, schemaErrors } from '../schema'

const GetRoomsRequest = messages.complexType({ roomList: EmailAddress })
const GetRoomsResponse = messages.complexType(responseMessage, {
  rooms: xml.optional(types.arrayOf({ room: types.complexType({ id: EmailAddress }) })),
})

/** The rooms of a room list (MS-OXWSGTRM). It has no batch: the answer is the only response message. */
const GetRooms: Operation<xml.Infer<typeof GetRoomsRequest>, xml.Infer<typeof GetRoomsResponse>> = {
  name: 'GetRooms',
  request: messages.element('GetRooms', GetRoomsRequest),
  response: messages.element('GetRoomsResponse', GetRoomsResponse),
  safe: true,
  responseMessages: (response) => [response],
}

const list = { roomList: { emailAddress: 'rooms@example.com' } }
const rooms = [{ id: { name: 'Room 1', emailAddress: 'room-1@example.com', mailboxType: 'Mailbox' } }] as const

const getRooms = service(GetRooms, ({ roomList }) =>
  roomList.emailAddress === list.roomList.emailAddress
    ? { responseClass: 'Success', responseCode: 'NoError', rooms }
    : { responseClass: 'Error', responseCode: 'ErrorItemNotFound', messageText: 'No such list.' },
)

describe('a custom operation is called like a built-in one', () => {
  it('with authentication, impersonation and answer', async () => {
    const server = await exchange({ auth: ['NTLM'], services: [getRooms] })
    expect((await clientOf(server).call(GetRooms, list)).rooms).toEqual(rooms)
    expect(server.requests.map(({ operation }) => operation)).toEqual([undefined, 'GetRooms'])
    expect(server.requests[1]?.xml).toContain(`<t:PrimarySmtpAddress>${MAILBOX}</t:PrimarySmtpAddress>`)
  })

  it("in XML that is valid by Microsoft's schema", needs('schema'), async () => {
    const server = await exchange({ services: [getRooms] })
    await clientOf(server).call(GetRooms, list)
    const { xml: request = '', responseXml = '' } = server.requests.at(-1) ?? {}
    expect([request, responseXml].flatMap(schemaErrors)).toEqual([])
  })

  it('a refused element reports its error', async () => {
    const server = await exchange({ services: [getRooms] })
    const answer = await clientOf(server).call(GetRooms, { roomList: { emailAddress: 'nobody@example.com' } })
    expect(answer.error).toBeInstanceOf(EwsResponseError)
    expect(answer.error).toMatchObject({ operation: 'GetRooms', responseCode: 'ErrorItemNotFound' })
  })

  it('input that does not match the description is refused with the name of the field, and nothing is sent', async () => {
    const server = await exchange({ services: [getRooms] })
    const error = await rejection(clientOf(server).call(GetRooms, { roomList: { emailAddress: '' } }))
    expect(error).toMatchObject({ code: 'ERR_EWS_REQUEST', path: 'roomList.emailAddress', operation: 'GetRooms' })
    expect(server.requests).toEqual([])
  })

  it('with signal, deadline and faults on demand', async () => {
    const server = await exchange({ services: [getRooms] })
    server.inject({ operation: 'GetRooms', fault: 'hang' })
    const clock = stopClock()
    const late = rejection(clientOf(server, { timeoutMs: 500 }).call(GetRooms, list))
    await until(() => server.requests.at(-1)?.operation === 'GetRooms')
    clock.pass(500)
    expect(await late).toBeInstanceOf(EwsTimeoutError)
    const signal = AbortSignal.abort('the user left')
    await expect(clientOf(server).call(GetRooms, list, { signal })).rejects.toBe('the user left')
    server.inject({ operation: 'GetRooms', fault: 'serverBusy' })
    expect(await rejection(clientOf(server).call(GetRooms, list))).toMatchObject({ code: 'ERR_EWS_THROTTLED' })
  })

  it('an operation that the server does not know is a fault', async () => {
    const server = await exchange()
    const unknown = { ...GetRooms, request: messages.element('FindRooms', GetRoomsRequest) }
    expect(await rejection(clientOf(server).call(unknown, list))).toMatchObject({
      code: 'ERR_EWS_RESPONSE',
      responseCode: 'ErrorSchemaValidation',
    })
  })

  it('its envelopes can be used with another transport', () => {
    expect(buildEnvelope(GetRooms, list)).toContain('<m:GetRooms><m:RoomList>')
    const answer = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>
      <GetRoomsResponse xmlns="${messages.uri}" ResponseClass="Success"><Rooms/></GetRoomsResponse></Body></Envelope>`
    expect(parseEnvelope(GetRooms, answer)).toEqual({ responseClass: 'Success', rooms: [] })
  })

  it('built-in operations can be called that way too', async () => {
    const server = await exchange()
    const client = clientOf(server)
    expect(await client.call(FindItem, search)).toEqual(await client.findItem(search))
  })
})

describe('the words for describing operations', () => {
  const directory = fileURLToPath(new URL('../../src/operations', import.meta.url))
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(directory, file), 'utf8'))
  const words = sources.flatMap(
    (source) => /import \{([^}]*)\} from '(?:\.\.\/)+xml'/.exec(source)?.[1]?.split(',') ?? [],
  )
  /** The words for properties that the library adds to an answer. */
  const ours = ['local', 'withOthers']

  it('include all words that the built-in operations use', () => {
    const names = words.map((word) => word.trim()).filter((word) => word !== '' && !word.startsWith('type '))
    expect(names).toEqual(expect.arrayContaining(['attribute', 'recursiveType', 'duration']))
    expect(Object.keys({ ...xml })).toEqual(expect.arrayContaining(names.filter((name) => !ours.includes(name))))
  })

  it('can describe the content of an attachment', async () => {
    const request = messages.complexType({ attachmentIds: types.nonEmptyArrayOf({ attachmentId: AttachmentId }) })
    const response = messages.complexType({
      responseMessages: messages.nonEmptyArrayOf({
        getAttachmentResponseMessage: messages.complexType(responseMessage, { attachments: Attachments }),
      }),
    })
    const GetAttachment: Operation<xml.Infer<typeof request>, xml.Infer<typeof response>> = {
      name: 'GetAttachment',
      request: messages.element('GetAttachment', request),
      response: messages.element('GetAttachmentResponse', response),
      safe: true,
      responseMessages: (answer) => answer.responseMessages,
    }
    const fileAttachment = { name: 'Befund.pdf', content: 'JVBERi0=' }
    const getAttachment = service(GetAttachment, ({ attachmentIds }) => ({
      responseMessages: attachmentIds.map((attachmentId) => ({
        responseClass: 'Success' as const,
        responseCode: 'NoError',
        attachments: [{ fileAttachment: { attachmentId, ...fileAttachment } }],
      })),
    }))
    const server = await exchange({ services: [getAttachment] })
    const { responseMessages } = await clientOf(server).call(GetAttachment, { attachmentIds: [{ id: 'AAMk' }] })
    expect(responseMessages).toMatchObject([{ attachments: [{ fileAttachment }] }])
    const { xml: sent = '', responseXml = '' } = server.requests.at(-1) ?? {}
    if (schemaDirectory !== undefined) expect([sent, responseXml].flatMap(schemaErrors)).toEqual([])
  })

  it('can describe types that refer to themselves', () => {
    interface Folder {
      name: string
      icon?: string | undefined
      folders?: readonly Folder[] | undefined
    }
    const Folder: ComplexType<Folder> = xml.recursiveType(() =>
      types.complexType({
        name: xml.text,
        icon: xml.optional(xml.base64),
        folders: xml.optional(types.arrayOf({ folder: Folder })),
      }),
    )
    const GetFolders: Operation<Folder, Folder> = {
      ...GetRooms,
      name: 'GetFolders',
      request: messages.element('GetFolders', Folder),
      response: messages.element('GetFoldersResponse', Folder),
      responseMessages: () => [],
    }
    const tree = { name: 'a', folders: [{ name: 'b', icon: 'AAAA' }] }
    const answer = buildEnvelope(GetFolders, tree).replaceAll('GetFolders', 'GetFoldersResponse')
    expect(parseEnvelope(GetFolders, answer)).toEqual(tree)
  })
})

describe('a simulator with a custom service', () => {
  it('prefers it to a built-in service of the same name', async () => {
    const nothing = { responseClass: 'Error', responseCode: 'ErrorItemNotFound', items: [] } as const
    const empty = service(GetItem, ({ itemIds }) => ({ responseMessages: itemIds.map(() => nothing) }))
    const server = await exchange({ services: [empty] })
    const { responseMessages } = await clientOf(server).getItem({
      itemShape: { baseShape: 'IdOnly' },
      itemIds: [{ itemId: { id: 'AAMk' } }],
    })
    expect(responseMessages).toMatchObject([{ responseCode: 'ErrorItemNotFound' }])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no idea')
      },
    ],
    [
      'answers what is not as described',
      () => ({ responseClass: 'Success' as const, rooms: [{ id: { name: '\u0007' } }] }),
    ],
  ])('answers ErrorInternalServerError if the service %s', async (_case, carryOut) => {
    const server = await exchange({ services: [service(GetRooms, carryOut)] })
    expect(await rejection(clientOf(server).call(GetRooms, list))).toMatchObject({
      code: 'ERR_EWS_RESPONSE',
      responseCode: 'ErrorInternalServerError',
    })
  })

  it('refuses a request that does not match the description', async () => {
    const server = await exchange({ services: [getRooms] })
    const looser = {
      ...GetRooms,
      request: messages.element('GetRooms', messages.complexType({ rumList: EmailAddress })),
    }
    expect(await rejection(clientOf(server).call(looser, { rumList: {} }))).toMatchObject({
      responseCode: 'ErrorSchemaValidation',
    })
  })

  it('accepts only services that service() returns', async () => {
    const services = [GetRooms]
    const start = () => Reflect.apply(startSimulator, undefined, [{ mailboxes: [], accounts: [], services }])
    await expect(start()).rejects.toThrow('services.0: must be made by service()')
  })
})

describe('TypeScript knows the operation', () => {
  it('its request and its answer', () => {
    expectTypeOf<xml.Infer<typeof GetRoomsRequest>>().toEqualTypeOf<{ roomList: EmailAddress }>()
    const call = (client: EwsClient) => client.call(GetRooms, list)
    expectTypeOf<Awaited<ReturnType<typeof call>>['rooms']>().toEqualTypeOf<
      readonly { id: EmailAddress }[] | undefined
    >()
  })

  it('and refuses anything else', () => {
    const misuses = (client: EwsClient) => [
      // @ts-expect-error a required element is missing
      client.call(GetRooms, {}),
      // @ts-expect-error no such element
      client.call(GetRooms, { ...list, roomLists: [] }),
      // @ts-expect-error no such value of an enumeration
      client.call(FindItem, { ...search, traversal: 'Deep' }),
      // @ts-expect-error a required element is missing
      buildEnvelope(GetRooms, {}),
      // @ts-expect-error an answer needs its class
      service(GetRooms, () => ({})),
      // @ts-expect-error no such class
      service(GetRooms, () => ({ responseClass: 'Failure' })),
      // @ts-expect-error no such element in the request
      service(GetRooms, ({ roomLists }) => ({ responseClass: 'Success', messageText: roomLists })),
    ]
    expectTypeOf(misuses).toBeFunction()
  })
})
