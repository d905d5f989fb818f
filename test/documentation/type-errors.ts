import ts from 'typescript'
import { type CodeBlock, ROOT } from './code-blocks'

/** The options of a new strict project, with this package's sources instead of the package. */
function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, ROOT)
  return { ...options, noUnusedLocals: false, noUncheckedIndexedAccess: false }
}

/**
 * Returns TypeScript's errors in the blocks, each of which is a module, such as `docs/vault.md:12: Cannot find name 'x'.`
 *
 * @param names declarations that all blocks may use
 */
export function typeErrors(blocks: readonly CodeBlock[], names: string): string[] {
  const options = readOptions()
  const modules = new Map(blocks.map((block) => [`${ROOT}${block.document}.${block.line}.ts`, block]))
  const texts = new Map(Array.from(modules, ([file, { code }]) => [file, `${code}\nexport {}\n`]))
  texts.set(`${ROOT}names.d.ts`, names)
  const declarations = ts.sys.readDirectory(`${ROOT}src`, ['.d.ts'])
  const program = ts.createProgram([...texts.keys(), ...declarations], options, hostOf(texts, options))
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n')
    if (file === undefined) return message
    const block = modules.get(file.fileName)
    const line = file.getLineAndCharacterOfPosition(start).line + 1
    return `${block?.document ?? file.fileName}:${line + (block?.line ?? 0)}: ${message}`
  })
}

function hostOf(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const disk = ts.createCompilerHost(options)
  return {
    ...disk,
    fileExists: (file) => texts.has(file) || disk.fileExists(file),
    readFile: (file) => texts.get(file) ?? disk.readFile(file),
    getSourceFile: (file, target, ...rest) => {
      const text = texts.get(file)
      return text === undefined ? disk.getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target)
    },
  }
}
