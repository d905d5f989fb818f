import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ElementDescription, readXml, XmlReader } from '../../src/xml'
import { anyValue, envelopes, write } from '../operations/envelopes'
import { Booking, plainAsRead, plainXml } from './booking'
import { readRefusal } from './refusal'

/** A document with everything that a chunk boundary can split. */
const delicateXml = [
  '\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<!-- é -->',
  plainXml({
    attributes: ' Channel="&#87;eb"',
    first: '\r\n<b:Weather Wind="ñ">漢</b:Weather>',
    beforeRoom:
      '<b:Note Language="日本\r\n語&quot;">a\r\nb\rc&#xD;&amp;<![CDATA[é]]]]><![CDATA[>]]>😀\u{10ffff}\ufeff</b:Note>',
  }),
].join('')
const delicate = Buffer.from(delicateXml)
const whole = readXml(Booking, delicate)

function readInChunks(root: ElementDescription<unknown>, bytes: Uint8Array, cuts: readonly number[]): unknown {
  const reader = new XmlReader(root)
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other), bytes.length]
  for (const [index, edge] of edges.entries()) reader.write(bytes.subarray(edges[index - 1] ?? 0, edge))
  return reader.end()
}

describe('the value is the same, however the bytes are split into chunks', () => {
  it('uses a document with all of it', () => {
    expect(whole.note).toEqual([{ language: '日本 語"', text: 'a\nb\nc\r&é]]>😀\u{10ffff}\ufeff' }])
  })

  it('split at any byte, even within a character', () => {
    for (const cut of delicate.keys()) expect(readInChunks(Booking, delicate, [cut])).toStrictEqual(whole)
  })

  it('byte by byte', () => {
    expect(readInChunks(Booking, delicate, [...delicate.keys()])).toStrictEqual(whole)
  })

  it('with empty chunks in between', () => {
    expect(readInChunks(Booking, delicate, [0, 0, 50, 50, 50, delicate.length])).toStrictEqual(whole)
  })

  it.each([
    ['in UTF-8, of characters that take two bytes', (xml: string) => Buffer.from(xml)],
    ['in UTF-16', (xml: string) => Buffer.from(`\ufeff${xml}`, 'utf16le')],
  ])('for a document that is read in several pieces, %s', (_case, encode) => {
    const title = `x${'é'.repeat(100_000)}`
    const guests = '<b:Guest>Zoë</b:Guest>'.repeat(10_000)
    const xml = plainXml().replace('Tea', title).replace('<b:Guest>Ada</b:Guest>', guests)
    const value = { ...plainAsRead, title, guests: Array(10_000).fill('Zoë') }
    const bytes = encode(xml)
    expect(readInChunks(Booking, bytes, [])).toStrictEqual(value)
    expect(readInChunks(Booking, bytes, [1, 70_001, 150_000, 300_001])).toStrictEqual(value)
  })

  it.each(envelopes)('anywhere: $title', (envelope) => {
    fc.assert(
      fc.property(anyValue(envelope), fc.array(fc.nat(), { maxLength: 20 }), (value, cuts) => {
        const bytes = Buffer.from(write(envelope, value))
        expect(readInChunks(envelope.root, bytes, cuts)).toStrictEqual(value)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a document that is cut off is refused, never read in part', () => {
  it('after any byte', () => {
    for (const end of delicate.keys()) readRefusal(() => readXml(Booking, delicate.subarray(0, end)))
  })

  it('before the first byte', () => {
    readRefusal(() => new XmlReader(Booking).end())
  })

  it.each(envelopes)('anywhere: $title', (envelope) => {
    fc.assert(
      fc.property(anyValue(envelope), fc.nat(), (value, length) => {
        const bytes = Buffer.from(write(envelope, value))
        const error = readRefusal(() => readXml(envelope.root, bytes.subarray(0, length % bytes.length)))
        expect(error.line).toBeGreaterThan(0)
      }),
      { numRuns: 50 },
    )
  })
})
