import type { EwsError } from '../errors/ews-error'
import { anyNamespace, attribute, enumeration, type Infer, integer, local, optional, type Scalar, text } from '../xml'
import { MessageXml } from './message-xml'
import { messages } from './namespaces'

/**
 * `NoError`, or what went wrong with this element of a batch (MS-OXWSCDATA, ResponseCodeType). Any string is read:
 * servers know codes that no published schema has.
 */
export const ResponseCode: Scalar<string> = { ...text }

/** What every response message begins with (MS-OXWSCDATA, ResponseMessageType). */
export const responseMessage = {
  responseClass: attribute(enumeration('Success', 'Warning', 'Error')),
  /** In the language of the mailbox. */
  messageText: optional(text),
  responseCode: optional(ResponseCode),
  descriptiveLinkKey: optional(integer()),
  messageXml: optional(anyNamespace(MessageXml)),
  /** Set by the client where `responseClass` is `Error`: the same facts as an error that can be thrown. */
  error: local<EwsError>(),
} as const

export const ResponseMessage = messages.complexType(responseMessage)
export type ResponseMessage = Infer<typeof ResponseMessage>
