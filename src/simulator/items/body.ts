import type { Body } from '../../operations'
import { illegalCharacter } from '../../xml'

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
const CHARACTERS = new Map(Object.entries(REFERENCES).map(([character, reference]) => [reference, character]))
CHARACTERS.set('&nbsp;', '\u00a0')

/** Elements whose content isn't displayed. */
const HIDDEN: readonly string[] = ['head', 'style', 'script', 'title']
/** Elements that start a new line. */
const BLOCKS: readonly string[] = 'p div li tr h1 h2 h3 h4 h5 h6 blockquote pre ul ol table'.split(' ')
/** A tag or a text. Matching takes linear time, no matter how many angle brackets there are. */
const PIECE = /<(\/?)([a-z][a-z\d]*)[^<>]*>|<[!?/][^<>]*>|[^<]+|</gi
const REFERENCE = /&(?:[a-z]{2,6}|#\d{1,7}|#x[\da-f]{1,6});/gi

const withoutComments = (html: string) => {
  const [before = '', ...comments] = html.split('<!--')
  return before + comments.map((comment) => comment.split('-->').slice(1).join('-->')).join('')
}

/** Returns the visible text of an HTML page, with its line breaks. */
function toText(html: string): string {
  const lines = ['']
  let hidden: string | undefined
  for (const [piece, slash, tag] of withoutComments(html).matchAll(PIECE)) {
    const name = tag?.toLowerCase()
    if (hidden !== undefined || (name !== undefined && HIDDEN.includes(name))) {
      hidden = slash === '/' && name === (hidden ?? name) ? undefined : (hidden ?? name)
    } else if (name === 'br' || (slash === '/' && BLOCKS.includes(name ?? ''))) {
      lines.push('')
    } else if (!piece.startsWith('<') || piece === '<') {
      lines.push(`${lines.pop()}${piece.replace(/[ \t\r\n]+/g, ' ').replace(REFERENCE, character)}`)
    }
  }
  return lines
    .map((line) => line.trim())
    .join('\r\n')
    .trim()
}

/** Returns the character that a reference stands for. Invalid references stay as they are. */
function character(reference: string): string {
  const [, hexadecimal, decimal] = /^&#(?:x([\da-f]+)|(\d+));$/i.exec(reference) ?? []
  const codePoint = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  const named = CHARACTERS.get(reference.toLowerCase())
  if (named !== undefined || !(codePoint <= 0x10ffff)) return named ?? reference
  const numbered = String.fromCodePoint(codePoint)
  return illegalCharacter(numbered) === undefined ? numbered : ''
}

const toHtml = (text: string) => {
  const written = text.replace(/[&<>"']/g, (special) => REFERENCES[special] ?? special)
  return `<html><body>${written.replace(/\r\n|\r|\n/g, '<br>\r\n')}</body></html>`
}

/**
 * Converts a body to the form that a client asks for (MS-OXWSCDATA, BodyTypeResponseType). Both forms break their lines at the same places.
 */
export function bodyAs(body: Body, wanted: 'Best' | 'HTML' | 'Text' = 'Best'): Body {
  if (wanted === 'Best' || wanted === body.bodyType) return body
  return { bodyType: wanted, value: wanted === 'HTML' ? toHtml(body.value) : toText(body.value) }
}

/** Cuts a body between characters to at most `maximumBytes` in UTF-8, if there is a maximum (MS-OXWSCDATA, MaximumBodySize). */
export function cutBody(body: Body, maximumBytes: number | undefined): Body {
  const bytes = Buffer.from(body.value)
  if (maximumBytes === undefined || maximumBytes <= 0 || bytes.length <= maximumBytes) return body
  const value = new TextDecoder('utf-8').decode(bytes.subarray(0, maximumBytes), { stream: true })
  return { bodyType: body.bodyType, isTruncated: true, value }
}
