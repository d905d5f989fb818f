import { describe, expect, it } from 'vitest'
import { GetItem } from '../../src/operations'
import { responseEnvelope } from '../../src/operations/soap/envelope'
import { messageXmlValues } from '../../src/operations/soap/message-xml'
import { readXml } from '../../src/xml'

const SERVICES = 'http://schemas.microsoft.com/exchange/services/2006'

/** Returns an answer of Exchange whose body is a fault with this detail. */
const faultXml = (detail: string, faultcode = 'a:ErrorServerBusy') => `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
  <s:Body>
    <s:Fault>
      <faultcode xmlns:a="${SERVICES}/types">${faultcode}</faultcode>
      <faultstring xml:lang="en-US">The server cannot service this request right now.</faultstring>
      ${detail}
    </s:Fault>
  </s:Body>
</s:Envelope>`

const readFault = (xml: string) => readXml(responseEnvelope(GetItem), xml).body.fault

const busy = { faultcode: 'a:ErrorServerBusy', faultstring: 'The server cannot service this request right now.' }

describe('a SOAP fault is read in every form that servers send', () => {
  it.each([
    ['types', `${SERVICES}/types`],
    ['errors', `${SERVICES}/errors`],
    ['messages', `${SERVICES}/messages`],
  ])('with details in the namespace "%s", which some version of Exchange uses', (_name, uri) => {
    const detail = `<detail>
      <e:ResponseCode xmlns:e="${SERVICES}/errors">ErrorServerBusy</e:ResponseCode>
      <e:Message xmlns:e="${SERVICES}/errors">Busy.</e:Message>
      <x:MessageXml xmlns:x="${uri}">
        <t:Value xmlns:t="${SERVICES}/types" Name="BackOffMilliseconds">297749</t:Value>
      </x:MessageXml>
    </detail>`
    const fault = readFault(faultXml(detail))
    expect(fault).toEqual({
      ...busy,
      detail: {
        responseCode: 'ErrorServerBusy',
        message: 'Busy.',
        messageXml: { value: [{ name: 'BackOffMilliseconds', value: '297749' }] },
      },
    })
    expect(messageXmlValues(fault?.detail?.messageXml)).toEqual({ BackOffMilliseconds: '297749' })
  })

  it('with the place and the rule of a schema violation', () => {
    const detail = `<detail>
      <e:ResponseCode xmlns:e="${SERVICES}/errors">ErrorSchemaValidation</e:ResponseCode>
      <t:MessageXml xmlns:t="${SERVICES}/types">
        <t:LineNumber>1</t:LineNumber>
        <t:LinePosition>630</t:LinePosition>
        <t:Violation>The required attribute 'Id' is missing.</t:Violation>
      </t:MessageXml>
    </detail>`
    expect(messageXmlValues(readFault(faultXml(detail))?.detail?.messageXml)).toEqual({
      LineNumber: '1',
      LinePosition: '630',
      Violation: "The required attribute 'Id' is missing.",
    })
  })

  it.each([
    ['a property', '<t:FieldURI FieldURI="calendar:Start"/>', 'calendar:Start'],
    ['a part of one', '<t:ExceptionFieldURI FieldURI="recurrence:Interval"/>', 'recurrence:Interval'],
    [
      'an entry of a dictionary',
      '<t:IndexedFieldURI FieldURI="item:InternetMessageHeader" FieldIndex="X-Mailer"/>',
      'item:InternetMessageHeader/X-Mailer',
    ],
    [
      'an extended property',
      '<t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="33332" PropertyType="String"/>',
      'Appointment/33332',
    ],
    [
      'one by its tag, and more',
      '<t:ExtendedFieldURI PropertyTag="0x3fa4" PropertyType="String"/><t:FieldURI FieldURI="item:Subject"/>',
      'item:Subject, 0x3fa4',
    ],
  ])('with the properties that the error is about: %s', (_case, paths, FieldURI) => {
    const detail = `<detail>
      <e:ResponseCode xmlns:e="${SERVICES}/errors">ErrorCalendarInvalidPropertyValue</e:ResponseCode>
      <t:MessageXml xmlns:t="${SERVICES}/types">${paths}</t:MessageXml>
    </detail>`
    expect(messageXmlValues(readFault(faultXml(detail))?.detail?.messageXml)).toEqual({ FieldURI })
  })

  it.each([
    ['without a detail', ''],
    ['with an empty detail', '<detail/>'],
    ['with a detail of a proxy', '<detail><trace xmlns="urn:proxy">refused</trace></detail>'],
    ['with an actor', '<faultactor>https://mail.example.com/</faultactor>'],
  ])('%s', (_case, detail) => {
    expect(readFault(faultXml(detail))).toMatchObject(busy)
  })

  it('with a code that no published schema has', () => {
    const detail = `<detail><e:ResponseCode xmlns:e="${SERVICES}/errors">ErrorOfTomorrow</e:ResponseCode></detail>`
    expect(readFault(faultXml(detail))?.detail?.responseCode).toBe('ErrorOfTomorrow')
  })

  it('on one line, with types of XML Schema and an empty header, as gromox writes it', () => {
    const xml =
      '<SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">' +
      '<SOAP:Header/><SOAP:Body><SOAP:Fault><faultcode xsi:type="xsd:string">SOAP:Server</faultcode>' +
      `<faultstring xsi:type="xsd:string">Unknown request 'Nonsense'.</faultstring></SOAP:Fault></SOAP:Body></SOAP:Envelope>`
    expect(readFault(xml)).toEqual({ faultcode: 'SOAP:Server', faultstring: "Unknown request 'Nonsense'." })
  })
})

describe('a body with neither an answer nor a fault is refused', () => {
  it.each([
    ['an empty body', ''],
    ['the answer to another operation', `<m:FindItemResponse xmlns:m="${SERVICES}/messages"/>`],
    ['the answer in another namespace', `<m:GetItemResponse xmlns:m="${SERVICES}/types"/>`],
    ['a fault of SOAP 1.2', '<f:Fault xmlns:f="http://www.w3.org/2003/05/soap-envelope"/>'],
  ])('%s', (_case, content) => {
    const xml = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`
    expect(() => readFault(xml)).toThrow('One of GetItemResponse, Fault is missing in Envelope/Body')
  })
})

describe('messageXmlValues gives the details of an error by name', () => {
  it.each([
    ['nothing if there are no details', undefined, {}],
    ['nothing if the details are empty', {}, {}],
    [
      'the named values',
      {
        value: [
          { name: 'InnerErrorResponseCode', value: 'ErrorServerBusy' },
          { name: 'InnerErrorMessageText', value: '' },
        ],
      },
      { InnerErrorResponseCode: 'ErrorServerBusy', InnerErrorMessageText: '' },
    ],
    ['a line number of zero', { lineNumber: 0 }, { LineNumber: '0' }],
    [
      'the properties that the error is about',
      { fieldURI: [{ fieldURI: 'calendar:Start' }, { fieldURI: 'item:OfTomorrow' }] },
      { FieldURI: 'calendar:Start, item:OfTomorrow' },
    ],
    [
      'both kinds',
      { value: [{ name: 'PolicyLimit', value: '1000' }], linePosition: 7, violation: '' },
      { PolicyLimit: '1000', LinePosition: '7', Violation: '' },
    ],
    [
      'names that every object has',
      { value: [{ name: 'toString', value: 'a' }] },
      Object.fromEntries([['toString', 'a']]),
    ],
  ])('%s', (_case, messageXml, values) => {
    expect(messageXmlValues(messageXml)).toEqual(values)
  })

  it('never changes a prototype, whatever the names are', () => {
    const values = messageXmlValues({ value: [{ name: '__proto__', value: 'polluted' }] })
    expect(Object.keys(values)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
  })
})
