import * as fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { XmlProblem } from '../../src/xml/errors'
import type { XmlName } from '../../src/xml/names'
import { CommonNames } from '../../src/xml/namespace-scope'
import { XmlTokenizer } from '../../src/xml/tokenizer'
import { bySuite } from '../suite'

type Name = readonly [uri: string, local: string]
type Token =
  | { readonly open: Name; readonly attributes: readonly (readonly [...Name, value: string])[] }
  | { readonly text: string }
  | 'close'

/** The parts of a document, without empty texts and with adjacent ones joined, or `refused` if it isn't well-formed. */
type Reading = readonly Token[] | 'refused'

class Recorder {
  readonly tokens: Token[] = []
  #text = ''

  text(piece: string) {
    this.#text += piece
  }

  tag(token: Token) {
    if (this.#text !== '') this.tokens.push({ text: this.#text })
    this.#text = ''
    this.tokens.push(token)
  }
}

const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** Sorts attributes, since their order means nothing (XML 1.0, 3.1). */
const sorted = (attributes: (readonly [...Name, value: string])[]) =>
  attributes.sort((one, other) => (one.join() < other.join() ? -1 : 1))

/** Whatever documents came before must not change what one means. */
const names = new CommonNames()

function tokenized(chunks: readonly string[]): Reading {
  const recorder = new Recorder()
  const nameOf = ({ uri, local }: XmlName): Name => [uri, local]
  const tokenizer = new XmlTokenizer(
    {
      open: (name, attributes) =>
        recorder.tag({
          open: nameOf(name),
          attributes: sorted(attributes.map((attribute) => [...nameOf(attribute.name), attribute.value])),
        }),
      text: (piece) => recorder.text(piece),
      close: () => recorder.tag('close'),
      textInPlace(document, start, end) {
        const word = document.slice(start, end)
        if (!/^[A-Za-z]+$/.test(word)) return false
        recorder.text(word)
        return true
      },
    },
    'refuse',
    names.scope,
  )
  try {
    for (const chunk of chunks) tokenizer.write(chunk)
    tokenizer.end()
    return recorder.tokens
  } catch (error) {
    if (error instanceof XmlProblem) return 'refused'
    throw error
  }
}

/** The same by saxes, an independent XML processor that passes W3C's conformance tests. */
function bySaxes(xml: string): Reading {
  const recorder = new Recorder()
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  let isRefused = false
  let depth = 0
  parser.on('error', () => {
    isRefused = true
  })
  parser.on('doctype', () => {
    isRefused = true
  })
  parser.on('text', (text) => depth > 0 && recorder.text(text))
  parser.on('cdata', (text) => recorder.text(text))
  parser.on('opentag', ({ uri, local, attributes }) => {
    depth += 1
    const others = Object.values(attributes).filter((attribute) => attribute.uri !== XMLNS)
    recorder.tag({
      open: [uri, local],
      attributes: sorted(others.map((attribute) => [attribute.uri, attribute.local, attribute.value])),
    })
  })
  parser.on('closetag', () => {
    depth -= 1
    recorder.tag('close')
  })
  parser.write(xml).close()
  return isRefused ? 'refused' : recorder.tokens
}

/** Pieces to build documents, near-documents and nonsense from. */
const pieces = fc.constantFrom(
  ...[
    '<a>',
    '</a>',
    '<a/>',
    '<p:b>',
    '</p:b>',
    '<p:b/>',
    '<a\n>',
    '</a >',
    '</a',
    '<a',
    '>',
    '/>',
    '<',
    '< a>',
    '<a b>',
  ],
  ...['<a xmlns="urn:one">', '<a xmlns:p="urn:two">', '<p:a xmlns:p="urn:two"/>', '<a xmlns=""/>', '<a xmlns:p=""/>'],
  ...[
    '<a b="1"/>',
    "<a b='1' c='2'/>",
    '<a b="1" b="2"/>',
    '<a p:b="1"/>',
    '<a b = "1"/>',
    '<a b="1"c="2"/>',
    '<a b=1/>',
  ],
  ...[
    '<a b1="" b2="" b3="" b4="" b5="" b6="" b7="" b8="" b9="" b1=""/>',
    '<a b="<"/>',
    '<a b=">"/>',
    '<a b="&amp;&#65;&#x42;"/>',
    '<a b="\t\r\n\r"/>',
    '<a b="&#9;&#10;"/>',
    "<a b='\"'/>",
  ],
  ...[
    '<a xml:lang="de"/>',
    '<xml:a/>',
    '<a xmlns:xml="urn:one"/>',
    '<a xmlns:xmlns="urn:one"/>',
    '<xmlns:a/>',
    '<p:p:a/>',
  ],
  ...[
    '<a xmlns:q="urn:two" xmlns:p="urn:two" p:b="1" q:b="2"/>',
    '<:a/>',
    '<a:/>',
    '<1/>',
    '<\u00e9\u6f22/>',
    '<a\u00b7/>',
  ],
  ...[
    '<!-- c -->',
    '<!-- -- -->',
    '<!--->',
    '<!---->',
    '<!-- </a> -->',
    '<!--',
    '-->',
    '<!',
    '<!DOCTYPE a>',
    '<!ELEMENT>',
  ],
  ...[
    '<![CDATA[',
    ']]>',
    '<![CDATA[x]]>',
    '<![CDATA[<a>&amp;]]>',
    '<![CDATA[]]]]><![CDATA[>]]>',
    ']]',
    ']',
    '<![cdata[x]]>',
  ],
  ...[
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
    '<?xml?>',
    '<?XML a?>',
    '<?p d?>',
  ],
  ...['<?p?>', '<?p a ? > ?>', '<??>', '<? p?>', '<?p', '?>', '<?xml encoding="utf-8"?>'],
  ...[
    'x',
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '&',
    '&amp;',
    '&lt;',
    '&nbsp;',
    '&#65;',
    '&#x41;',
    '&#X41;',
    '&#;',
    '&#xD;',
    '&a b;',
  ],
  ...[
    '&#0;',
    '&#x1F;',
    '&#xD800;',
    '&#x10FFFF;',
    '&#x110000;',
    '\u0001',
    '\ufffe',
    '\u00e9',
    '\u6f22',
    '\u{1f600}',
    '"',
    "'",
  ],
)

/** Documents whose tags match. The rest of them may be anything. */
const nested: fc.Arbitrary<string> = fc.letrec<{ content: string; element: string }>((tie) => ({
  element: fc
    .tuple(fc.constantFrom('a', 'p:b', 'c xmlns="urn:one"', 'd p:e="1"', 'f b=">" '), tie('content'))
    .map(([tag, content]) => `<${tag}>${content}</${tag.split(' ')[0]}>`),
  content: fc
    .array(fc.oneof({ maxDepth: 4, withCrossShrink: true }, pieces, pieces, tie('element')), { maxLength: 4 })
    .map((parts) => parts.join('')),
})).element

const documents = fc.oneof(
  nested.map((content) => `<r xmlns:p="urn:two">${content}</r>`),
  fc.array(pieces, { maxLength: 8 }).map((parts) => `<r xmlns:p="urn:two">${parts.join('')}</r>`),
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
)

/** The same few pieces in different places, where they may mean something else. */
const repetitive = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        ...['<a>x</a>', '<a> </a>', '<a></a>', '<a/>', '<a b="1"/>', '<a b="2"/>', '<a b="1">x</a>', '<a >x</a >'],
        ...[
          '<p:a>x</p:a>',
          '<p:a p:b="1"/>',
          '<a><a>x</a></a>',
          '<p:a xmlns:p="urn:one">x</p:a>',
          '<a xmlns="urn:one"/>',
        ],
        ...['<ab>x</ab>', '<a>&amp;</a>', '<a>]]></a>', '<a>x<a/></a>', '<a>x</p:a>', '<a b="1" b="1"/>', '<q:a/>'],
      ),
      { minLength: 1, maxLength: 4 },
    ),
    fc.array(
      fc.constantFrom(
        ...['<c>', '<c xmlns="urn:one">', '<c xmlns="urn:two">', '<c xmlns:p="urn:one">', '<c xmlns:p="urn:three">'],
      ),
      { minLength: 2, maxLength: 4 },
    ),
  )
  .map(([unit, places]) => places.map((place) => `${place}${unit.join('')}${unit.join('')}</c>`).join(''))
  .map((content) => `<r xmlns:p="urn:two">${content}</r>`)

/** The pieces of `xml` between `cuts`. */
function chunksOf(xml: string, cuts: readonly number[]): string[] {
  // The decoder never splits a character, so no cut may do so.
  const characters = [...xml]
  const edges = [
    0,
    ...cuts.map((cut) => cut % (characters.length + 1)).sort((one, other) => one - other),
    characters.length,
  ]
  return edges.map((edge, index) => characters.slice(edges[index - 1] ?? 0, edge).join(''))
}

describe('a document is read as saxes reads it', () => {
  it('whatever it consists of', () => {
    fc.assert(
      fc.property(documents, (xml) => {
        expect(tokenized([xml])).toEqual(bySaxes(xml))
      }),
      { numRuns: bySuite({ quick: 2_000, slow: 20_000 }) },
    )
  })

  it('wherever it is split', () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat(), { maxLength: 10 }), (xml, cuts) => {
        expect(tokenized(chunksOf(xml, cuts))).toEqual(bySaxes(xml))
      }),
      { numRuns: bySuite({ quick: 1_000, slow: 10_000 }) },
    )
  })

  it('character by character', () => {
    fc.assert(
      fc.property(documents, (xml) => {
        expect(tokenized([...xml])).toEqual(bySaxes(xml))
      }),
      { numRuns: bySuite({ quick: 500, slow: 5_000 }) },
    )
  })

  it('if the same pieces come again', () => {
    fc.assert(
      fc.property(repetitive, fc.array(fc.nat(), { maxLength: 6 }), (xml, cuts) => {
        expect(tokenized(chunksOf(xml, cuts))).toEqual(bySaxes(xml))
      }),
      { numRuns: bySuite({ quick: 1_000, slow: 10_000 }) },
    )
  })

  it.each([
    ['documents', documents],
    ['repetitive documents', repetitive],
  ])('and the %s include valid and invalid ones', (_which, arbitrary) => {
    const readings = fc.sample(arbitrary, { numRuns: 1000, seed: 1 }).map((xml) => bySaxes(xml))
    const refused = readings.filter((reading) => reading === 'refused').length
    expect(refused).toBeGreaterThan(100)
    expect(refused).toBeLessThan(900)
  })
})
