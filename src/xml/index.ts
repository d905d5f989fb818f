export { illegalCharacter } from './characters'
export type {
  ArrayType,
  Choice,
  ChoiceOfSlots,
  ComplexType,
  ElementDescription,
  Field,
  Infer,
  Member,
  Members,
  NamespaceDescriber,
  Part,
  Presence,
  Slot,
  Type,
  ValueOfParts,
} from './description'
export {
  anyNamespace,
  attribute,
  choice,
  content,
  elementRef,
  fixed,
  lenient,
  local,
  named,
  namespaceOf,
  optional,
  optionalChoice,
  repeated,
  requiring,
} from './description'
export { XmlReadError, XmlWriteError } from './errors'
export type { XmlNamespace } from './namespace'
export { readXml, XmlReader, type XmlReaderOptions } from './reader'
export type { Facets, Scalar } from './scalar'
export {
  base64,
  boolean,
  date,
  double,
  duration,
  enumeration,
  guid,
  instant,
  integer,
  language,
  listOf,
  nonEmptyText,
  text,
  time,
  zonelessInstant,
} from './scalar'
export { writeXml } from './writer'
