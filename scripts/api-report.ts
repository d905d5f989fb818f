import { isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { dependencies, exports } from '../package.json'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The public surface of one entry point, as text for `api/`. */
export interface ApiReport {
  /** The name of its file in `api/`. */
  readonly file: string
  readonly text: string
  /** What each exported name stands for. A name that is exported again stands for the same as before. */
  readonly meanings: ReadonlyMap<string, object>
}

/** An entry point: how consumers name it, and its declarations. */
interface EntryPoint {
  readonly specifier: string
  readonly declarations: string
}

const entryPoints: readonly EntryPoint[] = Object.entries(exports).flatMap(([path, file]) =>
  file.endsWith('.js')
    ? [{ specifier: `ews-booking${path.slice(1)}`, declarations: join(root, file.replace(/\.js$/, '.d.ts')) }]
    : [],
)

/**
 * Returns a report for each entry point: every exported name with its declaration, without documentation, and after it the
 * declarations that it refers to and that have no exported name. Names are sorted, and no path is part of a report, so that only
 * changes of the public surface change it.
 *
 * @throws Error if a declaration needs the types of a package that consumers don't have
 */
export function apiReports(): readonly ApiReport[] {
  const sources = programOfSources()
  const declarations = emitDeclarations(sources)
  const program = programOf(declarations, sources)
  refuseForeignTypes(program, declarations)
  const checker = program.getTypeChecker()
  const surfaces = entryPoints.map(({ specifier, declarations: file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file) ?? missing(file))
    return { specifier, exported: exportsOf(module ?? missing(file), checker) }
  })
  const named = new Set(surfaces.flatMap(({ exported }) => exported.map(({ symbol }) => symbol)))
  return surfaces.map(({ specifier, exported }) => {
    const printer = new SurfacePrinter(checker, declarations, named)
    const text = exported.map(({ name, symbol }) => printer.print(name, symbol)).join('\n\n')
    const meanings = new Map(exported.map(({ name, symbol }) => [name, symbol]))
    return { file: `${specifier.replace('/', '-')}.api.md`, text: page(specifier, text), meanings }
  })
}

const page = (specifier: string, text: string) =>
  `# Public surface of \`${specifier}\`\n\n\`npm run api\` writes this file. A change of it is a change for consumers.\n\n\`\`\`ts\n${text}\n\`\`\`\n`

function missing(what: string): never {
  throw new Error(`${what} has no declarations`)
}

/** The sources, with the options that the build has for declarations. */
function programOfSources(): ts.Program {
  const configuration = join(root, 'tsconfig.build.json')
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => missing(configuration) }
  const parsed = ts.getParsedCommandLineOfConfigFile(configuration, {}, host) ?? missing(configuration)
  return ts.createProgram(parsed.fileNames, { ...parsed.options, removeComments: true, declarationMap: false })
}

/** The declarations as they are published, without comments: the text by file. */
function emitDeclarations(sources: ts.Program): ReadonlyMap<string, string> {
  const declarations = new Map<string, string>()
  sources.emit(undefined, (file, text) => declarations.set(file, text), undefined, true)
  return declarations
}

/** A program of declarations that are not on disk. Files from elsewhere are those of the program of sources. */
function programOf(declarations: ReadonlyMap<string, string>, sources: ts.Program): ts.Program {
  const options = sources.getCompilerOptions()
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => declarations.has(file) || fileExists(file)
  host.readFile = (file) => declarations.get(file) ?? readFile(file)
  host.directoryExists = undefined
  host.getSourceFile = (file, ...more) => sources.getSourceFile(file) ?? getSourceFile(file, ...more)
  const paths = Object.fromEntries(entryPoints.map(({ specifier, declarations: file }) => [specifier, [file]]))
  return ts.createProgram(Object.values(paths).flat(), { ...options, noEmit: true, paths }, host)
}

/** Consumers have the types of our dependencies, and not those of packages that are bundled. */
function refuseForeignTypes(program: ts.Program, declarations: ReadonlyMap<string, string>) {
  for (const { fileName } of program.getSourceFiles()) {
    const { importedFiles = [] } = ts.preProcessFile(declarations.get(fileName) ?? '')
    for (const { fileName: specifier } of importedFiles) {
      if (!isAvailable(specifier)) throw new Error(foreignTypes(relative(root, fileName), specifier))
    }
  }
}

const isAvailable = (specifier: string) =>
  specifier.startsWith('.') || isBuiltin(specifier) || /^ews-booking\b/.test(specifier) || specifier in dependencies

const foreignTypes = (file: string, specifier: string) =>
  `${file} needs types of ${specifier}, which consumers don't have: mark what is exported with them as @internal`

interface Export {
  readonly name: string
  readonly symbol: ts.Symbol
}

/** The exported names of a module in their order, with what they stand for. */
function exportsOf(module: ts.Symbol, checker: ts.TypeChecker): readonly Export[] {
  return checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.name, symbol: resolved(symbol, checker) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const resolved = (symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** Prints exported names, each followed by the declarations without an exported name that were not printed before. */
class SurfacePrinter {
  readonly #checker: ts.TypeChecker
  readonly #declarations: ReadonlyMap<string, string>
  readonly #printed: Set<ts.Symbol>

  constructor(checker: ts.TypeChecker, declarations: ReadonlyMap<string, string>, named: ReadonlySet<ts.Symbol>) {
    this.#checker = checker
    this.#declarations = declarations
    this.#printed = new Set(named)
  }

  print(name: string, symbol: ts.Symbol): string {
    if (symbol.flags & ts.SymbolFlags.ValueModule) return this.#printModule(name, symbol)
    const alias = symbol.name === name ? [] : [`// ${symbol.name} is exported as ${name}.`]
    const statements = this.#ownDeclarations(symbol).map(statementOf)
    return [...alias, ...statements.flatMap((each) => [textOf(each), ...this.#referredTo(each)])].join('\n\n')
  }

  #printModule(name: string, module: ts.Symbol): string {
    const members = exportsOf(module, this.#checker)
    for (const { symbol } of members) this.#printed.add(symbol)
    const texts = members.map((each) => this.print(each.name, each.symbol))
    return [
      `// The following names are in the namespace ${name}.`,
      ...texts,
      `// The namespace ${name} ends here.`,
    ].join('\n\n')
  }

  /** Declarations of this package. Those of Node.js and of dependencies are no part of the surface. */
  #ownDeclarations(symbol: ts.Symbol): readonly ts.Declaration[] {
    return (symbol.declarations ?? []).filter((each) => this.#declarations.has(each.getSourceFile().fileName))
  }

  #referredTo(node: ts.Node): readonly string[] {
    const texts: string[] = []
    const visit = (child: ts.Node) => {
      if (ts.isIdentifier(child)) texts.push(...this.#printOnce(child))
      ts.forEachChild(child, visit)
    }
    visit(node)
    return texts
  }

  #printOnce(identifier: ts.Identifier): readonly string[] {
    const symbol = this.#checker.getSymbolAtLocation(identifier)
    if (symbol === undefined) return []
    const target = resolved(symbol, this.#checker)
    if (this.#printed.has(target)) return []
    const statements = this.#ownDeclarations(target).filter(isTopLevel).map(statementOf)
    if (statements.length === 0) return []
    this.#printed.add(target)
    return statements.flatMap((statement) => [textOf(statement), ...this.#referredTo(statement)])
  }
}

/** The statement of a declaration, which for a variable is around it. */
const statementOf = (declaration: ts.Declaration): ts.Node =>
  ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration

const isTopLevel = (declaration: ts.Declaration): boolean => ts.isSourceFile(statementOf(declaration).parent)

const printer = ts.createPrinter({ removeComments: true })

/**
 * A declaration without what can change while nothing changes for consumers: modifiers, paths of files, and the order of the members of
 * a union, which depends on what the compiler has met before.
 */
function textOf(statement: ts.Node): string {
  const file = statement.getSourceFile()
  const print = (node: ts.Node) => printer.printNode(ts.EmitHint.Unspecified, node, file)
  const { transformed } = ts.transform(statement, [
    ({ factory }) =>
      (root) => {
        const visit = (node: ts.Node): ts.Node => {
          const visited = ts.visitEachChild(node, visit, undefined)
          if (ts.isUnionTypeNode(visited)) {
            return factory.createUnionTypeNode(visited.types.toSorted((a, b) => (print(a) < print(b) ? -1 : 1)))
          }
          return visited
        }
        return visit(root)
      },
  ])
  return transformed
    .map(print)
    .join('\n')
    .replace(/^(export |default |declare )+/, '')
    .replaceAll(/import\("[^"]*"\)\./g, '')
}
