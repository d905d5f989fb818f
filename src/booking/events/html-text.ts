/** Elements whose content isn't text. */
const HIDDEN: ReadonlySet<string> = new Set(['head', 'script', 'style', 'title'])

/** Elements that end a line. */
const LINES: ReadonlySet<string> = new Set(['br', 'div', 'li', 'p', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', apos: "'", gt: '>', lt: '<', nbsp: '\u00a0', quot: '"' }

/** The lookahead keeps a name whole. Trying its shorter forms too would take quadratic time where no `>` follows. */
const TAG = /<(\/?)([a-z][a-z0-9]*)(?![a-z0-9])[^<>]*>/gi

/** Returns the text of an HTML description, for servers that don't return it as text. Takes linear time, whatever the HTML. */
export function htmlText(html: string): string {
  const source = withoutComments(html)
  let text = ''
  let hiddenBy: string | undefined
  let position = 0
  for (const { 0: tag, 1: slash, 2: name = '', index } of source.matchAll(TAG)) {
    const element = name.toLowerCase()
    if (hiddenBy === undefined) text += collapsed(source.slice(position, index))
    if (hiddenBy === undefined && slash === '' && HIDDEN.has(element)) hiddenBy = element
    else if (slash === '/' && element === hiddenBy) hiddenBy = undefined
    if (hiddenBy === undefined && LINES.has(element) && (slash === '/' || element === 'br')) text += '\n'
    position = index + tag.length
  }
  return (hiddenBy === undefined ? text + collapsed(source.slice(position)) : text).trim()
}

function withoutComments(html: string): string {
  const parts: string[] = []
  let position = 0
  for (let start = html.indexOf('<!--'); start !== -1; start = html.indexOf('<!--', position)) {
    parts.push(html.slice(position, start))
    const end = html.indexOf('-->', start + 4)
    position = end === -1 ? html.length : end + 3
  }
  return [...parts, html.slice(position)].join('')
}

/** White space is one space in HTML. Entities are decoded last, so that a no-break space stays one. */
const collapsed = (piece: string): string =>
  piece.replace(/[ \t\r\n\f]+/g, ' ').replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{1,8}));/gi, decoded)

function decoded(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}
