/** A name with the namespace that its prefix stands for where it is used. */
export interface XmlName {
  /** As it is written: `t:Start`. */
  readonly qualified: string
  readonly local: string
  /** Empty for no namespace. */
  readonly uri: string
}

/** An attribute that isn't a namespace declaration. */
export interface XmlAttribute {
  readonly name: XmlName
  readonly value: string
}
