/** A piece of XML, and what it is, for its color. */
export interface Piece {
  readonly kind: 'mark' | 'name' | 'attribute' | 'value' | 'text'
  readonly text: string
}

/** More lines than anybody reads slow the page down. */
const MOST_LINES = 5000

/**
 * Lays XML out, an element a line, whose pieces are in order. An element with text alone is one line. What isn't well-formed, as after the fault
 * `truncate`, is laid out as far as it goes.
 */
export function layOut(xml: string): readonly (readonly Piece[])[] {
  const tokens = xml.match(/<[^>]*>?|[^<]+/g) ?? []
  const lines: Piece[][] = []
  let depth = 0
  for (let index = 0; index < tokens.length && lines.length < MOST_LINES; index++) {
    const token = tokens[index] ?? ''
    if (token.trim() === '') continue
    if (token.startsWith('</')) depth = Math.max(depth - 1, 0)
    const line: Piece[] = [{ kind: 'mark', text: '  '.repeat(depth) }, ...piecesOf(token)]
    if (opens(token)) {
      const [text = '', close = ''] = tokens.slice(index + 1, index + 3)
      if (close.startsWith('</') && !text.startsWith('<')) {
        line.push({ kind: 'text', text }, ...piecesOf(close))
        index += 2
      } else if (text.startsWith('</')) {
        line.push(...piecesOf(text))
        index += 1
      } else depth += 1
    }
    lines.push(line)
  }
  if (lines.length === MOST_LINES) lines.push([{ kind: 'text', text: '…' }])
  return lines
}

const opens = (token: string) => /^<[^/?!]/.test(token) && !token.endsWith('/>')

function piecesOf(token: string): Piece[] {
  const [, start = '', name = '', attributes = '', end = ''] =
    /^(<[/?!]?)([^\s/>?]*)([^>]*?)([/?]?>)?$/s.exec(token) ?? []
  if (start === '') return [{ kind: 'text', text: token }]
  const pairs = attributes.match(/[^\s=]+|=\s*("[^"]*"?|'[^']*'?)|\s+|=/g) ?? []
  return [
    { kind: 'mark', text: start },
    { kind: 'name', text: name },
    ...pairs.map((text): Piece => ({ kind: text.startsWith('=') ? 'value' : 'attribute', text })),
    { kind: 'mark', text: end },
  ]
}
