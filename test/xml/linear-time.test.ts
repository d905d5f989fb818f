import { describe, expect, it } from 'vitest'
import { type Operation, operations } from '../../src/operations'
import { requestEnvelope, responseEnvelope } from '../../src/operations/soap/envelope'
import * as toolkit from '../../src/xml'
import { InvalidScalarError, readStrictly, type Scalar, type Type } from '../../src/xml'
import { growth, MOST_LINEAR_GROWTH } from '../processor-time'

const isScalar = (value: unknown): value is Scalar<unknown> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'scalar'

const named: [string, Scalar<unknown>][] = Object.entries(toolkit).flatMap(([name, value]) =>
  isScalar(value) ? [[name, value]] : [],
)

/** Every scalar of every operation, with the name of an element or attribute that uses it. */
function scalarsOfOperations(): [string, Scalar<unknown>][] {
  const envelopes = Object.values<Operation<unknown, unknown>>(operations).flatMap((operation) => [
    requestEnvelope(operation).type,
    responseEnvelope(operation).type,
  ])
  const seen = new Set<Type<unknown>>(envelopes)
  const scalars = new Map<Scalar<unknown>, string>()
  for (const type of seen) {
    if (type.kind === 'scalar') continue
    for (const slot of type.slots) {
      if (slot.type.kind !== 'scalar') seen.add(slot.type)
      else if (!scalars.has(slot.type)) scalars.set(slot.type, slot.xmlName)
    }
  }
  return [...scalars].map(([scalar, name]) => [name, scalar])
}

/** Starts, repeated parts and ends that make a careless pattern backtrack. */
const beginnings = ['', '-', '0x', 'P', 'PT', '1.', '2026-12-01T00:00:00.', '00:00:00.', '1e', ' ']
const parts = ['1', '0', ' ', '\n', 'a', 'a ', '1D', '1.1S', 'A=', '-a', '\u00a0', 'Sunday ', 'AAAA']
const ends = ['', 'x', ' x ']
const texts = (length: number): string[] =>
  beginnings.flatMap((beginning) =>
    parts.flatMap((part) => ends.map((end) => beginning + part.repeat(Math.ceil(length / part.length)) + end)),
  )

function readAll(scalar: Scalar<unknown>, all: readonly string[]) {
  for (const text of all) {
    scalar.readInPlace?.(`<${text}<`, 1, text.length + 1)
    for (const step of [() => scalar.read(text), () => readStrictly(scalar, text)]) {
      try {
        step()
      } catch (error) {
        if (!(error instanceof InvalidScalarError)) throw error
      }
    }
  }
}

const SHORT = texts(500)
const LONG = texts(4_000)

describe('a text that is eight times as long takes about eight times the work at most', () => {
  it.each([...named, ...scalarsOfOperations()])('%s', (_name, scalar) => {
    expect(
      growth(
        () => readAll(scalar, SHORT),
        () => readAll(scalar, LONG),
      ),
    ).toBeLessThan(MOST_LINEAR_GROWTH)
  })
})
