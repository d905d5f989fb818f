/** An XML namespace and the prefix that the writer uses for it. Readers compare namespaces, never prefixes. */
export interface XmlNamespace {
  readonly uri: string
  readonly prefix: string
}
