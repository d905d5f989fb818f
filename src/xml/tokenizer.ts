import { CharacterData, type ForbiddenCharacters, LONGEST_REFERENCE } from './character-data'
import { isBlank } from './characters'
import { MAX_DEPTH } from './depth'
import { XmlProblem } from './errors'
import type { XmlAttribute, XmlName } from './names'
import { type ElementName, NamespaceScope, type StartTag } from './namespace-scope'
import { readStartTag } from './start-tag'

/** Receives the parts of a document in order. Empty elements are opened and closed. A text may come in several pieces. */
export interface XmlTokens {
  open(name: XmlName, attributes: readonly XmlAttribute[]): void
  text(text: string): void
  /**
   * Offers the whole content of the element that was just opened, from `start` to `end` of `document`, as written and unchecked.
   * Returns true if all of it was read, or false to receive it as text.
   */
  textInPlace(document: string, start: number, end: number): boolean
  close(): void
}

/** The longest tag, comment or processing instruction, in characters. They are parsed once all of it has arrived. */
const MAX_MARKUP_LENGTH = 65_536

/** The longest tag that is cached, in characters. The limit keeps a document from filling the memory. */
const LONGEST_REMEMBERED = 500

const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const EXCLAMATION_MARK = 0x21
const QUOTATION_MARK = 0x22
const AMPERSAND = 0x26
const APOSTROPHE = 0x27
const SLASH = 0x2f
const LESS_THAN = 0x3c
const GREATER_THAN = 0x3e
const QUESTION_MARK = 0x3f
const LAST_LEGAL = 0xfffd

const COMMENT = '<!--'
const CDATA = '<![CDATA['
const DOCTYPE = '<!DOCTYPE'

const SPACES = '[ \\t\\r\\n]+'
const EQUALS = '[ \\t\\r\\n]*=[ \\t\\r\\n]*'
const INSTRUCTION = /^<\?([^ \t\r\n?]+)(?:[ \t\r\n].*)?\?>$/s
const XML_DECLARATION = new RegExp(
  `^<\\?xml${SPACES}version${EQUALS}(["'])1\\.\\d+\\1(${SPACES}encoding${EQUALS}(["'])[A-Za-z][\\w.-]*\\3)?` +
    `(${SPACES}standalone${EQUALS}(["'])(yes|no)\\5)?[ \\t\\r\\n]*\\?>$`,
)

/**
 * Splits a document into tags and text as it arrives. It accepts only well-formed XML 1.0 with namespaces. It refuses document type
 * declarations, which EWS never uses and which attacks by entities need, depths over 100, and tags of more than 64 Ki characters.
 * All methods throw an `XmlProblem` at the first error; `place` says where it is.
 */
export class XmlTokenizer {
  readonly #tokens: XmlTokens
  readonly #data: CharacterData
  /** The open elements. */
  readonly #open: StartTag[] = []
  #scope: NamespaceScope
  /** The element that was opened last, if it is cached. */
  #latest: ElementName | undefined
  /** The text that has arrived. It is unread from `#position` on. */
  #text = ''
  #position = 0
  /** The number of line feeds before `#text`, and of characters after the last of them. */
  #before = { lines: 0, characters: 0 }
  #hasBegun = false
  #hasRoot = false
  #inCdata = false

  /** @param scope the outermost scope, which may know names already. Defaults to one of its own. */
  constructor(tokens: XmlTokens, forbidden: ForbiddenCharacters, scope = new NamespaceScope()) {
    this.#tokens = tokens
    this.#scope = scope
    this.#data = new CharacterData(forbidden)
  }

  /** The current place: lines and UTF-16 code units, both counted from 1. */
  get place(): { line: number; column: number } {
    let { lines, characters } = this.#before
    let position = 0
    for (
      let end = this.#text.indexOf('\n');
      end >= 0 && end < this.#position;
      end = this.#text.indexOf('\n', position)
    ) {
      position = end + 1
      lines += 1
      characters = 0
    }
    return { line: lines + 1, column: characters + this.#position - position + 1 }
  }

  write(text: string): void {
    const { line, column } = this.place
    this.#before = { lines: line - 1, characters: column - 1 }
    this.#text = this.#text.slice(this.#position) + text
    this.#position = 0
    while (this.#position < this.#text.length && this.#step());
  }

  /** Must be called after the last `write`. */
  end(): void {
    const rest = this.#text.slice(this.#position)
    this.#position = this.#text.length
    if (this.#open.length > 0 || rest.startsWith('<')) throw new XmlProblem('The document is cut off')
    refuseText(rest)
    if (!this.#hasRoot) throw new XmlProblem('The document is empty')
  }

  /** Reads the next piece of the document. Returns false if more must arrive first. */
  #step(): boolean {
    if (this.#inCdata) return this.#cdata()
    if (this.#text.charCodeAt(this.#position) !== LESS_THAN) return this.#characters()
    switch (this.#text.charCodeAt(this.#position + 1)) {
      case SLASH:
        return this.#closingTag()
      case EXCLAMATION_MARK:
        return this.#declaration()
      case QUESTION_MARK:
        return this.#instruction()
      default:
        return this.#openingTag()
    }
  }

  #characters(): boolean {
    const text = this.#text
    const start = this.#position
    const plainEnd = endOfPlainText(text, start)
    const tag = text.charCodeAt(plainEnd) === LESS_THAN ? plainEnd : text.indexOf('<', plainEnd)
    const end = tag < 0 ? certainEnd(text, start) : tag
    if (end === start) return false
    const raw = text.slice(start, end)
    if (this.#open.length === 0) refuseText(raw)
    else this.#tokens.text(plainEnd >= end ? raw : this.#data.text(raw))
    this.#pass(end)
    return tag >= 0
  }

  #cdata(): boolean {
    const text = this.#text
    const start = this.#position
    const close = text.indexOf(']]>', start)
    const end = close < 0 ? certainCdataEnd(text, start) : close
    if (end > start) this.#tokens.text(this.#data.cdata(text.slice(start, end)))
    this.#pass(close < 0 ? end : end + 3)
    this.#inCdata = close < 0
    return close >= 0
  }

  #closingTag(): boolean {
    const tag = this.#open.at(-1)
    const start = this.#position
    const isUsual = tag !== undefined && standsAt(tag.name.closingTag, this.#text, start)
    const end = isUsual ? start + tag.name.closingTag.length - 1 : this.#text.indexOf('>', start)
    if (!this.#isComplete(end)) return false
    this.#pass(end + 1)
    if (tag === undefined || !(isUsual || isClosingTag(tag.name, this.#text.slice(start, end)))) {
      throw new XmlProblem('A closing tag has no opening one')
    }
    this.#open.pop()
    this.#scope = tag.outer
    this.#tokens.close()
    return true
  }

  /** Tries the tag that followed the latest element last time. If it comes again, it needs no parsing. */
  #openingTag(): boolean {
    const expected = this.#latest?.next
    if (expected?.outer === this.#scope && standsAt(expected.text, this.#text, this.#position)) {
      this.#enter(expected)
      return true
    }
    const nameEnd = endOfName(this.#text, this.#position + 1)
    const end = endOfTag(this.#text, nameEnd)
    if (!this.#isComplete(end)) return false
    const tag =
      nameEnd === end
        ? this.#scope.element(this.#text.slice(this.#position + 1, nameEnd)).bareTag
        : readStartTag(this.#text.slice(this.#position, end + 1), nameEnd - this.#position, this.#scope, this.#data)
    if (this.#latest !== undefined && tag.text.length <= LONGEST_REMEMBERED) this.#latest.next = tag
    this.#enter(tag)
    return true
  }

  #enter(tag: StartTag) {
    const { text, name, attributes, isEmpty, inner } = tag
    this.#latest = name.isRemembered ? name : undefined
    this.#pass(this.#position + text.length)
    this.#refuseTooMany()
    this.#tokens.open(name, attributes)
    if (isEmpty) this.#tokens.close()
    else if (!this.#leaf(name)) {
      this.#open.push(tag)
      this.#scope = inner
    }
  }

  #refuseTooMany() {
    const depth = this.#open.length
    if (depth >= MAX_DEPTH) throw new XmlProblem(`Elements are nested deeper than ${MAX_DEPTH}`)
    if (depth === 0 && this.#hasRoot) throw new XmlProblem('The document has a second root element')
    this.#hasRoot = true
  }

  /** Reads the rest of an element that contains only plain text, as most do, if all of it has arrived. */
  #leaf({ closingTag }: ElementName): boolean {
    const text = this.#text
    const start = this.#position
    const end = text.indexOf('<', start)
    if (end < 0 || !standsAt(closingTag, text, end)) return false
    if (!this.#tokens.textInPlace(text, start, end)) {
      if (endOfPlainText(text, start) < end) return false
      if (end > start) this.#tokens.text(text.slice(start, end))
    }
    this.#pass(end + closingTag.length)
    this.#tokens.close()
    return true
  }

  #declaration(): boolean {
    const text = this.#text
    if (text.startsWith(COMMENT, this.#position)) return this.#comment()
    if (text.startsWith(CDATA, this.#position)) {
      if (this.#open.length === 0) refuseText(CDATA)
      this.#pass(this.#position + CDATA.length)
      this.#inCdata = true
      return true
    }
    const begun = text.slice(this.#position, this.#position + CDATA.length)
    if ([COMMENT, CDATA, DOCTYPE].some((begin) => begin !== begun && begin.startsWith(begun))) return false
    throw new XmlProblem(
      begun.toUpperCase() === DOCTYPE ? 'A document type declaration is not allowed' : 'A tag starts with <!',
    )
  }

  #comment(): boolean {
    const start = this.#position + COMMENT.length
    const end = this.#text.indexOf('--', start)
    if (!this.#isComplete(end < 0 || end + 2 === this.#text.length ? -1 : end)) return false
    if (this.#text.charCodeAt(end + 2) !== GREATER_THAN) throw new XmlProblem('A comment contains --')
    this.#data.cdata(this.#text.slice(start, end))
    this.#pass(end + 3)
    return true
  }

  #instruction(): boolean {
    const end = this.#text.indexOf('?>', this.#position + 2)
    if (!this.#isComplete(end)) return false
    const instruction = this.#text.slice(this.#position, end + 2)
    const target = INSTRUCTION.exec(instruction)?.[1] ?? ''
    const isXmlDeclaration = !this.#hasBegun && XML_DECLARATION.test(instruction)
    if (!isXmlDeclaration && target.toLowerCase() === 'xml')
      throw new XmlProblem('An XML declaration is misplaced or malformed')
    this.#scope.attribute(target)
    this.#data.cdata(instruction)
    this.#pass(end + 2)
    return true
  }

  /** Whether a piece of markup has arrived completely. `end` is -1 if its end isn't there yet. */
  #isComplete(end: number): boolean {
    const length = (end < 0 ? this.#text.length : end) - this.#position
    if (length > MAX_MARKUP_LENGTH) throw new XmlProblem(`A tag is longer than ${MAX_MARKUP_LENGTH} characters`)
    return end >= 0
  }

  #pass(position: number) {
    this.#position = position
    this.#hasBegun = true
  }
}

/** Like `String.prototype.startsWith`, in a fraction of the time: the engine compiles it in place, and nothing is copied. */
function standsAt(tag: string, text: string, start: number): boolean {
  for (let index = 0; index < tag.length; index++) {
    if (text.charCodeAt(start + index) !== tag.charCodeAt(index)) return false
  }
  return true
}

/** Returns where plain text ends: at a tag, at a character that may need decoding or checking, or at the end. */
function endOfPlainText(text: string, start: number): number {
  let end = start
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code <= GREATER_THAN ? STOPS[code] === 1 : code > LAST_LEGAL) break
  }
  return end
}

/** Has a 1 for each character up to `>` that isn't plain: markup, carriage returns, and characters that XML forbids. */
const STOPS = Uint8Array.from({ length: GREATER_THAN + 1 }, (_, code) =>
  [LESS_THAN, GREATER_THAN, AMPERSAND].includes(code) || (code < SPACE && code !== LINE_FEED && code !== TAB) ? 1 : 0,
)

function refuseText(outside: string) {
  if (!isBlank(outside)) throw new XmlProblem('The document has text outside its root element')
}

/** Returns how much of an incomplete text can be decoded. The next chunk may complete a reference, a line end or `]]>`. */
function certainEnd(text: string, start: number): number {
  const { length } = text
  const ampersand = text.lastIndexOf('&')
  if (ampersand >= start && length - ampersand < LONGEST_REFERENCE && !text.includes(';', ampersand)) return ampersand
  const [uncertain = ''] = /(?:\r|\]\]?)$/.exec(text.slice(-2)) ?? []
  return Math.max(start, length - uncertain.length)
}

/** The same for a CDATA section, in which only line ends and the end of the section have a meaning. */
function certainCdataEnd(text: string, start: number): number {
  const end = text.length - 2
  return Math.max(start, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end)
}

function endOfName(text: string, start: number): number {
  let end = start
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === GREATER_THAN || code === SLASH || isSpace(code)) break
  }
  return end
}

const isSpace = (code: number) => code === SPACE || code === LINE_FEED || code === TAB || code === CARRIAGE_RETURN

/** Returns where the tag ends, at its `>`, or -1 if that hasn't arrived. A `>` in an attribute's value doesn't end it. */
function endOfTag(text: string, start: number): number {
  for (let end = start; end >= 0 && end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === GREATER_THAN) return end
    if (code === QUOTATION_MARK || code === APOSTROPHE) {
      end = text.indexOf(code === QUOTATION_MARK ? '"' : "'", end + 1)
      if (end < 0) return -1
    }
  }
  return -1
}

/** Whether `tag` closes this element. A closing tag may have white space after its name. */
function isClosingTag({ closingTag }: ElementName, tag: string): boolean {
  const name = closingTag.slice(0, -1)
  return tag.startsWith(name) && isBlank(tag.slice(name.length))
}
