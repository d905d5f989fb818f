import { namespaceOf } from '../../xml'

/** SOAP 1.1 envelope (W3C Note of 8 May 2000, section 4). */
export const soap = namespaceOf('http://schemas.xmlsoap.org/soap/envelope/', 's')

/** EWS `types.xsd`. */
export const types = namespaceOf('http://schemas.microsoft.com/exchange/services/2006/types', 't')

/** EWS `messages.xsd`. */
export const messages = namespaceOf('http://schemas.microsoft.com/exchange/services/2006/messages', 'm')

/** What stands in the detail of a SOAP fault. */
export const errors = namespaceOf('http://schemas.microsoft.com/exchange/services/2006/errors', 'e')

/** SOAP 1.1 qualifies the fault, but not the fault's children (section 4.4). */
export const unqualified = namespaceOf('', '')
