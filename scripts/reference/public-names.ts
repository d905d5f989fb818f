import { TypeScript as ts } from 'typedoc'

/** Tells what an entry point exports, from what stands in this package and isn't exported. */
export class PublicNames {
  readonly #exported = new Set<ts.Symbol>()
  readonly #sources: string

  /**
   * @param sources the folder of this package's sources, with a slash at its end
   * @param entryPoints the files whose exports are public
   */
  constructor(programs: readonly ts.Program[], sources: string, entryPoints: readonly string[]) {
    this.#sources = sources
    for (const program of programs) {
      const checker = program.getTypeChecker()
      for (const file of entryPoints.flatMap((path) => program.getSourceFile(path) ?? [])) {
        const module = checker.getSymbolAtLocation(file)
        if (module !== undefined) this.#add(module, checker)
      }
    }
  }

  /** Whether a symbol is this package's, but has no name that a consumer could import. */
  isHidden(symbol: ts.Symbol): boolean {
    if (symbol.flags & ts.SymbolFlags.TypeParameter || this.#exported.has(symbol)) return false
    return symbol.declarations?.some((each) => each.getSourceFile().fileName.startsWith(this.#sources)) ?? false
  }

  #add(module: ts.Symbol, checker: ts.TypeChecker) {
    for (const each of checker.getExportsOfModule(module)) {
      const symbol = original(each, checker)
      if (this.#exported.has(symbol)) continue
      this.#exported.add(symbol)
      if (symbol.flags & ts.SymbolFlags.ValueModule) this.#add(symbol, checker)
    }
  }
}

/** What a name stands for, wherever it was imported from. */
export const original = (symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
