import {
  attribute,
  type ComplexType,
  content,
  integer,
  optional,
  repeated,
  type Scalar,
  text,
  type ValueOfParts,
} from '../xml'
import { types } from './namespaces'

/** The property that an error is about, `calendar:Start`. Any is read: an error may be about one of a newer schema. */
export const FaultyFieldURI: Scalar<string> = { ...text }

const messageXmlMembers = {
  value: repeated(types.complexType({ name: attribute(text), value: content(text) })),
  fieldURI: repeated(types.complexType({ fieldURI: attribute(FaultyFieldURI) })),
  lineNumber: optional(integer()),
  linePosition: optional(integer()),
  violation: optional(text),
} as const

/**
 * Details of an error (MS-OXWSCDATA, MessageXml): named values such as `BackOffMilliseconds` or `InnerErrorResponseCode`,
 * the properties that it is about, and for `ErrorSchemaValidation` the place and the rule that was broken.
 */
export interface MessageXml extends ValueOfParts<[typeof messageXmlMembers]> {}
export const MessageXml: ComplexType<MessageXml> = types.complexType(messageXmlMembers)

/** The details as one record, by name; several properties are one value, with commas. */
export function messageXmlValues(messageXml: MessageXml | undefined): Readonly<Record<string, string>> {
  const { value = [], fieldURI = [], lineNumber, linePosition, violation } = messageXml ?? {}
  const named = value.map((entry) => [entry.name, entry.value])
  const properties = fieldURI.length === 0 ? undefined : fieldURI.map((path) => path.fieldURI).join(', ')
  const described = Object.entries({
    FieldURI: properties,
    LineNumber: lineNumber,
    LinePosition: linePosition,
    Violation: violation,
  })
  return Object.fromEntries([
    ...named,
    ...described.flatMap(([name, fact]) => (fact === undefined ? [] : [[name, `${fact}`]])),
  ])
}
