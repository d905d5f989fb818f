import type { Infer as InferOf } from './xml'

/**
 * The vocabulary that describes EWS elements. Use it to describe operations of your own: on a namespace, as in
 * `types.complexType({ ... })`, or alone, as in `xml.optional(xml.text)`. A description gives the TypeScript type
 * (`xml.Infer`), the writer, which keeps the schema's order, and the reader.
 *
 * The XML name of a property is its own name with a capital: `itemId` stands for `<ItemId>`. Use `xml.named` for other names.
 */
export {
  alsoReading,
  anyNamespace,
  attribute,
  base64,
  bitmask,
  boolean,
  choice,
  content,
  date,
  demanded,
  dispensable,
  double,
  duration,
  elementRef,
  enumeration,
  fixed,
  guid,
  instant,
  integer,
  language,
  lenient,
  listOf,
  named,
  namespaceOf,
  nonEmptyText,
  optional,
  optionalChoice,
  perRequested,
  propertyTag,
  qualifiedAttribute,
  recursiveArray,
  recursiveType,
  repeated,
  repeatedChoice,
  requiring,
  someOf,
  text,
  time,
  token,
  zonelessInstant,
} from './xml'

/** The TypeScript type of a description: `xml.Infer<typeof GetRoomsRequest>`. */
export type Infer<Described> = InferOf<Described>
