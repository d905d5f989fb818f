import type { Slot } from './description'
import type { NamespaceScope } from './namespace-scope'
import { interned } from './string-memory'

/** A name with what its prefix stands for where it is used. */
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

/** A start tag as it was understood. Wherever the same prefixes are in force around it, the same text means the same. */
export interface StartTag {
  readonly text: string
  readonly name: XmlElementName
  readonly attributes: readonly XmlAttribute[]
  readonly isEmpty: boolean
  /** What prefixes stand for around the element. */
  readonly outer: NamespaceScope
  /** What they stand for in it. */
  readonly inner: NamespaceScope
}

/** An element's name, and what was found out about it, so that it needn't be again. */
export class XmlElementName implements XmlName {
  readonly qualified: string
  readonly local: string
  readonly uri: string
  /** `<t:Start>` */
  readonly bareTag: StartTag
  /** `</t:Start>`, as nearly every server writes it. */
  readonly closingTag: string
  /** False for a name that will be resolved anew. */
  readonly isRemembered: boolean
  /** What was opened after it the last time, and so most likely is the next time. */
  next: StartTag | undefined
  /** What a reader took it for the last time, and what told it so. */
  slot: Slot | undefined
  lookup: unknown

  constructor({ qualified, local, uri }: XmlName, scope: NamespaceScope, isRemembered: boolean) {
    this.qualified = qualified
    this.local = local
    this.uri = uri
    const text = interned(`<${qualified}>`)
    this.bareTag = { text, name: this, attributes: [], isEmpty: false, outer: scope, inner: scope }
    this.closingTag = interned(`</${qualified}>`)
    this.isRemembered = isRemembered
  }
}
