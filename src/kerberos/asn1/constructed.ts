import { Asn1Error, type DerValue, readAll, readDer, writeDer } from './der'
import { Tag } from './primitive'
import { type Asn1Type, encode, type Octets, readValue } from './type'

const CONTEXT = 0xa0
const APPLICATION = 0x60

/** How many values a list or sequence may have: more than any in a Kerberos message. */
const MAX_VALUES = 256

/** `[number] type` with explicit tagging, as for every field of a Kerberos message. */
export const context = <Value>(number: number, type: Asn1Type<Value>): Asn1Type<Value> =>
  explicit(CONTEXT | number, type)

/** `[APPLICATION number] type` with explicit tagging, as for every Kerberos message. */
export const application = <Value>(number: number, type: Asn1Type<Value>): Asn1Type<Value> =>
  explicit(APPLICATION | number, type)

const explicit = <Value>(tag: number, type: Asn1Type<Value>): Asn1Type<Value> => ({
  tag,
  write: (value) => encode(type, value),
  read: (content, path) => readValue(type, content, path),
})

/** `[APPLICATION number]` with any content, kept as bytes including the frame, as for a ticket that is only passed on. */
export const opaqueApplication = (number: number): Asn1Type<Octets> => ({
  tag: APPLICATION | number,
  write: (value) => readDer(value, 0, 'value').content,
  // DER has only one way to frame a content, so this restores the original bytes.
  read: (content) => writeDer(APPLICATION | number, content),
})

/** SEQUENCE OF. */
export const sequenceOf = <Value>(type: Asn1Type<Value>): Asn1Type<readonly Value[]> => ({
  tag: Tag.sequence,
  write: (values) => Buffer.concat(values.map((value) => encode(type, value))),
  read: (content, path) =>
    readAll(content, MAX_VALUES, path).map((value, index) => valueIn(type, value, `${path}[${index}]`)),
})

function valueIn<Value>(type: Asn1Type<Value>, { tag, content }: DerValue, path: string): Value {
  if (tag !== type.tag) throw new Asn1Error(path, `begins with tag ${tag} instead of ${type.tag}`)
  return type.read(content, path)
}

/** An optional field. */
export interface OptionalType<Value> {
  readonly optional: Asn1Type<Value>
}

export const optional = <Value>(type: Asn1Type<Value>): OptionalType<Value> => ({ optional: type })

type Member = Asn1Type<unknown> | OptionalType<unknown>
type Members = Readonly<Record<string, Member>>

type OptionalKeys<M extends Members> = { [K in keyof M]: M[K] extends OptionalType<unknown> ? K : never }[keyof M]

/** The TypeScript type of a SEQUENCE with these members. */
type SequenceValue<M extends Members> = {
  readonly [K in Exclude<keyof M, OptionalKeys<M>>]: M[K] extends Asn1Type<infer Value> ? Value : never
} & {
  readonly [K in OptionalKeys<M>]?: (M[K] extends OptionalType<infer Value> ? Value : never) | undefined
}

interface Field {
  readonly key: string
  readonly type: Asn1Type<unknown>
  readonly isOptional: boolean
}

/** SEQUENCE with exactly these members, in the order of the specification. */
export const sequence = <const M extends Members>(members: M): Asn1Type<SequenceValue<M>> =>
  sequenceType(members, false)

/** A SEQUENCE that the specification leaves open (`...`): values after the known ones are skipped. */
export const openSequence = <const M extends Members>(members: M): Asn1Type<SequenceValue<M>> =>
  sequenceType(members, true)

function sequenceType<const M extends Members>(members: M, isOpen: boolean): Asn1Type<SequenceValue<M>> {
  const fields = Object.entries(members).map(([key, member]) => fieldOf(key, member))
  return {
    tag: Tag.sequence,
    write: (value) => writeFields(fields, value),
    // `readFields` has checked each member against its description, from which this type is inferred.
    read: (content, path) => readFields(fields, content, path, isOpen) as SequenceValue<M>,
  }
}

const fieldOf = (key: string, member: Member): Field =>
  'optional' in member ? { key, type: member.optional, isOptional: true } : { key, type: member, isOptional: false }

function writeFields(fields: readonly Field[], value: Readonly<Record<string, unknown>>): Buffer {
  const present = fields.filter(({ key, isOptional }) => !(isOptional && value[key] === undefined))
  return Buffer.concat(present.map(({ key, type }) => encode(type, value[key])))
}

function readFields(fields: readonly Field[], content: Buffer, path: string, isOpen: boolean): object {
  const values = readAll(content, MAX_VALUES, path)
  const read: [string, unknown][] = []
  for (const { key, type, isOptional } of fields) {
    const [value] = values.slice(read.length, read.length + 1)
    if (value?.tag === type.tag) read.push([key, type.read(value.content, `${path}.${key}`)])
    else if (!isOptional) throw new Asn1Error(`${path}.${key}`, 'is missing')
  }
  if (values.length > read.length && !isOpen) throw new Asn1Error(path, 'has an unknown field')
  return Object.fromEntries(read)
}
