import { runInThisContext } from 'node:vm'
import ts from 'typescript'
import { type CodeBlock, codeBlocks, textOf } from '../code-blocks'

/** A call of another library in a migration guide, and what replaces it. */
export interface Pair {
  /** The heading above them. */
  readonly heading: string
  readonly theirs: CodeBlock
  readonly ours: CodeBlock
}

/** Returns the pairs of a guide: under a heading, one block of JavaScript, then one of TypeScript. */
export function pairsOf(document: string): Pair[] {
  const headings = textOf(document)
    .split('\n')
    .flatMap((text, line) => (text.startsWith('## ') ? [{ heading: text.slice(3), line }] : []))
  const above = ({ line }: CodeBlock) => headings.findLast((heading) => heading.line < line)?.heading
  const [theirs, ours] = [codeBlocks(document, 'js'), codeBlocks(document, 'ts')]
  if (theirs.map(above).join() !== ours.map(above).join()) throw new TypeError(`A block of ${document} has no pair`)
  return theirs.flatMap((block, index) => {
    const [heading, other] = [above(block), ours[index]]
    return heading === undefined || other === undefined ? [] : [{ heading, theirs: block, ours: other }]
  })
}

/**
 * Runs a block as the body of an async function.
 *
 * @param names what the block may use by these names. What it imports must be among them
 * @returns the values of the variables that it declares at its top
 */
export async function run({ code, document, line }: CodeBlock, names: object): Promise<Record<string, unknown>> {
  const { outputText } = ts.transpileModule(code.replaceAll(/^import .*$/gm, ''), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const declared = `{ ${variablesOf(code).join(', ')} }`
  const call: (names: object) => Promise<Record<string, unknown>> = runInThisContext(
    `(async ({ ${Object.keys(names).join(', ')} }) => { {\n${outputText}\nreturn ${declared} } })`,
    { filename: document, lineOffset: line - 1 },
  )
  return call(names)
}

function variablesOf(code: string): string[] {
  const { statements } = ts.createSourceFile('block.ts', code, ts.ScriptTarget.ES2022)
  return statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations.flatMap(({ name }) => namesIn(name)))
}

const namesIn = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : [...name.elements].flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []))
