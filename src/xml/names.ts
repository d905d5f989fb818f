/** A name with the namespace that its prefix stands for where it is used. */
export interface XmlName {
  /** As it is written: `t:Start`. */
  readonly qualified: string
  readonly local: string
  /** Empty for no namespace. */
  readonly uri: string
  /** See `expandedName`. */
  readonly expanded: string
}

/** An attribute that isn't a namespace declaration. */
export interface XmlAttribute {
  readonly name: XmlName
  readonly value: string
}

/** Namespace and local name in one word (Namespaces in XML 1.0, 2.1), in James Clark's notation: `{urn:booking}Start`. */
export const expandedName = (local: string, uri: string): string => `{${uri}}${local}`
