/** A name with the namespace that its prefix stands for. */
export interface XmlName {
  /** The name as written: `t:Start`. */
  readonly qualified: string
  readonly local: string
  /** The namespace. Empty if there is none. */
  readonly uri: string
}

/** An attribute that isn't a namespace declaration. */
export interface XmlAttribute {
  readonly name: XmlName
  readonly value: string
}
