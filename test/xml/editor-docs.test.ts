import { fileURLToPath } from 'node:url'
import { xml } from 'ews-booking'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { exports } from '../../package.json'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ENTRY_POINTS = Object.entries(exports).flatMap(([path, file]) =>
  file.endsWith('.js') ? [`ews-booking${path.slice(1)}`] : [],
)

/** A file of a consumer, which exists in memory only. */
const CONSUMER = `${ROOT}consumer.ts`
const consumer = { text: '', version: 0 }

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  ROOT,
)

const editor = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [CONSUMER],
  getScriptVersion: (file) => (file === CONSUMER ? String(consumer.version) : ''),
  getScriptSnapshot(file) {
    const text = file === CONSUMER ? consumer.text : ts.sys.readFile(file)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
  getCurrentDirectory: () => ROOT,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (file) => file === CONSUMER || ts.sys.fileExists(file),
  readFile: (file) => (file === CONSUMER ? consumer.text : ts.sys.readFile(file)),
})

function write(text: string) {
  consumer.text = text
  consumer.version += 1
}

/** Returns the lines of a consumer's file for whose last word an editor shows no documentation. `start` comes before them. */
function undocumented(start: string, lines: readonly string[]): string[] {
  write(`${start}\n${lines.join('\n')}\n`)
  let end = start.length
  return lines.filter((line) => {
    end += 1 + line.length
    const info = editor.getQuickInfoAtPosition(CONSUMER, end - 1)
    return ts.displayPartsToString(info?.documentation) === ''
  })
}

const importing = (specifier: string) => `import * as entry from '${specifier}'`

/**
 * Returns a line for each name that an entry point exports. The line ends with the name, and uses it as a type if it is one.
 * Namespaces such as `xml` are left out, since TypeScript shows no documentation for modules.
 */
function usesOf(specifier: string): string[] {
  write(importing(specifier))
  const program = editor.getProgram()
  const checker = program?.getTypeChecker()
  const statement = program?.getSourceFile(CONSUMER)?.statements[0]
  if (checker === undefined || statement === undefined || !ts.isImportDeclaration(statement)) return []
  const module = checker.getSymbolAtLocation(statement.moduleSpecifier)
  return (module === undefined ? [] : checker.getExportsOfModule(module)).flatMap((symbol) => {
    const { flags } = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    if (flags & ts.SymbolFlags.Module) return []
    return `${flags & ts.SymbolFlags.Type ? 'type Used = ' : ''}entry.${symbol.name}`
  })
}

describe('editors show documentation', () => {
  it('of every word of `xml`', () => {
    const uses = Object.keys(xml).map((word) => `xml.${word}`)
    expect(uses.length).toBeGreaterThan(30)
    expect(undocumented("import { xml } from 'ews-booking'", uses)).toEqual([])
  })

  it.each(ENTRY_POINTS)('of every name that %s exports', (specifier) => {
    const uses = usesOf(specifier)
    expect(uses.length).toBeGreaterThan(5)
    expect(undocumented(importing(specifier), uses)).toEqual([])
  })

  it('but none of a name without any', () => {
    expect(undocumented('const bare = 1', ['bare'])).toEqual(['bare'])
  })
})
