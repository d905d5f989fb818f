import { CharacterData, type ForbiddenCharacters, LONGEST_REFERENCE } from './character-data'
import { MAX_DEPTH } from './description'
import { XmlProblem } from './errors'
import { declaredPrefix, NamespaceScope, type XmlElementName, type XmlName } from './namespace-scope'

/** An attribute that isn't a namespace declaration. */
export interface XmlAttribute {
  readonly name: XmlName
  readonly value: string
}

/** What a document consists of, in its order. An empty element is opened and closed; a text may come in pieces. */
export interface XmlTokens {
  open(name: XmlName, attributes: readonly XmlAttribute[]): void
  text(text: string): void
  close(): void
  /** All three at once for what most elements are: no attributes, and nothing inside but the text from `start` to `end`. */
  leaf(name: XmlName, document: string, start: number, end: number): void
}

/** Of a tag, comment or processing instruction, in characters: they are understood once they are there as a whole. */
const MAX_MARKUP_LENGTH = 65_536

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

const WHITE_SPACE = /^[ \t\r\n]*$/
const SPACES = '[ \\t\\r\\n]+'
const EQUALS = '[ \\t\\r\\n]*=[ \\t\\r\\n]*'
const ATTRIBUTE = new RegExp(`${SPACES}([^ \\t\\r\\n=<>"'/]+)${EQUALS}(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const INSTRUCTION = /^<\?([^ \t\r\n?]+)(?:[ \t\r\n].*)?\?>$/s
const XML_DECLARATION = new RegExp(
  `^<\\?xml${SPACES}version${EQUALS}(["'])1\\.\\d+\\1(${SPACES}encoding${EQUALS}(["'])[A-Za-z][\\w.-]*\\3)?` +
    `(${SPACES}standalone${EQUALS}(["'])(yes|no)\\5)?[ \\t\\r\\n]*\\?>$`,
)

const NO_ATTRIBUTES: readonly XmlAttribute[] = []

/**
 * Tells a document's tags from its text while it arrives: well-formed XML 1.0 with namespaces, and nothing else. A document type
 * declaration is refused, since nothing in EWS has one and entities are how XML is attacked; so are a depth over 100 and a tag
 * of more than 64 Ki characters. Everything throws XmlProblem at the first thing that is wrong; `place` says where.
 */
export class XmlTokenizer {
  readonly #tokens: XmlTokens
  readonly #data: CharacterData
  readonly #elements: XmlElementName[] = []
  /** The scope around each open element. */
  readonly #scopes: NamespaceScope[] = []
  #scope = new NamespaceScope()
  #latest: XmlElementName | undefined
  /** What has arrived and is not done with, from `#position` on. */
  #text = ''
  #position = 0
  /** Line feeds, and characters after the last one, that came before `#text`. */
  #before = { lines: 0, characters: 0 }
  #hasBegun = false
  #hasRoot = false
  #inCdata = false

  constructor(tokens: XmlTokens, forbidden: ForbiddenCharacters) {
    this.#tokens = tokens
    this.#data = new CharacterData(forbidden)
  }

  /** Where it is: one-based, in lines and UTF-16 code units. */
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

  /** To be called after the last `write`. */
  end(): void {
    const rest = this.#text.slice(this.#position)
    this.#position = this.#text.length
    if (this.#elements.length > 0 || rest.startsWith('<')) throw new XmlProblem('The document breaks off')
    refuseText(rest)
    if (!this.#hasRoot) throw new XmlProblem('The document is empty')
  }

  /** Does away with the next piece of the document; false where more must arrive first. */
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
    if (this.#elements.length === 0) refuseText(raw)
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
    const name = this.#elements.at(-1)
    const start = this.#position
    const isUsual = name !== undefined && this.#text.startsWith(name.closingTag, start)
    const end = isUsual ? start + name.closingTag.length - 1 : this.#text.indexOf('>', start)
    if (!this.#isComplete(end)) return false
    this.#pass(end + 1)
    if (name === undefined || !(isUsual || isClosingTag(name, this.#text.slice(start, end)))) {
      throw new XmlProblem('A closing tag has no opening one')
    }
    this.#close()
    return true
  }

  #openingTag(): boolean {
    const text = this.#text
    const start = this.#position + 1
    const expected = this.#expected(start)
    const nameEnd = expected === undefined ? endOfName(text, start) : start + expected.qualified.length
    const end = endOfTag(text, nameEnd)
    if (!this.#isComplete(end)) return false
    const isEmpty = text.charCodeAt(end - 1) === SLASH
    const attributesEnd = isEmpty ? end - 1 : end
    const outer = this.#scope
    const attributes = nameEnd === attributesEnd ? NO_ATTRIBUTES : this.#attributes(text, nameEnd, attributesEnd)
    const name = expected?.scope === this.#scope ? expected : this.#scope.element(text.slice(start, nameEnd))
    if (this.#latest !== undefined && name.isRemembered) this.#latest.next = name
    this.#latest = name.isRemembered ? name : undefined
    this.#pass(end + 1)
    this.#refuseTooMany()
    if (nameEnd === end && this.#leaf(name)) return true
    this.#tokens.open(name, attributes)
    this.#elements.push(name)
    this.#scopes.push(outer)
    if (isEmpty) this.#close()
    return true
  }

  /** The name that most likely stands at `start`, if it does. */
  #expected(start: number): XmlElementName | undefined {
    const name = this.#latest?.next
    if (name === undefined || !this.#text.startsWith(name.qualified, start)) return undefined
    return isNameEnd(this.#text.charCodeAt(start + name.qualified.length)) ? name : undefined
  }

  #refuseTooMany() {
    const depth = this.#elements.length
    if (depth >= MAX_DEPTH) throw new XmlProblem(`Elements are nested deeper than ${MAX_DEPTH}`)
    if (depth === 0 && this.#hasRoot) throw new XmlProblem('There is a second root element')
    this.#hasRoot = true
  }

  /** Most elements have nothing in them but plain text: the rest of such a one, if all of it is there. */
  #leaf(name: XmlElementName): boolean {
    const text = this.#text
    const start = this.#position
    const end = endOfPlainText(text, start)
    if (!text.startsWith(name.closingTag, end)) return false
    this.#pass(end + name.closingTag.length)
    this.#tokens.leaf(name, text, start, end)
    return true
  }

  #close() {
    this.#tokens.close()
    this.#elements.pop()
    this.#scope = this.#scopes.pop() ?? this.#scope
  }

  #declaration(): boolean {
    const text = this.#text
    if (text.startsWith(COMMENT, this.#position)) return this.#comment()
    if (text.startsWith(CDATA, this.#position)) {
      if (this.#elements.length === 0) refuseText(CDATA)
      this.#pass(this.#position + CDATA.length)
      this.#inCdata = true
      return true
    }
    const begun = text.slice(this.#position, this.#position + CDATA.length)
    if ([COMMENT, CDATA, DOCTYPE].some((begin) => begin !== begun && begin.startsWith(begun))) return false
    throw new XmlProblem(
      begun.toUpperCase() === DOCTYPE ? 'A document type declaration is not allowed' : 'A tag begins with <!',
    )
  }

  #comment(): boolean {
    const start = this.#position + COMMENT.length
    const end = this.#text.indexOf('--', start)
    if (!this.#isComplete(end < 0 || end + 2 === this.#text.length ? -1 : end)) return false
    if (this.#text.charCodeAt(end + 2) !== GREATER_THAN) throw new XmlProblem('A comment has --')
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

  #attributes(text: string, start: number, end: number): readonly XmlAttribute[] {
    const written: { qualified: string; value: string }[] = []
    let declares = false
    let position = start
    for (;;) {
      ATTRIBUTE.lastIndex = position
      const match = ATTRIBUTE.exec(text)
      if (match === null) break
      position = ATTRIBUTE.lastIndex
      const [, qualified = '', quoted, apostrophed = ''] = match
      written.push({ qualified, value: this.#data.attribute(quoted ?? apostrophed) })
      if (qualified.startsWith('xmlns')) declares = true
    }
    if (position < end && !WHITE_SPACE.test(text.slice(position, end))) {
      throw new XmlProblem("A tag's attributes are malformed")
    }
    const others = declares ? this.#declare(written) : written
    const attributes = others.map(({ qualified, value }) => ({ name: this.#scope.attribute(qualified), value }))
    if (attributes.length > 1) refuseTwice(attributes)
    return attributes
  }

  /** Enters the scope that a tag opens; returns those of its attributes that declare nothing. */
  #declare<Written extends { readonly qualified: string; readonly value: string }>(
    written: readonly Written[],
  ): Written[] {
    const uris = new Map<string, string>()
    const others = written.filter(({ qualified, value }) => {
      const prefix = declaredPrefix(qualified)
      if (prefix === undefined) return true
      if (uris.has(prefix)) throw new XmlProblem('A prefix is declared twice in one tag')
      uris.set(prefix, value)
      return false
    })
    if (uris.size > 0) this.#scope = this.#scope.declaring(uris)
    return others
  }

  /** Whether a piece of markup that ends at `end`, or nowhere yet, is there as a whole. */
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

const isNameEnd = (code: number) => code === GREATER_THAN || code === SLASH || isSpace(code)

const isSpace = (code: number) => code === SPACE || code === LINE_FEED || code === TAB || code === CARRIAGE_RETURN

/** Where a text ends that needs no second look: at a tag, at what may stand for something other than itself, or at the end. */
function endOfPlainText(text: string, start: number): number {
  let end = start
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code <= GREATER_THAN ? STOPS[code] === 1 : code > LAST_LEGAL) break
  }
  return end
}

/** 1 for each character up to `>` that isn't plain: markup, carriage return, and what XML forbids. */
const STOPS = Uint8Array.from({ length: GREATER_THAN + 1 }, (_, code) =>
  [LESS_THAN, GREATER_THAN, AMPERSAND].includes(code) || (code < SPACE && code !== LINE_FEED && code !== TAB) ? 1 : 0,
)

function refuseText(outside: string) {
  if (!WHITE_SPACE.test(outside)) throw new XmlProblem('There is text outside of the root element')
}

/** How far a text that goes on can be understood: what comes next may end a reference, a line end or `]]>`. */
function certainEnd(text: string, start: number): number {
  const { length } = text
  const ampersand = text.lastIndexOf('&')
  if (ampersand >= start && length - ampersand < LONGEST_REFERENCE && !text.includes(';', ampersand)) return ampersand
  const [uncertain = ''] = /(?:\r|\]\]?)$/.exec(text.slice(-2)) ?? []
  return Math.max(start, length - uncertain.length)
}

/** The same in a CDATA section, where only line ends and the section's end have a meaning. */
function certainCdataEnd(text: string, start: number): number {
  const end = text.length - 2
  return Math.max(start, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end)
}

function endOfName(text: string, start: number): number {
  let end = start
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (isNameEnd(code)) break
  }
  return end
}

/** Where the tag's `>` is, which may stand in an attribute's value too; -1 if it isn't there yet. */
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

/** A closing tag may have white space at its end. */
function isClosingTag({ closingTag }: XmlElementName, tag: string): boolean {
  const name = closingTag.slice(0, -1)
  return tag.startsWith(name) && WHITE_SPACE.test(tag.slice(name.length))
}

/** Up to so many attributes are compared each with each, which is faster than a set but slow for many. */
const FEW_ATTRIBUTES = 8

/** XML 1.0, 3.1 and Namespaces in XML 1.0, 6.3: an attribute stands once in a tag, also under another prefix. */
function refuseTwice(attributes: readonly XmlAttribute[]) {
  if (attributes.length > FEW_ATTRIBUTES ? !areDistinct(attributes) : attributes.some(standsBefore)) {
    throw new XmlProblem('An attribute stands twice in one tag')
  }
}

const areDistinct = (attributes: readonly XmlAttribute[]) =>
  new Set(attributes.map(({ name: { local, uri } }) => `${local} ${uri}`)).size === attributes.length

function standsBefore({ name }: XmlAttribute, index: number, attributes: readonly XmlAttribute[]): boolean {
  for (let before = 0; before < index; before++) {
    const other = attributes[before]?.name
    if (other?.local === name.local && other.uri === name.uri) return true
  }
  return false
}
