import { attribute, content, type Infer, integer, optional, repeated, text } from '../xml'
import { types } from './namespaces'

/**
 * Details of an error: named values such as `BackOffMilliseconds` or `InnerErrorResponseCode` (MS-OXWSCDATA, MessageXml),
 * and for `ErrorSchemaValidation` the place and the rule that was broken.
 */
export const MessageXml = types.complexType({
  value: repeated(types.complexType({ name: attribute(text), value: content(text) })),
  lineNumber: optional(integer()),
  linePosition: optional(integer()),
  violation: optional(text),
})
export type MessageXml = Infer<typeof MessageXml>

/** The details as one record, by name. */
export function messageXmlValues(messageXml: MessageXml | undefined): Readonly<Record<string, string>> {
  const { value = [], lineNumber, linePosition, violation } = messageXml ?? {}
  const named = value.map((entry) => [entry.name, entry.value])
  const placed = Object.entries({ LineNumber: lineNumber, LinePosition: linePosition, Violation: violation })
  return Object.fromEntries([
    ...named,
    ...placed.flatMap(([name, fact]) => (fact === undefined ? [] : [[name, `${fact}`]])),
  ])
}
