import { types } from '../../operations/types/namespaces'
import { type ElementDescription, writeXml, XmlWriteError } from '../../xml'

/** True for a value that can be sent to clients as `element`. */
export function canBeSent(element: ElementDescription<unknown>, value: unknown): boolean {
  try {
    writeXml(element, value, [types])
    return true
  } catch (error) {
    if (error instanceof XmlWriteError) return false
    throw error
  }
}
