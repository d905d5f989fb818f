import { describe, expect, it } from 'vitest'
import { EnvelopeEnd } from '../../src/client/envelope-end'

/** The parts into which a stream is split, of which the last has no end. */
function split(stream: Buffer, ...cuts: readonly number[]): string[] {
  const end = new EnvelopeEnd()
  const parts: Buffer[][] = [[]]
  for (const [index, cut] of [...cuts, stream.length].entries()) {
    const chunk = stream.subarray(cuts[index - 1] ?? 0, cut)
    for (let from = 0; from < chunk.length; ) {
      const to = end.after(chunk, from)
      parts.at(-1)?.push(chunk.subarray(from, to))
      if (to !== undefined) parts.push([])
      from = to ?? chunk.length
    }
  }
  return parts.map((part) => Buffer.concat(part).toString())
}

const first = '<?xml version="1.0"?><s:Envelope xmlns:s="urn:soap"><s:Body>Zürich 漢</s:Body></s:Envelope>'
const second = '<Envelope a="b>c"><Body>&lt;/Envelope&gt;<Enveloped/></Body></Envelope \n>'

describe('envelopes one after another are split at their end tags', () => {
  const stream = Buffer.from(`${first}\r\n${second}<s:Env`)
  const parts = [first, `\r\n${second}`, '<s:Env']

  it('wherever the stream is cut, also within a tag or a character', () => {
    for (const cut of stream.keys()) expect(split(stream, cut), `cut at ${cut}`).toEqual(parts)
  })

  it('byte by byte', () => {
    expect(split(stream, ...stream.keys())).toEqual(parts)
  })

  it.each([
    '<Envelopes></Envelopes>',
    '<x:Envelope.a></x:Envelope.a>',
    '</a:b:Envelope>',
    '</ Envelope>',
    '<Envelope/>',
  ])('but not at %s', (tag) => {
    expect(split(Buffer.from(tag))).toEqual([tag])
  })

  it('in linear time, however long a tag is', () => {
    const tag = `<Envelope a="${'x'.repeat(1_000_000)}">`
    expect(split(Buffer.from(`${tag}</Envelope>`))).toEqual([`${tag}</Envelope>`, ''])
  })
})
