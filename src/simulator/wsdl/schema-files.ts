import type { Operation } from '../../operations'
import { messages, types } from '../../operations/types/namespaces'
import { xmlAnswer } from '../http/http-answer'
import { answeredBy, type WebService } from '../web-service'
import { SchemaSet } from './schema-set'
import { MESSAGES_XSD, servicesWsdl } from './services-wsdl'

const TYPES_XSD = 'types.xsd'

/**
 * `/EWS/services.wsdl` and the schemas beside it, from which SOAP toolkits generate code. Microsoft's own files aren't ours to publish, so
 * these are derived from the descriptions of the operations.
 */
export function schemaFiles(operations: readonly Operation<unknown, unknown>[]): readonly WebService[] {
  let set: SchemaSet | undefined
  const described = () => {
    if (set !== undefined) return set
    set = new SchemaSet([messages, types])
    for (const { request, response } of operations) for (const root of [request, response]) set.add(root)
    return set
  }
  const locations = { [messages.uri]: MESSAGES_XSD, [types.uri]: TYPES_XSD }
  return [
    schemaFile('services.wsdl', () => servicesWsdl(operations)),
    schemaFile(MESSAGES_XSD, () => described().document(messages, locations)),
    schemaFile(TYPES_XSD, () => described().document(types, locations)),
  ]
}

const schemaFile = (name: string, write: () => string): WebService => ({
  path: `/ews/${name}`,
  methods: ['GET'],
  read: () => answeredBy(undefined, () => xmlAnswer(200, write())),
})
