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
  OneOf,
  Part,
  Presence,
  Slot,
  Some,
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
  recursiveArray,
  recursiveType,
  repeated,
  someOf,
} from './description'
export { XmlReadError, XmlWriteError } from './errors'
export type { XmlNamespace } from './namespace'
export { readXml, XmlReader, type XmlReaderOptions } from './reader'
export {
  bitmask,
  boolean,
  enumeration,
  type Facets,
  guid,
  InvalidScalarError,
  instant,
  integer,
  listOf,
  nonEmptyText,
  propertyTag,
  readStrictly,
  type Scalar,
  text,
  zonelessInstant,
} from './scalar'
export { writeXml } from './writer'
