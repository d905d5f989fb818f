import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { KnownResponseCode, ResponseCode } from '../../src/errors'
import { FindItem, type FindItemResponse, type ResponseMessage } from '../../src/operations'
import { envelopeNamespaces, responseEnvelope } from '../../src/operations/soap/envelope'
import { type ElementDescription, readXml, writeXml } from '../../src/xml'
import { knownResponseCodes } from '../known-response-codes'
import { needs } from '../requirements'
import { schemaDirectory } from '../schema'

describe("KnownResponseCode is the schema's ResponseCodeType", needs('schema'), () => {
  it('code for code, in the same order', () => {
    const schema = readFileSync(join(schemaDirectory ?? '', 'messages.xsd'), 'utf8')
    const [, type = ''] = /<xs:simpleType name="ResponseCodeType">(.*?)<\/xs:simpleType>/s.exec(schema) ?? []
    const published = [...type.matchAll(/<xs:enumeration value="(\w+)"/g)].map(([, code]) => code)
    expect(published).toContain('ErrorServerBusy')
    expect(knownResponseCodes).toEqual(published)
  })
})

describe('a response code', () => {
  it('is completed by editors, and may be missing from the published schema', () => {
    expectTypeOf<'ErrorItemNotFound'>().toExtend<KnownResponseCode>()
    expectTypeOf<'ErrorItemNotFuond'>().not.toExtend<KnownResponseCode>()
    expectTypeOf<string>().not.toExtend<KnownResponseCode>()
    expectTypeOf<KnownResponseCode>().toExtend<ResponseCode>()
    expectTypeOf<string>().toExtend<ResponseCode>()
    expectTypeOf<NonNullable<ResponseMessage['responseCode']>>().toEqualTypeOf<ResponseCode>()
    expectTypeOf<
      NonNullable<FindItemResponse['responseMessages'][number]['responseCode']>
    >().toEqualTypeOf<ResponseCode>()
  })
})

describe('a response class', () => {
  const root = responseEnvelope(FindItem)
  const anyRoot: ElementDescription<unknown> = root
  const answer = (responseClass: string) =>
    writeXml(anyRoot, { body: { response: { responseMessages: [{ responseClass }] } } }, envelopeNamespaces)
  const classOf = (xml: string) => readXml(root, xml).body.response?.responseMessages[0]?.responseClass

  it.each(['Success', 'Warning', 'Error'])('%s is read unchanged', (responseClass) => {
    expect(classOf(answer(responseClass))).toBe(responseClass)
  })

  it.each(['Deferred', 'success', ''])('the unknown class "%s" is read as Error', (unknown) => {
    expect(classOf(answer('Success').replace('"Success"', `"${unknown}"`))).toBe('Error')
  })

  it('that is unknown is never written', () => {
    expect(() => answer('Deferred')).toThrow('one of Success, Warning, Error')
  })
})
