import * as fc from 'fast-check'
import { CalendarItem, type Operation, operations as registry, type StreamedOperation } from '../../src/operations'
import { ChangedItem } from '../../src/operations/items/sync-folder-items'
import { ChangedItem as ChangedRealItem } from '../../src/operations/mail/answers'
import { RealItems } from '../../src/operations/mail/real-items'
import {
  anyRequestEnvelope,
  envelopeNamespaces,
  faultEnvelope,
  requestEnvelope,
  responseEnvelope,
} from '../../src/operations/soap/envelope'
import { FaultyFieldURI } from '../../src/operations/soap/message-xml'
import { ResponseCode } from '../../src/operations/soap/response-message'
import { DictionaryObject } from '../../src/operations/user-configuration/get-user-configuration'
import { type ElementDescription, type Type, writeXml } from '../../src/xml'
import { arbitraryOf, type Overrides } from '../arbitraries'
import { knownResponseCodes } from '../known-response-codes'
import { mailOperations, unregistered } from './unregistered'

/** All registered operations. */
export const operations: readonly (Operation<unknown, unknown> | StreamedOperation<unknown, unknown>)[] =
  Object.values(registry)

/** All operations that are described. */
export const described: readonly Operation<unknown, unknown>[] = [...operations, ...unregistered]

interface Envelope {
  readonly title: string
  readonly root: ElementDescription<unknown>
}

const requestsOf = (operations: typeof described, kind = '') =>
  operations.map((operation) => ({ title: `a ${operation.name} request${kind}`, root: requestEnvelope(operation) }))

const responsesOf = (operations: typeof described, kind = '') =>
  operations.map((operation) => ({ title: `a ${operation.name} response${kind}`, root: responseEnvelope(operation) }))

const WITH_MAIL = ' with items of all kinds'

/** The envelopes that a client sends. */
export const requests: readonly Envelope[] = [...requestsOf(described), ...requestsOf(mailOperations, WITH_MAIL)]

/** The envelopes that a server answers with. */
export const responses: readonly Envelope[] = [...responsesOf(described), ...responsesOf(mailOperations, WITH_MAIL)]

/** All envelopes. A server reads a request before it knows the operation. */
export const envelopes: readonly Envelope[] = [
  ...requests,
  ...responses,
  { title: 'a request of any operation', root: anyRequestEnvelope(operations) },
  { title: 'a fault alone', root: faultEnvelope },
]

/** Types that are read more widely than the schema allows, with the values that it allows. */
const published: Overrides = new Map<Type<unknown>, fc.Arbitrary<unknown>>([
  [ResponseCode, fc.constantFrom(...knownResponseCodes)],
  [FaultyFieldURI, fc.constantFrom('item:Subject', 'calendar:Start')],
  [ChangedItem, fc.tuple(arbitraryOf(CalendarItem))],
  [ChangedRealItem, arbitraryOf(RealItems).filter(({ length }) => length === 1)],
  [DictionaryObject, arbitraryOf(DictionaryObject).filter(({ value }) => value !== undefined)],
])

/** Returns any value that an envelope may have. */
export const anyValue = ({ root }: Envelope) => arbitraryOf(root.type)

/** Returns values with the codes and properties of the published schema. */
export const publishedValue = ({ root }: Envelope) => arbitraryOf(root.type, published)

export const write = ({ root }: Envelope, value: unknown) => writeXml(root, value, envelopeNamespaces)
