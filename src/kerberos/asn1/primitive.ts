import { Asn1Error } from './der'
import type { Asn1Type, Octets } from './type'

/** Identifier octets of the universal types in use (X.680, 8.4). */
export const Tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  generalizedTime: 0x18,
  generalString: 0x1b,
  sequence: 0x30,
} as const

/** INTEGER from `minimum` to `maximum`, both within 32 bits, signed or unsigned. */
export const integer = (minimum = -(2 ** 31), maximum = 2 ** 32 - 1): Asn1Type<number> =>
  wholeNumber(Tag.integer, minimum, maximum)

/** ENUMERATED with values from 0 to `maximum`. */
export const enumerated = (maximum: number): Asn1Type<number> => wholeNumber(Tag.enumerated, 0, maximum)

/** Five bytes hold every integer of 32 bits, whether signed or not. */
const MAX_INTEGER_BYTES = 5

function wholeNumber(tag: number, minimum: number, maximum: number): Asn1Type<number> {
  const allows = (value: number) => Number.isInteger(value) && value >= minimum && value <= maximum
  return {
    tag,
    write(value) {
      if (!allows(value)) throw new RangeError(`An integer must be from ${minimum} to ${maximum}`)
      const bytes = Buffer.alloc(MAX_INTEGER_BYTES)
      bytes.writeIntBE(value, 0, MAX_INTEGER_BYTES)
      return bytes.subarray(redundantBytes(bytes))
    },
    read(content, path) {
      if (content.length === 0 || content.length > MAX_INTEGER_BYTES)
        throw new Asn1Error(path, 'is not an integer of 32 bits')
      if (redundantBytes(content) > 0) throw new Asn1Error(path, 'is an integer that is not in its shortest form')
      const value = content.readIntBE(0, content.length)
      if (!allows(value)) throw new Asn1Error(path, `is not an integer from ${minimum} to ${maximum}`)
      return value
    },
  }
}

/** Returns how many leading bytes only repeat the sign (X.690, 8.3.2). */
function redundantBytes(bytes: Buffer): number {
  const sign = (bytes[0] ?? 0) & 0x80 ? 0xff : 0
  let count = 0
  while (count < bytes.length - 1 && bytes[count] === sign && ((bytes[count + 1] ?? 0) & 0x80) === (sign & 0x80)) {
    count += 1
  }
  return count
}

/** OCTET STRING. */
export const octetString: Asn1Type<Octets> = {
  tag: Tag.octetString,
  write: (value) => value,
  read: (content) => content,
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * GeneralString. RFC 4120 specifies ASCII, but every KDC writes UTF-8. Names are sent back unchanged, so other encodings are refused.
 */
export const generalString: Asn1Type<string> = {
  tag: Tag.generalString,
  write: (value) => Buffer.from(value),
  read(content, path) {
    try {
      return decoder.decode(content)
    } catch {
      throw new Asn1Error(path, 'is not in UTF-8')
    }
  },
}

/** GeneralString as bytes, for a salt, which is hashed and needn't be text. */
export const generalStringBytes: Asn1Type<Octets> = { ...octetString, tag: Tag.generalString }

/** GeneralString for display, in any encoding. */
export const generalStringForPeople: Asn1Type<string> = { ...generalString, read: (content) => content.toString() }

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/

/** GeneralizedTime as in Kerberos: UTC in whole seconds (RFC 4120, 5.2.3). Fractions are dropped when written. */
export const generalizedTime: Asn1Type<Date> = {
  tag: Tag.generalizedTime,
  write: (value) => Buffer.from(`${value.toISOString().slice(0, 19).replace(/\D/g, '')}Z`),
  read(content, path) {
    const iso = content.toString('latin1').replace(TIME, '$1-$2-$3T$4:$5:$6.000Z')
    const time = new Date(iso)
    if (Number.isNaN(time.getTime()) || time.toISOString() !== iso) throw new Asn1Error(path, 'is not a time')
    return time
  },
}

const FLAG_BYTES = 4

/** BIT STRING of flags, as a 32-bit number whose highest bit is bit 0 (RFC 4120, 5.2.8). Further bits are dropped. */
export const flags: Asn1Type<number> = {
  tag: Tag.bitString,
  write(value) {
    const bytes = Buffer.alloc(1 + FLAG_BYTES)
    bytes.writeUInt32BE(value, 1)
    return bytes
  },
  read(content, path) {
    const unused = content[0] ?? 8
    if (unused > 7 || (unused > 0 && content.length === 1)) throw new Asn1Error(path, 'is not a bit string')
    const bytes = Buffer.alloc(FLAG_BYTES)
    content.copy(bytes, 0, 1, 1 + FLAG_BYTES)
    return bytes.readUInt32BE()
  },
}

/** Returns the flag that RFC 4120 numbers `bit`, counted from the left. */
export const flag = (bit: number): number => 2 ** (31 - bit)

const MAX_IDENTIFIER_BYTES = 64

/** OBJECT IDENTIFIER, in dotted numbers: `1.2.840.113554.1.2.2`. */
export const objectIdentifier: Asn1Type<string> = {
  tag: Tag.objectIdentifier,
  write(value) {
    const [first = 0, second = 0, ...rest] = value.split('.').map(Number)
    return Buffer.from([first * 40 + second, ...rest].flatMap((arc) => base128(arc)))
  },
  read(content, path) {
    const isWhole = content.length > 0 && ((content.at(-1) ?? 0x80) & 0x80) === 0
    if (!isWhole || content.length > MAX_IDENTIFIER_BYTES) throw new Asn1Error(path, 'is not an object identifier')
    const [first = 0, ...rest] = arcsOf(content, path)
    const top = Math.min(Math.floor(first / 40), 2)
    return [top, first - top * 40, ...rest].join('.')
  },
}

const base128 = (arc: number, continued = 0): number[] => [
  ...(arc < 0x80 ? [] : base128(Math.floor(arc / 0x80), 0x80)),
  (arc % 0x80) | continued,
]

function arcsOf(content: Buffer, path: string): number[] {
  const arcs: number[] = []
  let arc = 0
  for (const byte of content) {
    if (arc === 0 && byte === 0x80)
      throw new Asn1Error(path, 'is an object identifier that is not in its shortest form')
    arc = arc * 0x80 + (byte & 0x7f)
    if (arc >= 2 ** 32) throw new Asn1Error(path, 'is an object identifier with too large a number')
    if (byte < 0x80) {
      arcs.push(arc)
      arc = 0
    }
  }
  return arcs
}
