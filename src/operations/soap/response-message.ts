import type { EwsError, ResponseCode as ResponseCodeName } from '../../errors'
import {
  anyNamespace,
  attribute,
  type ComplexType,
  dispensable,
  enumeration,
  integer,
  local,
  optional,
  type Scalar,
  text,
  token,
  type ValueOfParts,
} from '../../xml'
import { messages } from '../types/namespaces'
import { MessageXml } from './message-xml'

/**
 * `NoError`, or the kind of error. Any code is read, because servers have codes that no published schema has
 * (MS-OXWSCDATA, ResponseCodeType).
 */
export const ResponseCode: Scalar<ResponseCodeName> = { ...token }

const responseClasses = ['Success', 'Warning', 'Error'] as const

/**
 * Says whether the server carried out an element of a batch. An unknown class is read as `Error`: it must not pass for
 * success (MS-OXWSCDATA, ResponseClassType).
 */
const ResponseClass: Scalar<(typeof responseClasses)[number]> = {
  ...enumeration(...responseClasses),
  read: (text) => responseClasses.find((known) => known === text.trim()) ?? 'Error',
}

/** The elements of every response message (MS-OXWSCDATA, ResponseMessageType). */
export const responseMessage = {
  /** Says whether the server carried out this element of the batch. */
  responseClass: attribute(ResponseClass),
  /** The error as text, in the language of the mailbox. */
  messageText: optional(text),
  /** `NoError`, or the kind of error. */
  responseCode: optional(ResponseCode),
  /** A number that servers reserve for a link to a description of the error. */
  descriptiveLinkKey: dispensable(optional(integer())),
  /** The details of the error. */
  messageXml: optional(anyNamespace(MessageXml)),
  /**
   * The error as one that can be thrown. The client sets it if `responseClass` is `Error`, or if it is `Warning` with a code
   * other than `NoError`, by which Exchange means an element that it did not carry out.
   */
  error: local<EwsError>(),
} as const

/** The outcome for one element of a batch (MS-OXWSCDATA, ResponseMessageType). */
export interface ResponseMessage extends ValueOfParts<[typeof responseMessage]> {}
export const ResponseMessage: ComplexType<ResponseMessage> = messages.complexType(responseMessage)
