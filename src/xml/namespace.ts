/** An XML namespace and the prefix that our writer gives it. A reader ignores prefixes: namespaces mean everything. */
export interface XmlNamespace {
  readonly uri: string
  readonly prefix: string
}
