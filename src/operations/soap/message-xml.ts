import {
  attribute,
  type ComplexType,
  content,
  dispensable,
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

/** The property that an error is about, such as `calendar:Start`. Any name is read, because newer schemas have more of them. */
export const FaultyFieldURI: Scalar<string> = { ...text }

/** A part of a property that no path leads to (MS-OXWSCDATA, PathToExceptionFieldType). */
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
  /** Named values, such as `BackOffMilliseconds` or `InnerErrorResponseCode`. */
  value: dispensable(repeated(types.complexType({ name: attribute(text), value: content(text) }))),
  /** The properties that the error is about, by their EWS names. */
  fieldURI: dispensable(repeated(types.complexType({ fieldURI: attribute(FaultyFieldURI) }))),
  /** The entries of dictionaries that the error is about. */
  indexedFieldURI: dispensable(repeated(IndexedFieldURI)),
  /** The MAPI properties that the error is about. */
  extendedFieldURI: dispensable(repeated(ExtendedFieldURI)),
  /** The parts of properties that the error is about. */
  exceptionFieldURI: dispensable(repeated(ExceptionFieldURI)),
  /** The line of the request at which `ErrorSchemaValidation` found the fault, from 1. */
  lineNumber: dispensable(optional(integer())),
  /** The column of the request at which `ErrorSchemaValidation` found the fault, from 1. */
  linePosition: dispensable(optional(integer())),
  /** The rule of the schema that the request broke. */
  violation: optional(text),
} as const

/** The details of an error (MS-OXWSCDATA, MessageXml). */
export interface MessageXml extends ValueOfParts<[typeof messageXml]> {}
export const MessageXml: ComplexType<MessageXml> = types.complexType(messageXml)

const isGiven = <Value>(value: Value | undefined): value is Value => value !== undefined

/** Returns a short name for an extended property: its set, and its tag, name or id there. */
function extendedName(path: ExtendedFieldURI): string {
  const set = path.distinguishedPropertySetId ?? path.propertySetId
  return [set, path.propertyTag ?? path.propertyName ?? path.propertyId].filter(isGiven).join('/')
}

/** Returns the properties that an error is about, such as `calendar:Start, recurrence:Interval`. */
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

/** Returns the details of an error by name. Properties of every kind are joined with commas in one value, `FieldURI`. */
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
