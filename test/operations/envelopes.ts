import * as fc from 'fast-check'
import { type Operation, operations as registry } from '../../src/operations'
import {
  anyRequestEnvelope,
  envelopeNamespaces,
  faultEnvelope,
  requestEnvelope,
  responseEnvelope,
} from '../../src/operations/soap/envelope'
import { FaultyFieldURI } from '../../src/operations/soap/message-xml'
import { ResponseCode } from '../../src/operations/soap/response-message'
import { type ElementDescription, writeXml } from '../../src/xml'
import { arbitraryOf, type Overrides } from '../arbitraries'
import { knownResponseCodes } from '../known-response-codes'

/** All registered operations. */
export const operations: readonly Operation<unknown, unknown>[] = Object.values(registry)

interface Envelope {
  readonly title: string
  readonly root: ElementDescription<unknown>
}

/** What a client sends. */
export const requests: readonly Envelope[] = operations.map((operation) => ({
  title: `a ${operation.name} request`,
  root: requestEnvelope(operation),
}))

/** What a server answers. */
export const responses: readonly Envelope[] = operations.map((operation) => ({
  title: `a ${operation.name} response`,
  root: responseEnvelope(operation),
}))

/** All that goes over the wire; a server doesn't know yet which operation is called, or whether any is. */
export const envelopes: readonly Envelope[] = [
  ...requests,
  ...responses,
  { title: 'a request of any operation', root: anyRequestEnvelope(operations) },
  { title: 'a fault alone', root: faultEnvelope },
]

/** What is read in any form, but has a list in the schema. */
const published: Overrides = new Map([
  [ResponseCode, fc.constantFrom(...knownResponseCodes)],
  [FaultyFieldURI, fc.constantFrom('item:Subject', 'calendar:Start')],
])

/** Any value that it may have. */
export const anyValue = ({ root }: Envelope) => arbitraryOf(root.type)

/** Values whose codes and properties are those that the schema publishes. */
export const publishedValue = ({ root }: Envelope) => arbitraryOf(root.type, published)

export const write = ({ root }: Envelope, value: unknown) => writeXml(root, value, envelopeNamespaces)
