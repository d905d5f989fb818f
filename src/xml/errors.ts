/** A value can't be written as its description demands. `path` names the field as the caller wrote it: `items[0].subject`. */
export class XmlWriteError extends Error {
  override readonly name = 'XmlWriteError'
  readonly path: string
  /** What is wrong with the field, to be said after its name. */
  readonly problem: string

  constructor(path: string, problem: string) {
    super(`${path || 'The value'} ${problem}`)
    this.path = path
    this.problem = problem
  }
}

/** A document isn't XML, or isn't what its description demands. `path` names the element: `Envelope/Body/Fault`. */
export class XmlReadError extends Error {
  override readonly name = 'XmlReadError'
  readonly path: string
  /** One-based, as XML processors count. */
  readonly line: number
  /** One-based, as XML processors count. */
  readonly column: number

  constructor(problem: string, at: { path: string; line: number; column: number }) {
    const place = at.path === '' ? '' : ` in ${at.path}`
    super(`${problem}${place} (line ${at.line}, column ${at.column})`)
    this.path = at.path
    this.line = at.line
    this.column = at.column
  }
}

/** What is wrong with a document, before anybody has said where; readers make an `XmlReadError` of it. */
export class XmlProblem extends Error {
  override readonly name = 'XmlProblem'
}

/** A part of a document that is well-formed XML isn't as described; forgiven where the part is `dispensable`. */
export class UnreadableProblem extends XmlProblem {}
