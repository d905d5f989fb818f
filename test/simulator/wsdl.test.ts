import {
  XmlBufferInputProvider,
  XmlDocument,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { operations } from '../../src/operations'
import { messages } from '../../src/operations/types/namespaces'
import { fixtures } from '../fixtures'
import { DOCTORS_ACCOUNT, withExchange } from './exchange'

const server = withExchange()
const get = (name: string, more: object = {}) =>
  server.connection().send({ method: 'GET', path: `/ews/${name}`, authorization: DOCTORS_ACCOUNT, ...more })

const FILES = ['services.wsdl', 'messages.xsd', 'types.xsd'] as const

describe('the WSDL and its schemas', () => {
  it.each(FILES)('%s is for clients that are signed in, whatever the case of its path', async (name) => {
    expect((await get(name, { authorization: undefined })).status).toBe(401)
    expect((await get(name.toUpperCase())).status).toBe(200)
    expect((await get(name, { method: 'POST' })).status).toBe(405)
    const { status, headers, content } = await get(name, { method: 'HEAD' })
    expect([status, content.length]).toEqual([200, 0])
    expect(headers['content-type']).toBe('text/xml; charset=utf-8')
  })

  it('name every operation, with its elements', async () => {
    const { text } = await get('services.wsdl')
    for (const { name, request, response } of Object.values(operations)) {
      expect(text).toContain(`soapAction="${messages.uri}/${name}"`)
      expect(text).toContain(`element="m:${request.xmlName}"`)
      expect(text).toContain(`element="m:${response.xmlName}"`)
    }
  })

  it('accept every recorded exchange, and refuse what is wrong', async () => {
    const [, own, shared] = await Promise.all(FILES.map(async (name) => Buffer.from((await get(name)).text)))
    const files = new XmlBufferInputProvider({
      'http://localhost/types.xsd': shared ?? Buffer.of(),
      'http://localhost/messages.xsd': own ?? Buffer.of(),
    })
    xmlRegisterInputProvider(files)
    onTestFinished(() => {
      xmlCleanupInputProvider()
    })
    using schema = XmlDocument.fromBuffer(own ?? Buffer.of(), { url: 'http://localhost/messages.xsd' })
    using validator = XsdValidator.fromDoc(schema)
    const ours = fixtures.filter(({ name, status }) => !name.includes('/gromox') && status === 200)
    const validate = (envelope: string) => {
      const [body = ''] = /(?<=<s:Body>).*(?=<\/s:Body>)/s.exec(envelope) ?? []
      const [declarations = ''] = /(?<=<s:Envelope)[^>]*/.exec(envelope) ?? []
      using document = XmlDocument.fromString(body.replace(/^<[\w:]+/, (tag) => tag + declarations))
      validator.validate(document)
    }
    for (const { name, request = '', response } of ours.filter(({ operation }) => operation !== 'GetStreamingEvents')) {
      expect(() => validate(request), name).not.toThrow()
      expect(() => validate(response), name).not.toThrow()
    }
    const [{ request = '' } = { request: '' }] = ours.filter(({ operation }) => operation === 'FindItem')
    expect(() => validate(request.replaceAll('ItemShape', 'ItemShapes'))).toThrow()
    expect(() => validate(request.replace('Traversal="Shallow"', 'Traversal="Flat"'))).toThrow()
  })
})
