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
import { TimeZoneDefinition } from '../types/time-zone'
import { MessageXml } from './message-xml'
import type { Operation } from './operation'
import { ResponseCode } from './response-message'

const ConnectingSID = types.complexType(
  choice({
    /** The user principal name of the mailbox's account. */
    principalName: nonEmptyText,
    /** The security identifier of the mailbox's account. */
    sid: named('SID', nonEmptyText),
    /** The primary SMTP address of the mailbox. */
    primarySmtpAddress: nonEmptyText,
    /** Any SMTP address of the mailbox. */
    smtpAddress: nonEmptyText,
  }),
)
/**
 * The mailbox that a service account impersonates: exactly one of the four. The account needs the role
 * ApplicationImpersonation over the mailbox (MS-OXWSCDATA, ConnectingSIDType).
 */
export type ConnectingSID = Infer<typeof ConnectingSID>

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
/** The schema version of a request. Exchange 2019 and SE have no version of their own (MS-OXWSCDATA, ExchangeVersionType). */
export type ExchangeVersion = Infer<typeof ExchangeVersion>
/** All schema versions, the oldest first. */
export const exchangeVersions = ExchangeVersion.facets.enumeration ?? []

/** The SOAP headers of a request, in any order and beside unknown ones (SOAP 1.1, 4.2). */
const RequestHeader = soap.openType({
  /** The schema version of the request. */
  requestServerVersion: optional(types.ref(types.complexType({ version: attribute(ExchangeVersion) }))),
  /** The mailbox to impersonate. */
  exchangeImpersonation: optional(types.ref(types.complexType({ connectingSID: ConnectingSID }))),
})

/**
 * The SOAP headers of a request as a server reads them. It answers an unknown version with an error of its own, and goes by the
 * client's time zone where a time has no offset (MS-OXWSCDATA, TimeZoneContext).
 */
const ReceivedHeader = soap.openType({
  /** The time zone of times without an offset. */
  timeZoneContext: optional(types.ref(types.complexType({ timeZoneDefinition: TimeZoneDefinition }))),
  /** The schema version of the request. */
  requestServerVersion: optional(types.ref(types.complexType({ version: attribute(text) }))),
  /** The mailbox to impersonate. */
  exchangeImpersonation: optional(types.ref(types.complexType({ connectingSID: ConnectingSID }))),
})

/** The SOAP headers of an answer. */
const ResponseHeader = soap.openType({
  /** The server's version: 15.0 is Exchange 2013, 15.1 is 2016, 15.2 is 2019 and SE. */
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
/** The reason why a request was refused as a whole. Not every server sends Exchange's `detail` (SOAP 1.1, 4.4). */
export type Fault = Infer<typeof Fault>

/** The namespaces that every envelope declares when it is written. */
export const envelopeNamespaces = [soap, types, messages, errors] as const

const envelope = <Value>(type: Type<Value>) => soap.element('Envelope', type)

type Known = WeakMap<object, ElementDescription<unknown>>

/** Describes an operation's envelope once, because readers and writers remember what they learn of a description. */
function once<Description extends ElementDescription<unknown>>(
  known: Known,
  operation: object,
  describe: () => Description,
): Description {
  // Only this function fills the map, with the result of the one function that describes the operation.
  const description = (known.get(operation) as Description | undefined) ?? describe()
  known.set(operation, description)
  return description
}

const requestEnvelopes: Known = new WeakMap()
const responseEnvelopes: Known = new WeakMap()

/** Returns the envelope around a request of `operation`. */
export const requestEnvelope = <Request>(operation: Operation<Request, unknown>) =>
  once(requestEnvelopes, operation, () =>
    envelope(
      soap.complexType({
        header: optional(RequestHeader),
        body: soap.complexType({ request: elementRef(operation.request) }),
      }),
    ),
  )

/** Returns the envelope around a request of any of `operations`. The body has the request under its operation's name. */
export const anyRequestEnvelope = (operations: readonly Operation<unknown, unknown>[]) =>
  envelope(
    soap.complexType({
      header: optional(ReceivedHeader),
      body: soap.complexType(
        choice(Object.fromEntries(operations.map(({ name, request }) => [name, elementRef(request)]))),
      ),
    }),
  )

/** The envelope of the answer to a request that was refused as a whole. */
export const faultEnvelope = envelope(
  soap.complexType({ header: optional(ResponseHeader), body: soap.complexType({ fault: Fault }) }),
)

/** Returns the envelope around the answer to `operation`. */
export const responseEnvelope = <Response>(operation: Operation<unknown, Response>) =>
  once(responseEnvelopes, operation, () =>
    envelope(
      soap.complexType({
        header: optional(ResponseHeader),
        body: soap.complexType(choice({ response: elementRef(operation.response), fault: Fault })),
      }),
    ),
  )
