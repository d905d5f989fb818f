import { namespaceOf } from '../../xml'

/** The namespace of SOAP 1.1 (W3C Note of 8 May 2000, section 4). */
export const soap = namespaceOf('http://schemas.xmlsoap.org/soap/envelope/', 's')

/** The namespace of `types.xsd`, which has the elements that operations share. */
export const types = namespaceOf('http://schemas.microsoft.com/exchange/services/2006/types', 't')

/** The namespace of `messages.xsd`, which has the requests and answers of operations. */
export const messages = namespaceOf('http://schemas.microsoft.com/exchange/services/2006/messages', 'm')

/** The namespace of the detail of a SOAP fault. */
export const errors = namespaceOf('http://schemas.microsoft.com/exchange/services/2006/errors', 'e')

/** No namespace: SOAP 1.1 qualifies a fault, but not its children (section 4.4). */
export const unqualified = namespaceOf('', '')

/** The namespace of attributes that say which type an element has (XML Schema, 2.6). */
export const schemaInstance = namespaceOf('http://www.w3.org/2001/XMLSchema-instance', 'xsi')
