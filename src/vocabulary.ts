import type { Infer as InferOf } from './xml'

/**
 * The words in which every EWS element is described, and in which you describe those of an operation of your own. They
 * stand after a namespace, `types.complexType({ ... })`, or by themselves, `xml.optional(xml.text)`. From a description come
 * the TypeScript type (`xml.Infer`), the writer, which keeps the schema's order, and the reader.
 *
 * A property's XML name is its own with a capital: `itemId` is `<ItemId>`; `xml.named` is for the others.
 */
export {
  anyNamespace,
  attribute,
  base64,
  bitmask,
  boolean,
  choice,
  content,
  date,
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
  recursiveArray,
  recursiveType,
  repeated,
  requiring,
  someOf,
  text,
  time,
  zonelessInstant,
} from './xml'

/** The TypeScript type of what a description describes: `xml.Infer<typeof GetRoomsRequest>`. */
export type Infer<Described> = InferOf<Described>
