import {
  attribute,
  type ComplexType,
  content,
  enumeration,
  integer,
  optional,
  repeated,
  type Scalar,
  text,
  type ValueOfParts,
} from '../../xml'
import { ExtendedFieldURI, IndexedFieldURI } from '../types/field-uri'
import { types } from '../types/namespaces'

/** The property that an error is about, `calendar:Start`. Any is read: an error may be about one of a newer schema. */
export const FaultyFieldURI: Scalar<string> = { ...text }

/** A part of a property that has no path of its own (MS-OXWSCDATA, PathToExceptionFieldType). */
const ExceptionFieldURI = types.complexType({
  fieldURI: attribute(
    enumeration(
      'attachment:Name',
      'attachment:ContentType',
      'attachment:Content',
      'recurrence:Month',
      'recurrence:DayOfWeekIndex',
      'recurrence:DaysOfWeek',
      'recurrence:DayOfMonth',
      'recurrence:Interval',
      'recurrence:NumberOfOccurrences',
      'timezone:Offset',
    ),
  ),
})

const messageXml = {
  value: repeated(types.complexType({ name: attribute(text), value: content(text) })),
  fieldURI: repeated(types.complexType({ fieldURI: attribute(FaultyFieldURI) })),
  indexedFieldURI: repeated(IndexedFieldURI),
  extendedFieldURI: repeated(ExtendedFieldURI),
  exceptionFieldURI: repeated(ExceptionFieldURI),
  lineNumber: optional(integer()),
  linePosition: optional(integer()),
  violation: optional(text),
} as const

/**
 * Details of an error (MS-OXWSCDATA, MessageXml): named values such as `BackOffMilliseconds` or `InnerErrorResponseCode`,
 * the properties that it is about, and for `ErrorSchemaValidation` the place and the rule that was broken.
 */
export interface MessageXml extends ValueOfParts<[typeof messageXml]> {}
export const MessageXml: ComplexType<MessageXml> = types.complexType(messageXml)

const isGiven = <Value>(value: Value | undefined): value is Value => value !== undefined

/** An extended property in a word: its set, and its name, id or tag there. */
function extendedName(path: ExtendedFieldURI): string {
  const set = path.distinguishedPropertySetId ?? path.propertySetId
  return [set, path.propertyTag ?? path.propertyName ?? path.propertyId].filter(isGiven).join('/')
}

/** The properties that an error is about, `calendar:Start, recurrence:Interval`. */
function faultyProperties({
  fieldURI = [],
  indexedFieldURI = [],
  extendedFieldURI = [],
  exceptionFieldURI = [],
}: MessageXml): string | undefined {
  const names = [
    ...fieldURI.map((path) => path.fieldURI),
    ...indexedFieldURI.map((path) => `${path.fieldURI}/${path.fieldIndex}`),
    ...extendedFieldURI.map(extendedName),
    ...exceptionFieldURI.map((path) => path.fieldURI),
  ]
  return names.length === 0 ? undefined : names.join(', ')
}

/** The details as one record, by name; properties of every kind are one value, `FieldURI`, with commas. */
export function messageXmlValues(messageXml: MessageXml | undefined): Readonly<Record<string, string>> {
  const { value = [], lineNumber, linePosition, violation } = messageXml ?? {}
  const named = value.map((entry) => [entry.name, entry.value])
  const described = Object.entries({
    FieldURI: faultyProperties(messageXml ?? {}),
    LineNumber: lineNumber,
    LinePosition: linePosition,
    Violation: violation,
  })
  return Object.fromEntries([
    ...named,
    ...described.flatMap(([name, fact]) => (isGiven(fact) ? [[name, `${fact}`]] : [])),
  ])
}
