import { Asn1Error, readDer, writeDer } from './der'

/** Bytes of a message. `Buffer` by a name of its own: declarations would else print it with a type parameter, which Node.js's older types lack. */
export interface Octets extends Buffer {}

/** The description of an ASN.1 type: type, writer and reader in one. */
export interface Asn1Type<Value> {
  /** The identifier octet at the start of a value. */
  readonly tag: number
  /** Writes the content, without its frame. @throws RangeError if `value` isn't of the type */
  write(value: Value): Buffer
  /**
   * @param path The place of the value: `AS-REP.ticket`.
   * @throws Asn1Error
   */
  read(content: Buffer, path: string): Value
}

/** The TypeScript type of a description. */
export type ValueOf<Type> = Type extends Asn1Type<infer Value> ? Value : never

/** The type of a whole message. */
export interface Asn1Message<Value> extends Asn1Type<Value> {
  /** The name in the specification, for errors: `KRB-ERROR`. */
  readonly name: string
}

export const message = <Value>(name: string, type: Asn1Type<Value>): Asn1Message<Value> => ({ ...type, name })

/** Writes a value in DER, framed. */
export const encode = <Value>(type: Asn1Type<Value>, value: Value): Buffer => writeDer(type.tag, type.write(value))

/**
 * Reads a message that is all of `bytes`.
 *
 * @throws Asn1Error if it isn't DER, or is another message
 */
export const decode = <Value>(type: Asn1Message<Value>, bytes: Buffer): Value => readValue(type, bytes, type.name)

/** Reads a value that is all of `bytes`. */
export function readValue<Value>(type: Asn1Type<Value>, bytes: Buffer, path: string): Value {
  const { tag, content, end } = readDer(bytes, 0, path)
  if (tag !== type.tag) throw new Asn1Error(path, `starts with tag ${tag} instead of ${type.tag}`)
  if (end !== bytes.length) throw new Asn1Error(path, 'is followed by something else')
  return type.read(content, path)
}
