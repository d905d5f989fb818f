/** A value doesn't match its description and can't be written. `path` names the field as the caller wrote it: `items[0].subject`. */
export class XmlWriteError extends Error {
  override readonly name = 'XmlWriteError'
  readonly path: string
  /** The problem, worded to follow the field's name. */
  readonly problem: string

  constructor(path: string, problem: string) {
    super(`${path || 'The value'} ${problem}`)
    this.path = path
    this.problem = problem
  }
}

/** A document isn't XML, or doesn't match its description. `path` names the element: `Envelope/Body/Fault`. */
export class XmlReadError extends Error {
  override readonly name = 'XmlReadError'
  readonly path: string
  /** Counts from 1, as XML processors do. */
  readonly line: number
  /** Counts from 1, as XML processors do. */
  readonly column: number

  constructor(problem: string, at: { path: string; line: number; column: number }) {
    const place = at.path === '' ? '' : ` in ${at.path}`
    super(`${problem}${place} (line ${at.line}, column ${at.column})`)
    this.path = at.path
    this.line = at.line
    this.column = at.column
  }
}

/** A problem in a document, without its place. Readers turn it into an `XmlReadError`. */
export class XmlProblem extends Error {
  override readonly name = 'XmlProblem'
}

/** A part of a well-formed document doesn't match its description. Readers drop the part if it is `dispensable`. */
export class UnreadableProblem extends XmlProblem {}
