import { type Application, Context, Converter, ReflectionKind, TypeScript as ts } from 'typedoc'
import { original, PublicNames } from './public-names'

/** The types by which elements are described. They are expanded where they are used, and refer to themselves where they are made. */
const DESCRIPTIONS = /\/src\/(xml\/|simulator\/state\/json-date)/

/**
 * Has TypeDoc show what a type consists of, wherever it would name something that consumers can't import: the requests and answers of
 * operations are computed from the descriptions of their XML.
 */
export function expandHiddenTypes(application: Application, sources: string, entryPoints: readonly string[]): void {
  let names: PublicNames | undefined
  const namesOf = ({ programs }: Context) => {
    names ??= new PublicNames(programs, sources, entryPoints)
    return names
  }

  application.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.TypeAlias)) return
    const declaration = context.getSymbolFromReflection(reflection)?.declarations?.find(ts.isTypeAliasDeclaration)
    if (declaration === undefined || declaration.typeParameters !== undefined) return
    if (isComputed(declaration.type, context.checker, namesOf(context))) {
      reflection.comment?.modifierTags.add('@useDeclaredType')
    }
  })

  const { shouldInline } = Context.prototype
  Context.prototype.shouldInline = function (symbol, name) {
    const target = original(symbol, this.checker)
    const isOwnDeclaration =
      this.scope.kindOf(ReflectionKind.TypeAlias) && this.getSymbolFromReflection(this.scope) === target
    if (isOwnDeclaration) return true
    return (namesOf(this).isHidden(target) && isWorthwhile(target, this)) || shouldInline.call(this, symbol, name)
  }
}

/** Whether a type is written with a name that consumers can't import. */
function isComputed(type: ts.Node, checker: ts.TypeChecker, names: PublicNames): boolean {
  const name = ts.isTypeReferenceNode(type) ? type.typeName : ts.isTypeQueryNode(type) ? type.exprName : undefined
  const symbol = name && checker.getSymbolAtLocation(name)
  if (symbol !== undefined && names.isHidden(original(symbol, checker))) return true
  return ts.forEachChild(type, (child) => isComputed(child, checker, names) || undefined) ?? false
}

/** Classes aren't made of properties alone, and private members don't appear in the reference. */
function isWorthwhile(symbol: ts.Symbol, { scope }: Context): boolean {
  if (symbol.flags & ts.SymbolFlags.Class || scope.getFullName().includes('#')) return false
  return !symbol.declarations?.some((each) => DESCRIPTIONS.test(each.getSourceFile().fileName))
}
