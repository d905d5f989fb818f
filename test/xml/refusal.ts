import { XmlReadError, XmlWriteError } from '../../src/xml'

/** Returns the error that refuses a document or value. Another kind of error, or none, fails the test. */
export const writeRefusal = (write: () => unknown): XmlWriteError => refusal(XmlWriteError, write)

/** Returns the error that refuses a document or value. Another kind of error, or none, fails the test. */
export const readRefusal = (read: () => unknown): XmlReadError => refusal(XmlReadError, read)

function refusal<Refusal extends Error>(
  kind: abstract new (...args: never) => Refusal,
  action: () => unknown,
): Refusal {
  try {
    action()
  } catch (error) {
    if (error instanceof kind) return error
    throw error
  }
  throw new Error(`Expected ${kind.name}, but it was accepted`)
}
