import type { Operation } from '../../operations'
import { messages, types } from '../../operations/types/namespaces'

/** The file with the schema of the messages, beside the WSDL. */
export const MESSAGES_XSD = 'messages.xsd'

const message = (name: string, part: string, element: string) =>
  `<wsdl:message name="${name}"><wsdl:part name="${part}" element="m:${element}"/></wsdl:message>`

/** The WSDL 1.1 of the service. Like Exchange's, it has no `wsdl:service`: a server doesn't know the address that clients reach it at. */
export function servicesWsdl(operations: readonly Operation<unknown, unknown>[]): string {
  const written = operations.map(({ name, request, response }) => ({
    messages: [
      message(`${name}SoapIn`, 'request', request.xmlName),
      message(`${name}SoapOut`, 'result', response.xmlName),
    ],
    port: `<wsdl:operation name="${name}"><wsdl:input message="m:${name}SoapIn"/><wsdl:output message="m:${name}SoapOut"/></wsdl:operation>`,
    binding: `<wsdl:operation name="${name}"><soap:operation soapAction="${messages.uri}/${name}"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`,
  }))
  const lines = [
    `<wsdl:types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="${messages.uri}" schemaLocation="${MESSAGES_XSD}"/></xs:schema></wsdl:types>`,
    ...written.flatMap((each) => each.messages),
    '<wsdl:portType name="ExchangeServicePortType">',
    ...written.map(({ port }) => port),
    '</wsdl:portType>',
    '<wsdl:binding name="ExchangeServiceBinding" type="m:ExchangeServicePortType">',
    '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>',
    ...written.map(({ binding }) => binding),
    '</wsdl:binding>',
  ]
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:m="${messages.uri}" xmlns:t="${types.uri}" xmlns:tns="${messages.uri}" targetNamespace="${messages.uri}">
${lines.join('\n')}
</wsdl:definitions>
`
}
