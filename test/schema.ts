import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { XmlDocument, XmlElement, XmlLibError, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'

function findSchemaDirectory(): string | undefined {
  const directory = process.env.EWS_SCHEMA_DIR ?? fileURLToPath(new URL('../../shared/schema', import.meta.url))
  return existsSync(join(directory, 'messages.xsd')) ? directory : undefined
}

/** The folder of Microsoft's XSDs, which only Microsoft may publish, or `undefined` in a clone without them. */
export const schemaDirectory = findSchemaDirectory()

let compiled: XsdValidator | undefined

/** One validator knows the elements of both schemas, because `messages.xsd` imports `types.xsd`. */
function validator(): XsdValidator {
  if (compiled !== undefined) return compiled
  if (schemaDirectory === undefined) throw new Error('Set EWS_SCHEMA_DIR to the folder of messages.xsd and types.xsd')
  xmlRegisterFsInputProviders()
  const url = join(schemaDirectory, 'messages.xsd')
  using schema = XmlDocument.fromBuffer(readFileSync(url), { url })
  compiled = XsdValidator.fromDoc(schema)
  return compiled
}

/**
 * Returns the errors of a SOAP envelope by Microsoft's schema. The envelope itself and a fault belong to SOAP and not to
 * Microsoft, so only their shape is checked.
 */
export function schemaErrors(envelopeXml: string): string[] {
  try {
    using document = XmlDocument.fromString(envelopeXml)
    const { root } = document
    const unexpected = childrenOf(root).filter((child) => !isSoap(child, 'Header') && !isSoap(child, 'Body'))
    const headers = childrenOf(root).filter((child) => isSoap(child, 'Header'))
    const bodies = childrenOf(root).filter((child) => isSoap(child, 'Body'))
    const contents = bodies.flatMap(childrenOf)
    if (!isSoap(root, 'Envelope')) return [`${root.name} isn't a SOAP envelope`]
    if (unexpected.length > 0) return unexpected.map(({ name }) => `${name} doesn't belong in a SOAP envelope`)
    if (headers.length > 1 || bodies.length !== 1) return ['An envelope has at most one Header, and one Body']
    if (contents.length !== 1) return ['A body has one element']
    const described = [...headers.flatMap(childrenOf), ...contents.filter((content) => !isSoap(content, 'Fault'))]
    return described.flatMap(elementErrors)
  } catch (error) {
    if (error instanceof XmlLibError) return messagesOf(error)
    throw error
  }
}

function elementErrors(element: XmlElement): string[] {
  try {
    validator().validate(element)
    return []
  } catch (error) {
    if (error instanceof XmlLibError) return messagesOf(error)
    throw error
  }
}

const messagesOf = (error: XmlLibError): string[] => {
  const messages = error.details.map(({ message }) => message.trim())
  return messages.length > 0 ? messages : [error.message]
}

const isSoap = (element: XmlElement, name: string) => element.name === name && element.namespaceUri === SOAP

function childrenOf(parent: XmlElement): XmlElement[] {
  const children: XmlElement[] = []
  for (let node = parent.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) children.push(node)
  }
  return children
}
