import { XMLParser } from 'fast-xml-parser'

/** Attributes are wanted, as ids are attributes; making numbers of texts, which costs, is not. */
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false })

/** A bare tree of objects: no types, no dates, no namespaces, and single elements aren't arrays. */
export const bareTree = (bytes: Buffer): unknown => parser.parse(bytes.toString('utf8'))
