import {
  anyNamespace,
  attribute,
  choice,
  type ElementDescription,
  elementRef,
  enumeration,
  type Infer,
  integer,
  named,
  nonEmptyText,
  optional,
  type Type,
  text,
} from '../../xml'
import { errors, messages, soap, types, unqualified } from '../types/namespaces'
import { MessageXml } from './message-xml'
import type { Operation } from './operation'
import { ResponseCode } from './response-message'

/**
 * The mailbox in whose name a service account acts (MS-OXWSCDATA, ConnectingSIDType): exactly one of the four.
 * The account needs the role ApplicationImpersonation over it.
 */
const ConnectingSID = types.complexType(
  choice({
    principalName: nonEmptyText,
    sid: named('SID', nonEmptyText),
    primarySmtpAddress: nonEmptyText,
    smtpAddress: nonEmptyText,
  }),
)
export type ConnectingSID = Infer<typeof ConnectingSID>

/** The schema that a request is written in; Exchange 2019 and SE have none of their own (MS-OXWSCDATA, ExchangeVersionType). */
const ExchangeVersion = enumeration(
  'Exchange2007',
  'Exchange2007_SP1',
  'Exchange2010',
  'Exchange2010_SP1',
  'Exchange2010_SP2',
  'Exchange2013',
  'Exchange2013_SP1',
  'Exchange2015',
  'Exchange2016',
)
export type ExchangeVersion = Infer<typeof ExchangeVersion>
/** All of them, the oldest first. */
export const exchangeVersions = ExchangeVersion.facets.enumeration ?? []

/** The SOAP headers of a request; SOAP 1.1, 4.2 leaves their order open, and lets one ignore others. */
const RequestHeader = soap.openType({
  requestServerVersion: optional(types.ref(types.complexType({ version: attribute(ExchangeVersion) }))),
  exchangeImpersonation: optional(types.ref(types.complexType({ connectingSID: ConnectingSID }))),
})

/** The SOAP headers of an answer. */
const ResponseHeader = soap.openType({
  /** 15.0 is Exchange 2013, 15.1 is 2016, 15.2 is 2019 and SE. */
  serverVersionInfo: optional(
    types.ref(
      types.complexType({
        majorVersion: optional(attribute(integer())),
        minorVersion: optional(attribute(integer())),
        majorBuildNumber: optional(attribute(integer())),
        minorBuildNumber: optional(attribute(integer())),
        version: optional(attribute(text)),
      }),
    ),
  ),
})

/** Why a request wasn't carried out at all (SOAP 1.1, 4.4); `detail` is Exchange's own and not sent by every server. */
const Fault = unqualified.complexType({
  faultcode: named('faultcode', text),
  faultstring: named('faultstring', text),
  detail: optional(
    named(
      'detail',
      errors.complexType({
        responseCode: optional(ResponseCode),
        message: optional(text),
        messageXml: optional(anyNamespace(types.ref(MessageXml))),
      }),
    ),
  ),
})
export type Fault = Infer<typeof Fault>

/** The namespaces that are declared on every envelope of ours. */
export const envelopeNamespaces = [soap, types, messages, errors] as const

const envelope = <Value>(type: Type<Value>) => soap.element('Envelope', type)

type Known = WeakMap<object, ElementDescription<unknown>>

/** What `describe` makes of an operation, made once: readers and writers remember what they learn of a description. */
function once<Description extends ElementDescription<unknown>>(
  known: Known,
  operation: object,
  describe: () => Description,
): Description {
  // A map is filled here alone, for each operation by the one function that describes it.
  const description = (known.get(operation) as Description | undefined) ?? describe()
  known.set(operation, description)
  return description
}

const requestEnvelopes: Known = new WeakMap()
const responseEnvelopes: Known = new WeakMap()

/** The envelope around a request of `operation`. */
export const requestEnvelope = <Request>(operation: Operation<Request, unknown>) =>
  once(requestEnvelopes, operation, () =>
    envelope(
      soap.complexType({
        header: optional(RequestHeader),
        body: soap.complexType({ request: elementRef(operation.request) }),
      }),
    ),
  )

/** The envelope around a request of any of `operations`; the body has the one that was sent, under its operation's name. */
export const anyRequestEnvelope = (operations: readonly Operation<unknown, unknown>[]) =>
  envelope(
    soap.complexType({
      header: optional(RequestHeader),
      body: soap.complexType(
        choice(Object.fromEntries(operations.map(({ name, request }) => [name, elementRef(request)]))),
      ),
    }),
  )

/** The envelope of a request that was refused as a whole. */
export const faultEnvelope = envelope(
  soap.complexType({ header: optional(ResponseHeader), body: soap.complexType({ fault: Fault }) }),
)

/** The envelope around the answer to `operation`. */
export const responseEnvelope = <Response>(operation: Operation<unknown, Response>) =>
  once(responseEnvelopes, operation, () =>
    envelope(
      soap.complexType({
        header: optional(ResponseHeader),
        body: soap.complexType(choice({ response: elementRef(operation.response), fault: Fault })),
      }),
    ),
  )
