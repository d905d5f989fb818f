import type { EwsError, ResponseCode as ResponseCodeName } from '../../errors'
import {
  anyNamespace,
  attribute,
  type ComplexType,
  enumeration,
  integer,
  local,
  optional,
  type Scalar,
  text,
  type ValueOfParts,
} from '../../xml'
import { messages } from '../types/namespaces'
import { MessageXml } from './message-xml'

/**
 * `NoError`, or what went wrong with this element of a batch (MS-OXWSCDATA, ResponseCodeType). Any string is read:
 * servers know codes that no published schema has.
 */
export const ResponseCode: Scalar<ResponseCodeName> = { ...text }

const responseClasses = ['Success', 'Warning', 'Error'] as const

/**
 * Whether this element of a batch was carried out (MS-OXWSCDATA, ResponseClassType). A class of a schema yet to come is
 * read as `Error`: what we don't understand must not pass for success.
 */
const ResponseClass: Scalar<(typeof responseClasses)[number]> = {
  ...enumeration(...responseClasses),
  read: (text) => responseClasses.find((known) => known === text.trim()) ?? 'Error',
}

/** What every response message begins with (MS-OXWSCDATA, ResponseMessageType). */
export const responseMessage = {
  responseClass: attribute(ResponseClass),
  /** In the language of the mailbox. */
  messageText: optional(text),
  responseCode: optional(ResponseCode),
  descriptiveLinkKey: optional(integer()),
  messageXml: optional(anyNamespace(MessageXml)),
  /**
   * Set by the client where `responseClass` is `Error`, or `Warning` with a code other than `NoError`, by which Exchange
   * means an element that it left undone: the same facts as an error that can be thrown.
   */
  error: local<EwsError>(),
} as const

/** What became of one element of a batch, where there is no more to say (MS-OXWSCDATA, ResponseMessageType). */
export interface ResponseMessage extends ValueOfParts<[typeof responseMessage]> {}
export const ResponseMessage: ComplexType<ResponseMessage> = messages.complexType(responseMessage)
